"""Midnight: comparison of its makers on eva tasks and HEST.

Source: https://github.com/kaiko-ai/Midnight,
commit e48dce1567a1db3c9cfedecace6f20262c07d5aa, README.md, table under "Results Summary"; the columns that the eva
leaderboard lacks and the average are carried. Values are copied unchanged.
"""

from carry import args, md_tables, put, row

M = {
    "Midnight-92k/392": ("midnight", "", "Midnight-92k/392"),
    "UNI-2": ("uni-2", "", "UNI2-h"),
    "Midnight-92k": ("midnight", "", "Midnight-92k"),
    "Virchow2": ("virchow2", "", ""),
    "Midnight-12k": ("midnight", "", "Midnight-12k"),
    "Kaiko-B8": ("kaiko", "", "ViT-B8"),
    "H-Optimus-0": ("h-optimus-0", "", ""),
    "Prov_GigaPath": ("prov-gigapath", "", ""),
    "Hibou-L": ("hibou", "", "Hibou-L"),
    "UNI": ("uni", "", ""),
    "Phikon": ("phikon", "", ""),
    "Phikon-v2": ("phikon-v2", "", ""),
    "Lunit": ("", "Lunit (Kang et al.)", ""),
    "vitg14 (nat. img.)": ("", "DINOv2 ViT-g14 (natural images)", ""),
    "vitg14 (initial)": ("", "ViT-g14 (initial weights)", ""),
}
N = {"AVG.": "average", "PCam 10 shots": "pcam-10-shots", "BRACS": "bracs", "HEST": "hest"}
src, out = args()
head, cols, body = next(
    t for t in md_tables((src / "README.md").read_text()) if t[0] == "Results Summary"
)
put(out, [row("midnight-" + N[c], M[r[0]], v) for r in body for c, v in zip(cols, r) if c in N])
