"""DGEB: embeddings of protein and DNA language models (West-Roberts et al.).

Source: https://github.com/TattaBio/DGEB, commit 1b187e607e278a34ba7338b8b43747c57add4134, files
leaderboard/submissions/MODEL/TASK.json: primary metric of the task for the middle and the last layer. Carried: the last
layer listed, rounded to four places.
"""

import json

from carry import args, put, row

M = {
    "esm2_t6_8M_UR50D": ("esm-2", "", "8M"),
    "esm2_t12_35M_UR50D": ("esm-2", "", "35M"),
    "esm2_t30_150M_UR50D": ("esm-2", "", "150M"),
    "esm2_t33_650M_UR50D": ("esm-2", "", "650M"),
    "esm2_t36_3B_UR50D": ("esm-2", "", "3B"),
    "esm3_sm_open_v1": ("esm-3", "", "open small"),
    "progen2-small": ("progen2", "", "small"),
    "progen2-medium": ("progen2", "", "medium"),
    "progen2-large": ("progen2", "", "large"),
    "progen2-xlarge": ("progen2", "", "xlarge"),
    "prot_t5_xl_bfd": ("prottrans", "", "ProtT5-XL-BFD"),
    "prot_t5_xl_uniref50": ("prottrans", "", "ProtT5-XL-UniRef50"),
    "evo-1-131k-base": ("evo", "", "131k"),
    "evo-1-8k-base": ("evo", "", "8k"),
    "nucleotide-transformer-2.5b-multi-species": (
        "nucleotide-transformer",
        "",
        "2.5B multi-species",
    ),
    "nucleotide-transformer-v2-50m-multi-species": (
        "nucleotide-transformer",
        "",
        "v2 50M multi-species",
    ),
    "nucleotide-transformer-v2-100m-multi-species": (
        "nucleotide-transformer",
        "",
        "v2 100M multi-species",
    ),
    "nucleotide-transformer-v2-250m-multi-species": (
        "nucleotide-transformer",
        "",
        "v2 250M multi-species",
    ),
    "nucleotide-transformer-v2-500m-multi-species": (
        "nucleotide-transformer",
        "",
        "v2 500M multi-species",
    ),
}
KEEP = {
    "MIBIG_protein_classification",
    "arch_retrieval",
    "bacarch_bigene",
    "convergent_enzymes_classification",
    "ec_classification",
    "ecoli_operonic_pair",
    "euk_retrieval",
    "mopb_clustering",
    "rpob_bac_phylogeny",
    "MIBIG_dna_classification",
    "bac_16S_phylogeny",
    "ec_dna_classification",
    "ecoli_rna_clustering",
    "euk_18S_phylogeny",
    "rpob_bac_dna_phylogeny",
}
src, out = args()
rows = []
for f in sorted((src / "leaderboard/submissions").glob("*/*.json")):
    j = json.loads(f.read_text())
    if j["task"]["id"] in KEEP:
        last = max(j["results"], key=lambda r: r["layer_number"])
        v = next(m["value"] for m in last["metrics"] if m["id"] == j["task"]["primary_metric_id"])
        rows.append(
            row(
                "dgeb-" + j["task"]["id"].lower().replace("_", "-"),
                M[f.parent.name],
                f"{v:.4f}",
                note=f"layer {last['layer_number']}",
            )
        )
put(out, rows)
