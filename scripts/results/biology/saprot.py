"""SaProt against ESM-2 (its makers' comparison).

Source: https://github.com/westlake-repl/SaProt, commit e91e4858b55944523f1f8d385f7b96a0d3d34c1d, README.md, tables of the
35M and 650M models. Values are copied unchanged.
"""

from carry import args, md_tables, put, row

M = {
    "ESM-2 (35M)": ("esm-2", "", "35M"),
    "SaProt-Seq (35M)": ("saprot", "", "35M, sequence only"),
    "SaProt (35M)": ("saprot", "", "35M"),
    "ESM-2 (650M)": ("esm-2", "", "650M"),
    "SaProt (650M)": ("saprot", "", "650M"),
}
N = {
    "ClinVar": "clinvar",
    "ProteinGym": "proteingym",
    "Thermostability": "thermostability",
    "HumanPPI": "humanppi",
    "Metal Ion Binding": "metal-ion-binding",
    "EC": "ec",
    "DeepLoc-Subcellular": "deeploc-subcellular",
}
src, out = args()
rows = []
for h, cols, body in md_tables((src / "README.md").read_text()):
    if "ClinVar" in cols:
        for r in body:
            if r[0] in M:
                rows += [row("saprot-" + N[c], M[r[0]], v) for c, v in zip(cols, r) if c in N]
put(out, rows)
