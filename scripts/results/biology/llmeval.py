"""DNA language models on lentiMPRA (Tang et al.).

Source: https://github.com/amberT15/LLM_eval,
commit 6c53510d1c99539b7a57b5ebdb57da480a0b2d2a, files lentiMPRA/results/LLM_CNN.csv, LLM_regression.csv and NT_search.csv:
Pearson correlation by model, head and cell line. Carried: CNN heads of size factor 0.5 and 2 and mean-embedding MLP of the
same factors for the language models, and the named supervised models beside the CNN of factor 2; four places.
"""

import csv

from carry import args, put, row

M = {
    "gpn": ("", "GPN", ""),
    "dnabert": ("dnabert-2", "", ""),
    "hyena": ("hyenadna", "", ""),
    "randbert": ("", "DNABERT-2 with random weights", ""),
    "NT": ("nucleotide-transformer", "", ""),
}
B = {
    "sei": ("", "Sei", ""),
    "ResNet": ("", "ResNet (one-hot)", ""),
    "rep_cnn": ("", "CNN (one-hot)", ""),
    "MPRAnn": ("", "MPRAnn", ""),
}
H = {
    "CNN0.5": "cnn-half",
    "CNN2.0": "cnn-double",
    "CNN2": "cnn-double",
    "Mean-embed-MLP0.5": "mlp-half",
    "Mean-embed-MLP2": "mlp-double",
}
src, out = args()
rows = []
for f in ("LLM_CNN.csv", "LLM_regression.csv", "NT_search.csv"):
    for r in csv.DictReader((src / "lentiMPRA/results" / f).open()):
        cell, v = r["Cell Type"].lower(), f"{float(r['Performance']):.4f}"
        if r["LLM"] in M and r["Model"] in H:
            rows.append(row(f"llmeval-lentimpra-{cell}-{H[r['Model']]}", M[r["LLM"]], v))
        elif r["LLM"] in B and r["Model"] == "CNN":
            rows.append(
                row(
                    f"llmeval-lentimpra-{cell}-cnn-double",
                    B[r["LLM"]],
                    v,
                    note="supervised model with its own architecture",
                )
            )
put(out, rows)
