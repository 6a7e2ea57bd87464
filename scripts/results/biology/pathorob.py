"""PathoROB leaderboard: robustness index of 20 foundation models.

Source: https://github.com/bifold-pathomics/PathoROB, commit 46594e9269e35acee105de3a0668bc9291bf7df5, README.md,
table under "Leaderboard: Robustness Index". Values are copied unchanged.
"""

from carry import args, md_tables, put, row

M = {
    "Virchow2": ("virchow2", "", ""),
    "CONCHv1.5": ("conch", "", "CONCHv1.5"),
    "Atlas": ("atlas-pathology", "", ""),
    "Virchow": ("virchow", "", ""),
    "H0-mini": ("", "H0-mini", ""),
    "Conch": ("conch", "", ""),
    "H-optimus-0": ("h-optimus-0", "", ""),
    "UNI2-h": ("uni-2", "", "UNI2-h"),
    "MUSK": ("musk", "", ""),
    "HIPT": ("hipt", "", ""),
    "Prov-GigaPath": ("prov-gigapath", "", ""),
    "Kaiko ViT-B/8": ("kaiko", "", "ViT-B/8"),
    "UNI": ("uni", "", ""),
    "RETCCL": ("retccl", "", ""),
    "CTransPath": ("ctranspath", "", ""),
    "Kang-DINO": ("", "Kang-DINO (Kang et al.)", ""),
    "RudolfV": ("rudolfv", "", ""),
    "Phikon": ("phikon", "", ""),
    "Phikon-v2": ("phikon-v2", "", ""),
    "Ciga": ("ciga-2022", "", ""),
}
N = {
    "TCGA 2x2": "tcga",
    "Camelyon": "camelyon",
    "Tolkach ESCA": "tolkach-esca",
    "Average (↓)": "average",
}
src, out = args()
head, cols, body = next(
    t for t in md_tables((src / "README.md").read_text()) if t[0].startswith("Leaderboard")
)
put(
    out,
    [row("pathorob-robustness-" + N[c], M[r[1]], v) for r in body for c, v in zip(cols[2:], r[2:])],
)
