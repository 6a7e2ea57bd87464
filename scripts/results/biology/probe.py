"""PROBE: protein representations on functional tasks (Unsal et al.).

Source: https://github.com/kansil/PROBE, commit f3eda2604052faaa35ee3fae2e7b41bb70266b06, notebook
paper_reproduction_scripts/Visualization/Data-based-performance.ipynb, last printed state of data_based_group_table, and
paper_reproduction_scripts/binding_affinity_estimation/Affinity_Plots.ipynb, output of df_corr.mean(). Values are copied
unchanged; methods without a value are left out.
"""

import json
import re

from carry import args, put, row

M = {
    "ESMB1": ("esm-1b", "", ""),
    "BERT-BFD": ("prottrans", "", "ProtBert-BFD"),
    "XLNET": ("prottrans", "", "ProtXLNet"),
    "ALBERT": ("prottrans", "", "ProtAlbert"),
    "T5": ("prottrans", "", "ProtT5"),
}
N = {
    "Sim_MF": "similarity-mf",
    "Sim_BP": "similarity-bp",
    "Sim_CC": "similarity-cc",
    "Func_MF": "function-mf",
    "Func_BP": "function-bp",
    "Func_CC": "function-cc",
}
src, out = args()


def outputs(name):
    for c in json.loads((src / "paper_reproduction_scripts" / name).read_text())["cells"]:
        for o in c.get("outputs", []):
            yield "".join(c["source"]).strip(), "".join(o.get("data", {}).get("text/plain", []))


rows = []
text = [
    t
    for s, t in outputs("Visualization/Data-based-performance.ipynb")
    if s == "data_based_group_table"
][-1]
cols = []
for line in text.splitlines():
    cells = line.rstrip("\\").split()
    if not cells:
        continue
    if "_" in cells[0] and cells[0].split("_")[0] in ("Sim", "Func", "Fam", "Affinity"):
        cols = cells
        continue
    for c, v in zip(cols, cells[1:]):
        if c in N and v != "NaN":
            rows.append(row("probe-" + N[c], M.get(cells[0], ("", cells[0], "")), v))
text = [
    t
    for s, t in outputs("binding_affinity_estimation/Affinity_Plots.ipynb")
    if s.startswith("df_corr.mean()")
][0]
for name, v in re.findall(r"^(\S+)\s+(\d+\.\d+)$", text, re.M):
    rows.append(row("probe-affinity", M.get(name, ("", name, "")), v))
put(out, rows)
