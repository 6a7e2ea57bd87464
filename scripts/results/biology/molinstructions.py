"""Mol-Instructions: its makers' comparison of instruction-tuned and other language models.

Source: https://github.com/zjunlp/Mol-Instructions, commit d08a15f88e0c1b5e6d1e08330f570983885ddee1, README.md, tables under
"Quantitative Experiments". Values are copied unchanged; "Ours" is the model tuned on Mol-Instructions.
"""

from carry import args, md_tables, put, row


def who(n):
    n2 = n.lower().replace(" ", "").replace("-", "").replace("_", "")
    if n.startswith("Ours"):
        return ("", "tuned on Mol-Instructions", n[4:].strip(" ()"))
    if n2 == "molt5":
        return ("molt5", "", "")
    if n2 == "text+chemt5":
        return ("text-chem-t5", "", "")
    if n2 == "pmcllama":
        return ("pmc-llama", "", "")
    return ("", n if n.lower() != "llama" else "LLaMA", "")


src, out = args()
text = (src / "README.md").read_text()
tables = [t for t in md_tables(text) if t[1][0] in ("Metric", "Task")]
rows = []


def take(i, cid, col, skip=0):
    h, cols, body = tables[i]
    for r in body[skip:]:
        if r[0] == "Metric":
            continue
        if r[col] not in ("-", ""):
            rows.append(row("molinstructions-" + cid, who(r[0]), r[col]))


def index(*first):  # table by its header cells
    return next(i for i, t in enumerate(tables) if list(first) == t[1][: len(first)])


design = [i for i, t in enumerate(tables) if t[1][1] == "Exact↑"]
for i, cid in zip(
    design, ("molecule-design", "forward-reaction", "retrosynthesis", "reagent-prediction")
):
    take(i, cid + "-exact", 1)
    take(i, cid + "-morgan", 6)
take(index("Metric", "MAE↓"), "property-mae", 1)
take(index("Metric", "BLEU-2↑"), "molecule-description-rouge-l", 5)
take(
    next(i for i, t in enumerate(tables) if t[1][1] == "Protein Function"),
    "protein-function-rouge-l",
    1,
)
take(
    next(i for i, t in enumerate(tables) if t[1][1] == "True or False"), "multi-choice-accuracy", 2
)
take(next(i for i, t in enumerate(tables) if t[1][1] == "True or False"), "chemical-entities-f1", 3)
put(out, rows)
