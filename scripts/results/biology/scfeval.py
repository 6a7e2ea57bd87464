"""A deep dive into single-cell foundation models: scGPT and scBERT against logistic regression and ablations (Boiarsky et al.).

Source: https://github.com/clinicalml/sc-foundation-eval,
commit 1332b3476e5e07c7143f494b178a51ad1c20baf0, notebooks scGPT/create_figures_and_tables.ipynb (output res_table,
columns of 10 % and 100 % of the training data, and the printed half-widths of 95 % intervals at 100 %) and
scBERT/collate_final_results_finetune.ipynb (printed means and half-widths over ten runs). Rounded to six places.
"""

import json
import re

from carry import args, put, row

src, out = args()


def cells(name):
    for c in json.loads((src / name).read_text())["cells"]:
        t = ""
        for o in c.get("outputs", []):
            t += "".join(o.get("text", [])) + "".join(o.get("data", {}).get("text/plain", []))
        yield "".join(c["source"]), t


rows = []
cs = list(cells("scGPT/create_figures_and_tables.ipynb"))
table = next(t for s, t in cs if s.strip() == "res_table")
val, ds = {}, None
heads = []
for line in table.splitlines():
    if line.startswith("fraction training data"):
        block = [float(x) for x in line.replace("\\", "").split()[3:]]
        heads.append(block)
    m = re.match(r"^(ms|myeloid|pancreas)?\s+(logistic regression|scGPT)\s+([\d. ]+)", line)
    if m:
        ds = m[1] or ds
        val.setdefault((ds, m[2]), []).extend(m[3].split())
order = [f for b in heads for f in b]
metric = []
seen = 0
for f in order:  # five fractions of accuracy, then five of macro F1
    metric.append(("accuracy" if seen < 5 else "macro-f1", f))
    seen += 1
ci = {}
for s, t in cs:
    for m in re.finditer(
        r"(ms|pancreas|myeloid) (scGPT|logistic regression) 1, confidence interval\s+accuracy\s+([\d.]+)\s+macro_f1\s+([\d.]+)",
        t,
    ):
        ci[m[1], m[2], "accuracy"], ci[m[1], m[2], "macro-f1"] = float(m[3]), float(m[4])
W = {"scGPT": ("scgpt", "", "fine-tuned"), "logistic regression": ("", "logistic regression", "")}
for (ds, who), v in val.items():
    for (k, f), x in zip(metric, v):
        if f == 1.0:
            h = ci[ds, who, k]
            rows.append(
                row(
                    f"scfeval-scgpt-{ds}-{k}",
                    W[who],
                    x,
                    f"{float(x) - h:.6f}",
                    f"{float(x) + h:.6f}",
                    10,
                )
            )
        elif f == 0.1:
            rows.append(row(f"scfeval-scgpt-{ds}-{k}-tenth", W[who], x))
B = {
    "# scBERT reproduced metrics": ("scbert", "", ""),
    "# scBERT no g2v metrics": ("scbert", "", "without gene2vec"),
    "# scBERT no pretraining metrics": ("scbert", "", "without pre-training"),
}
done = set()
for s, t in cells("scBERT/collate_final_results_finetune.ipynb"):
    key = s.splitlines()[0] if s else ""
    if key in B and "hard" not in s and key not in done:
        done.add(key)
        g = dict(re.findall(r"(?m)^(95% CI accuracy|95% CI f1|accuracy|f1) ([\d.]+)$", t))
        for k, name in (("accuracy", "accuracy"), ("f1", "macro-f1")):
            v, h = float(g[k]), float(g["95% CI " + k])
            rows.append(
                row(
                    "scfeval-scbert-zheng68k-" + name,
                    B[key],
                    f"{v:.6f}",
                    f"{v - h:.6f}",
                    f"{v + h:.6f}",
                    10,
                )
            )
put(out, rows)
