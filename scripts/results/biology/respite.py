"""Molecular property prediction: fixed representations against representation learning (Deng et al.).

Source: https://github.com/dengjianyuan/Respite_MPP,
commit 9f3df9e2af747091edb6d60bb06b56294ce24dc4, file results/benchmark_agg_perf_df_benchmark.csv (MoleculeNet
data sets) and results/opioids_agg_perf_df_reg.csv (opioid-related data sets): mean and standard deviation of a metric
over the splits of one split type. Carried: scaffold split, AUROC or RMSE; rounded to four places; bounds are mean -+ SD.
"""

import csv

from carry import args, put, row

src, out = args()
rows = []
for f, pre, keep in (
    (
        "benchmark_agg_perf_df_benchmark.csv",
        "respite-moleculenet-",
        {
            "BACE": "AUROC",
            "BBBP": "AUROC",
            "HIV": "AUROC",
            "ESOL": "RMSE",
            "FreeSolv": "RMSE",
            "Lipop": "RMSE",
        },
    ),
    (
        "opioids_agg_perf_df_reg.csv",
        "respite-opioids-",
        {k: "RMSE" for k in ("MDR1", "CYP2D6", "CYP3A4", "MOR", "DOR", "KOR")},
    ),
):
    for r in csv.DictReader((src / "results" / f).open()):
        if r["split_type"] == "scaffold" and keep.get(r["mol_prop"]) == r["metric_name"]:
            v, s = float(r["mean_metric_score"]), float(r["std_metric_score"])
            hi = v + s
            if r["metric_name"] == "AUROC":
                hi = min(hi, 1)
            rows.append(
                row(
                    pre + r["mol_prop"].lower(),
                    ("", r["model_name"], r["mol_rep"]),
                    f"{v:.4f}",
                    f"{v - s:.4f}",
                    f"{hi:.4f}",
                )
            )
put(out, rows)
