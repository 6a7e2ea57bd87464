"""ProtTrans: its makers' tables for secondary structure and localisation, and comparisons with ESM models.

Source: https://github.com/agemagician/ProtTrans, commit 27c02f07e65feff8a3e7875f52b8b51225eb3c1c, README.md, tables under
"Original downstream Predictions" (in order: Q3, Q8, membrane-bound, localisation) and "Comparison to other protein
language models". Values are copied unchanged.
"""

from carry import args, md_tables, put, row

src, out = args()
tables = md_tables((src / "README.md").read_text())
model = [
    t for t in tables if t[1] and t[1][0] == "Model" and ("CASP12" in t[1] or "DeepLoc" in t[1])
]
rows = []
for (h, cols, body), name in zip(model, ("q3", None, "membrane", "localisation")):
    if name:
        for r in body:
            for c, v in zip(cols[1:], r[1:]):
                rows.append(row(f"prottrans-{name}-{c.lower()}", ("prottrans", "", r[0]), v))
h, cols, body = next(t for t in tables if t[1] and t[1][0] == "Task/Model")
who = [
    ("prottrans", "", "ProtBert-BFD"),
    ("prottrans", "", "ProtT5-XL-U50"),
    ("esm-1b", "", ""),
    ("esm-1v", "", ""),
]
names = {
    "Subcell. loc. (setHard)": "sethard",
    "Conservation (ConSurf-DB)": "conservation",
    "CATH superfamily (unsup.)": "cath-unsupervised",
    "CATH superfamily (sup.)": "cath-supervised",
    "Binding residues": "binding-residues",
}
for r in body:
    if r[0] in names:
        rows += [row("prottrans-" + names[r[0]], w, v) for w, v in zip(who, r[1:5]) if v != "-"]
put(out, rows)
