"""RNAGym: zero-shot RNA fitness and structure.

Source: https://github.com/MarksLab-DasLab/rnagym.org, commit b6a9a082e1f9378663bd4abfcf53a232f4fb5a0f, files
public/data/aggregate_zero_shot_{fitness,secondary_structure,tertiary_structure}_data.csv. Values are copied unchanged.
"""

import csv

from carry import args, put, row

M = {
    "Evo 2": ("evo-2", "", ""),
    "RNA-FM": ("rna-fm", "", ""),
    "RNAErnie": ("rnaernie", "", ""),
    "Evo 1.5": ("evo", "", "1.5"),
    "Nucleotide Transformer": ("nucleotide-transformer", "", ""),
    "RiNALMo": ("rinalmo", "", ""),
    "Evo 1": ("evo", "", "1"),
    "GenSLM": ("genslms", "", ""),
    "AlphaFold3": ("alphafold-3", "", ""),
    "RhoFold+": ("rhofold-plus", "", ""),
}
src, out = args()


def table(n):
    return csv.DictReader((src / f"public/data/aggregate_zero_shot_{n}_data.csv").open(newline=""))


rows = []
for r in table("fitness"):
    for c, n in (("Average_Spearman", "spearman"), ("Average_AUC", "auc"), ("Average_MCC", "mcc")):
        rows.append(
            row("rnagym-fitness-" + n, M.get(r["Model_name"], ("", r["Model_name"], "")), r[c])
        )
for r in table("secondary_structure"):
    rows.append(
        row("rnagym-secondary-f1", M.get(r["Model_name"], ("", r["Model_name"], "")), r["F1_score"])
    )
for r in table("tertiary_structure"):
    if r["Split"] == "Monomers":
        rows.append(
            row("rnagym-tertiary-tm", M.get(r["Model_name"], ("", r["Model_name"], "")), r["TM"])
        )
put(out, rows)
