"""ProteinGym v1.3 leaderboards.

Source: https://github.com/OATML-Markslab/ProteinGym, commit bb685245f8f4bb95a5b54b470396c23826cd6284, folder benchmarks:
summary tables of zero-shot and supervised substitution, indel and clinical benchmarks. Values are copied unchanged; of
the 97 rows of the substitution table the models known to the survey and named baselines are carried. The
bootstrapped standard errors of the tables (0 for the best model of each) are noted, not turned into intervals.
"""

import csv

from carry import args, put, row

M = {
    "PoET (200M)": ("poet", "", "200M"),
    "ESM3 open (1.4B)": ("esm-3", "", "open 1.4B"),
    "SaProt (650M)": ("saprot", "", "650M"),
    "SaProt (35M)": ("saprot", "", "35M"),
    "MSA Transformer (ensemble)": ("msa-transformer", "", "ensemble"),
    "ESM-IF1": ("esm-if1", "", ""),
    "ESM2 (650M)": ("esm-2", "", "650M"),
    "ESM2 (3B)": ("esm-2", "", "3B"),
    "ESM2 (15B)": ("esm-2", "", "15B"),
    "ESM2 (150M)": ("esm-2", "", "150M"),
    "ESM-1v (ensemble)": ("esm-1v", "", "ensemble"),
    "ESM-C (300M)": ("esm-c", "", "300M"),
    "ESM-C (600M)": ("esm-c", "", "600M"),
    "xTrimoPGLM-10B-MLM": ("xtrimopglm", "", "10B MLM"),
    "xTrimoPGLM-100B-int4": ("xtrimopglm", "", "100B int4"),
    "ESM-1b": ("esm-1b", "", ""),
    "Progen2 XL": ("progen2", "", "XL"),
    "Progen2 L": ("progen2", "", "L"),
    "Progen2 M": ("progen2", "", "M"),
    "Progen2 Base": ("progen2", "", "Base"),
    "Progen2 S": ("progen2", "", "S"),
    "RITA XL": ("rita", "", "XL"),
    "RITA L": ("rita", "", "L"),
    "RITA M": ("rita", "", "M"),
    "RITA S": ("rita", "", "S"),
    "ProteinMPNN": ("proteinmpnn", "", ""),
    "ProtGPT2": ("protgpt2", "", ""),
}
BASE = {
    "AIDO Protein-RAG (16B)",
    "VenusREM",
    "ProSST (K=2048)",
    "S3F-MSA",
    "GEMME",
    "EVE (ensemble)",
    "TranceptEVE L",
    "Tranception L",
    "VESPA",
    "Site-Independent",
    "EVmutation",
    "Unirep",
    "CARP (640M)",
    "Progen3 3B",
}
src, out = args()
b = src / "benchmarks"
rows = []


def who(name):
    return M.get(name, ("", name, ""))


def table(path):
    with (b / path).open(newline="") as f:
        return list(csv.DictReader(f))


t = table("DMS_zero_shot/substitutions/Spearman/Summary_performance_DMS_substitutions_Spearman.csv")
t = [r for r in t if r["Model_name"] in M or r["Model_name"] in BASE]
few = {
    "ESM2 (150M)",
    "Progen2 L",
    "Progen2 M",
    "Progen2 Base",
    "Progen2 S",
    "RITA L",
    "RITA M",
    "RITA S",
    "ESM-C (300M)",
    "SaProt (35M)",
    "xTrimoPGLM-100B-int4",
}
t = [r for r in t if r["Model_name"] not in few]
for r in t:
    rows.append(
        row(
            "proteingym-dms-substitutions",
            who(r["Model_name"]),
            r["Average_Spearman"],
            note="bootstrapped standard error " + r["Bootstrap_standard_error_Spearman"],
        )
    )
    for c in ("Activity", "Binding", "Expression", "OrganismalFitness", "Stability"):
        rows.append(
            row(
                "proteingym-dms-substitutions-" + c.lower(),
                who(r["Model_name"]),
                r["Function_" + c],
            )
        )
for r in table("DMS_zero_shot/indels/Spearman/Summary_performance_DMS_indels_Spearman.csv"):
    rows.append(
        row(
            "proteingym-dms-indels",
            who(r["Model_name"]),
            r["Average_Spearman"],
            note="bootstrapped standard error " + r["Bootstrap_standard_error_Spearman"],
        )
    )
for r in table(
    "DMS_supervised/substitutions/Spearman/Summary_performance_DMS_substitutions_Spearman.csv"
):
    w = {
        "ESM-1v Embeddings": ("esm-1v", "", "embeddings"),
        "MSA Transformer Embeddings": ("msa-transformer", "", "embeddings"),
        "MSA_Transformer + One-Hot Encodings": ("msa-transformer", "", "with one-hot encodings"),
        "ESM-1v + One-Hot Encodings": ("esm-1v", "", "with one-hot encodings"),
    }.get(r["Model_name"], ("", r["Model_name"], ""))
    rows.append(
        row(
            "proteingym-dms-substitutions-supervised",
            w,
            r["Average_Spearman"],
            note="bootstrapped standard error " + r["Bootstrap_standard_error_Spearman"],
        )
    )
for r in table(
    "clinical_zero_shot/substitutions/AUC/Summary_performance_clinical_substitutions_AUC.csv"
):
    rows.append(
        row(
            "proteingym-clinical-substitutions",
            who(r["Model_name"]),
            r["Average_AUC"],
            note="bootstrapped standard error " + r["Bootstrap_standard_error_AUC"],
        )
    )
for r in table("clinical_zero_shot/indels/AUC/Summary_performance_clinical_indels_AUC.csv"):
    rows.append(row("proteingym-clinical-indels", who(r["Model_name"]), r["Average_AUC"]))
put(out, rows)
