"""MoleculeACE: bioactivity prediction with activity cliffs, 24 methods on 30 targets (van Tilborg et al.).

Source: https://github.com/molML/MoleculeACE,
commit 7e6de0bd2968c56589c580f2a397f01c531ede26, file MoleculeACE/Data/results/MoleculeACE_results.csv: RMSE on all test
molecules and on cliff molecules for every target and method. Carried: means over the 30 targets, computed here from the
published rows, four places.
"""

import collections
import csv

from carry import args, put, row

NAMES = {"Transformer": "Transformer (ChemBERTa)"}
src, out = args()
d = collections.defaultdict(list)
for r in csv.DictReader((src / "MoleculeACE/Data/results/MoleculeACE_results.csv").open()):
    who = ("", r["algorithm"], r["descriptor"])
    d["moleculeace-rmse", who].append(float(r["rmse"]))
    d["moleculeace-cliff-rmse", who].append(float(r["cliff_rmse"]))
put(out, [row(c, w, f"{sum(v) / len(v):.4f}", n=len(v)) for (c, w), v in d.items()])
