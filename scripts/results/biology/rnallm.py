"""RNA language models for secondary structure (Zablocki et al.).

Source: https://github.com/sinc-lab/rna-llm-folding, commit 278f5e3a9fe2551fca8819e6eb78b2785144f689, files
results/{ArchiveII_kfold,bpRNA,bpRNA_new,PDB-RNA}/scores.csv and results/ArchiveII_famfold/all_famfold.csv: F1 of every
test sequence and embedding. Carried: mean F1 over the sequences (for the left-out families: over those of the family),
computed here from the published rows, four places, with the number of sequences.
"""

import collections
import csv

from carry import args, put, row

M = {
    "RiNALMo": ("rinalmo", "", ""),
    "ERNIE-RNA": ("ernie-rna", "", ""),
    "RNA-MSM": ("rna-msm", "", ""),
    "RNABERT": ("rnabert", "", ""),
    "RNA-FM": ("rna-fm", "", ""),
    "RNAErnie": ("rnaernie", "", ""),
    "one-hot": ("", "one-hot", ""),
}
src, out = args()
d = collections.defaultdict(list)
for folder, name in (
    ("ArchiveII_kfold", "archiveii-kfold"),
    ("bpRNA", "bprna-ts0"),
    ("bpRNA_new", "bprna-new"),
    ("PDB-RNA", "pdb-rna"),
):
    for r in csv.DictReader((src / f"results/{folder}/scores.csv").open()):
        d[name, r["LLM"]].append(float(r["F1"]))
for r in csv.DictReader((src / "results/ArchiveII_famfold/all_famfold.csv").open()):
    d["archiveii-famfold", r["LLM"]].append(float(r["F1"]))
    if r["fam"] in ("5s", "srp", "tRNA", "tmRNA", "RNaseP"):
        d["archiveii-family-" + r["fam"].lower(), r["LLM"]].append(float(r["F1"]))
put(out, [row("rnallm-" + k, M[m], f"{sum(v) / len(v):.4f}", n=len(v)) for (k, m), v in d.items()])
