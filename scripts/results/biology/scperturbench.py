"""scPerturBench: prediction of combined genetic perturbations, 15 methods.

Source: https://github.com/bm2-lab/scPerturBench, commit 6e24e7a9827e55d4567d2139427be9af0d1e7a6c, files
Results/Genetic_perturbation/genetic_combo_performance_top5000.csv and ..._top100.csv: one row per perturbation and
method. Carried: mean over the perturbations of a data set of column "cor" (correlation of predicted and observed
change), with the number of perturbations; computed here from the published rows, four places.
"""

import collections
import csv

from carry import args, put, row

M = {
    "GeneCompass": ("genecompass", "", ""),
    "scELMo": ("scelmo", "", ""),
    "scFoundation": ("scfoundation", "", ""),
    "scGPT": ("scgpt", "", ""),
}
src, out = args()
rows = []
for top in ("5000", "100"):
    d = collections.defaultdict(list)
    for r in csv.DictReader(
        (src / f"Results/Genetic_perturbation/genetic_combo_performance_top{top}.csv").open()
    ):
        if r["cor"] not in ("", "NA"):
            d[r["DataSet"], r["method"]].append(float(r["cor"]))
    for (ds, m), v in sorted(d.items()):
        rows.append(
            row(
                f"scperturbench-{ds.lower().replace('_', '-')}-top{top}",
                M.get(m, ("", m, "")),
                f"{sum(v) / len(v):.4f}",
                n=len(v),
            )
        )
put(out, rows)
