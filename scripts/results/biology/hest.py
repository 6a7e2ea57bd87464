"""HEST-Benchmark results of 30 August 2024.

Source: https://github.com/mahmoodlab/HEST, commit afd42c3143092c51e6bcc0f1df65bbf58a467e5e, README.md,
table under "HEST-Benchmark results (08.30.24)". Values are copied unchanged.
"""

from carry import args, md_tables, put, row

M = {
    "Resnet50": ("", "ResNet-50", ""),
    "CTransPath": ("ctranspath", "", ""),
    "Phikon": ("phikon", "", ""),
    "CONCH": ("conch", "", ""),
    "Remedis": ("remedis", "", ""),
    "Gigapath": ("prov-gigapath", "", ""),
    "UNI": ("uni", "", ""),
    "H0-mini": ("", "H0-mini", ""),
    "Virchow": ("virchow", "", ""),
    "Virchow2": ("virchow2", "", ""),
    "UNIv1.5": ("", "UNIv1.5", ""),
    "Hoptimus0": ("h-optimus-0", "", ""),
}
src, out = args()
head, cols, body = next(
    t
    for t in md_tables((src / "README.md").read_text())
    if t[0].startswith("HEST-Benchmark results")
)
rows = []
for r in body:
    for c, v in zip(cols[1:], r[1:]):
        rows.append(row("hest-" + c.lower().replace(" ", "-"), M[r[0]], v))
put(out, rows)
