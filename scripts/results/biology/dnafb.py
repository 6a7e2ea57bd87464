"""DNA foundation models: zero-shot embeddings with a random forest (Feng et al., Nature Communications 2025).

Source: https://www.nature.com/articles/s41467-025-65823-8, Tables 1 and 3 (pages .../tables/1 and .../tables/3): AUC with
mean token pooling. The rows below are typed once from those pages; CHECKOUT is not read (the repository
https://github.com/ChongWuLab/dna_foundation_benchmark, commit 9f8985bbc3c70634254d8f800e4b8f81435fd78a, holds the values of
the first version, with three models). Values are copied unchanged.
"""

from carry import args, put, row

WHO = [
    ("dnabert-2", "", ""),
    ("nucleotide-transformer", "", "v2"),
    ("hyenadna", "", ""),
    ("caduceus", "", "Ph"),
    ("", "GROVER", ""),
]
TABLE_1 = """
DNase I Hypersensitive | 0.8666 | 0.8524 | 0.8295 | 0.8799 | 0.857
Human TFBS 1 | 0.8382 | 0.8315 | 0.8301 | 0.8796 | 0.8618
Promoter GM12878 | 0.9856 | 0.9835 | 0.976 | 0.9865 | 0.9839
Acceptor | 0.8969 | 0.7928 | 0.7946 | 0.8449 | 0.8041
Coding | 0.9438 | 0.9289 | 0.9406 | 0.9735 | 0.9594
Donor | 0.9056 | 0.8198 | 0.8128 | 0.8535 | 0.819
Enhancer Cohn | 0.8223 | 0.7894 | 0.7754 | 0.821 | 0.8161
Enhancer Ensembl | 0.9369 | 0.9389 | 0.9356 | 0.9431 | 0.9382
Open chromatin region | 0.7253 | 0.7183 | 0.7191 | 0.765 | 0.7455
Promoter All 300 bps | 0.9426 | 0.9445 | 0.9394 | 0.9519 | 0.9402
"""
TABLE_3 = """
Human 5mC | 0.685 | 0.7377 | 0.6843 | 0.783 | 0.7437
Human 6 mA | 0.7351 | 0.7508 | 0.7377 | 0.7731 | 0.7671
Yeast H3K4me3 | 0.6813 | 0.6603 | 0.6486 | 0.6595 | 0.668
Yeast H4 | 0.9314 | 0.9104 | 0.8983 | 0.9304 | 0.908
E.Coli 4mC | 0.5492 | 0.6028 | 0.6105 | 0.6283 | 0.5851
"""
src, out = args()
rows = []
for line in (TABLE_1 + TABLE_3).strip().splitlines():
    if line:
        name, *values = [c.strip() for c in line.split("|")]
        rows += [
            row("dnafb-" + name.lower().replace(" ", "-").replace(".", "-"), w, v)
            for w, v in zip(WHO, values)
        ]
put(out, rows)
