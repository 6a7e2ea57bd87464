"""H-optimus-0: tile- and slide-level comparisons of its makers.

Source: https://github.com/bioptimus/releases, commit 218eb7e2754123a7cf47d3a4e3222fad20a7c611,
file models/h-optimus/v0/README.md, tables under "Tile-level evaluations" and "Slide-level evaluations":
cells "mean (standard deviation)". Bounds are mean - SD and mean + SD.
"""

import re

from carry import args, md_tables, put, row, spread

M = [
    ("H-optimus", ("h-optimus-0", "", "")),
    ("GigaPath", ("prov-gigapath", "", "tile encoder")),
    ("Hibou-B", ("hibou", "", "Hibou-B")),
    ("Kaiko (B/8)", ("kaiko", "", "ViT-B/8")),
    ("Kaiko (L/14)", ("kaiko", "", "ViT-L/14")),
    ("UNI", ("uni", "", "")),
    ("Phikon Filiot", ("phikon", "", "")),
    ("Phikon (_taken", None),
    ("Virchow (_taken", None),
]  # None: not measured here
N = {
    "CAM17_WILDS": "cam17-wilds",
    "CRC_NO_NORM": "crc-no-norm",
    "MHIST": "mhist",
    "TCGA_UNIFORM": "tcga-uniform",
    "FR-CRC-Bio": "msi-fr-crc-bio",
    "PAIP 2020": "msi-paip",
    "TCGA-STAD-Kather": "msi-tcga-stad",
    "Camelyon16": "camelyon16",
    "Yale HER2": "her2-yale",
}
src, out = args()
rows = []
for head, cols, body in md_tables((src / "models/h-optimus/v0/README.md").read_text()):
    if not head.endswith("evaluations."):
        continue
    who = [next(m for k, m in M if c.startswith(k)) for c in cols[1:]]
    for r in body:
        key = r[0].split(": ")[-1].strip("`")
        if key not in N:
            continue
        for m, v in zip(who, r[1:]):
            if m is None:
                continue
            x = re.fullmatch(r"([\d.]+) \(([\d.]+)\)", v)
            if x:
                rows.append(row("hoptimus-" + N[key], m, x[1], *spread(x[1], x[2])))
            else:
                print("left out:", r[0], v)
put(out, rows)
