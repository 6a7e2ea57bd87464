"""KEEP: zero-shot comparisons of its makers.

Source: https://github.com/MAGIC-AI4Med/KEEP,
commit a346a703ba6186f715a45ec62748c08967a4791b, README.md, three tables under "Performance Comparisons with Other Models".
Values are copied unchanged.
"""

import re

from carry import args, md_tables, put, row

M = {
    "PLIP": ("plip", "", ""),
    "QuiltNet": ("quiltnet", "", ""),
    "MI-Zero (Pub)": ("mi-zero", "", "Pub"),
    "CONCH": ("conch", "", ""),
    "KEEP(Ours)": ("keep", "", ""),
    "CHIEF": ("chief", "", ""),
}
K = {
    "Zero-shot Cancer Region Segmentation (DICE)": "segmentation",
    "Zero-shot Cancer Detection (AUROC)": "detection",
    "Zero-shot Cancer Subtyping (BACC)": "subtyping",
}
SKIP = {
    "CPTAC-CM",
    "CPTAC-LSCC",
    "CPTAC-LUAD",
    "CPTAC-HNSCC",
    "CPTAC-NSCLC",
    "TCGA-NSCLC",
    "TCGA-ESCA",
    "AGGC22",
}
src, out = args()
rows = []
for head, cols, body in md_tables((src / "README.md").read_text()):
    if head in K:
        names = [
            re.sub(r"\s*(\[?\[?\d\]?\]?\(?.*)?$", "", c)
            if "Ours" not in c and "Pub" not in c
            else ("MI-Zero (Pub)" if "Pub" in c else "KEEP(Ours)")
            for c in cols[1:]
        ]
        for r in body:
            if r[0] not in SKIP:
                rows += [
                    row(f"keep-{K[head]}-{r[0].lower()}", M[n], v)
                    for n, v in zip(names, r[1:])
                    if v
                ]
put(out, rows)
