"""Clinical benchmark of public self-supervised pathology foundation models (leaderboard of 26 November 2024).

Source: https://github.com/sinai-computational-pathology/SSL_tile_benchmarks, commit
fbdf07f932d7302fd7bcb4a1e6b78bfb9d4a71f9, README.md, tables under "Detection Tasks" and "Biomarker Tasks":
cells "mean (standard deviation)" over 20 Monte Carlo splits; the rows "Overall" have no deviation.
Bounds are mean - SD and mean + SD, cut at 1.
"""

import re

from carry import args, md_tables, put, row, spread

M = {
    "H-optimus-0": ("h-optimus-0", "", ""),
    "Prov-GigaPath": ("prov-gigapath", "", ""),
    "SP85M": ("campanella-2023", "", "SP85M"),
    "SP22M": ("campanella-2023", "", "SP22M"),
    "UNI": ("uni", "", ""),
    "Virchow2": ("virchow2", "", ""),
    "Phikon-v2": ("phikon-v2", "", ""),
    "Virchow": ("virchow", "", ""),
    "Phikon": ("phikon", "", ""),
    "CTransPath": ("ctranspath", "", ""),
    "tRes50": ("", "tRes50 (truncated ResNet-50, ImageNet)", ""),
}
KEEP = {
    "Overall",
    "MSHS Breast",
    "MSHS Colorectal",
    "MSHS IBD",
    "MSHS Prostate",
    "MSHS BCa ER",
    "MSHS BCa HER2",
    "MSKCC LUAD EGFR",
    "MSKCC LUAD STK11",
    "MSKCC NSCLC IO",
    "SUH Melanoma BRAF",
}
src, out = args()
rows = []
for head, cols, body in md_tables((src / "README.md").read_text()):
    if head not in ("Detection Tasks", "Biomarker Tasks") or "UNI" not in cols:
        continue
    for r in body:
        if r[0] not in KEEP:
            continue
        for c, v in zip(cols[1:], r[1:]):
            cid = "sinai-" + (
                head.split()[0].lower() + "-overall"
                if r[0] == "Overall"
                else r[0].lower().replace(" ", "-")
            )
            m = re.fullmatch(r"([\d.]+)(?: \(([\d.]+)\))?", v)
            lo, hi = spread(m[1], m[2]) if m[2] else ("", "")
            if hi and float(hi) > 1:
                hi = "1.000"
            rows.append(row(cid, M[c], m[1], lo, hi, "20" if m[2] else ""))
put(out, rows)
