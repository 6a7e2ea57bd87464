"""BLUE: github.com/ncbi-nlp/BLUE_Benchmark, README.md, commit c497c4196cd5750ac1e3860af6b4f9edf225ee16, section Baselines (all columns but SOTA*, which holds values of others)."""

from _lib import *

S = "https://github.com/ncbi-nlp/BLUE_Benchmark"
P = Part(
    "blue",
    dict(
        reference="peng2019bluebert",
        benchmark="blue",
        setting="fine-tuned",
        unit="percent",
        source=S,
        conditions="fine-tuned on each corpus; P pre-trained on PubMed, P+M on PubMed and MIMIC-III",
    ),
)
P.bench(
    S,
    "README, Introduction and Tasks",
    id="blue",
    name="BLUE",
    family="LFM",
    kind="suite",
    reference="peng2019bluebert",
    modalities="text",
    tasks="semantic-similarity; named-entity-recognition; relation-extraction; text-classification; natural-language-inference",
    specialty="general",
    holds_stated="five tasks with ten corpora",
    holds="10",
    unit="tasks",
    metrics="Pearson correlation; F1; accuracy",
    homepage=S,
    licence="public domain notice of the United States (LICENSE.txt)",
    places=dict(licence=(S, "LICENSE.txt")),
)
COLS = {
    3: (None, "ELMo (PubMed)"),
    4: ("biobert",),
    5: ("bluebert", "base (P)"),
    6: ("bluebert", "base (P+M)"),
    7: ("bluebert", "large (P)"),
    8: ("bluebert", "large (P+M)"),
}
N = {
    "MedSTS": (318, "Pearson correlation, times 100"),
    "BIOSSES": (20, "Pearson correlation, times 100"),
    "BC5CDR-disease": (4424, "F1"),
    "BC5CDR-chemical": (5385, "F1"),
    "ShARe/CLEFE": (5195, "F1"),
    "DDI": (979, "macro F1"),
    "ChemProt": (3458, "micro F1"),
    "i2b2 2010": (6293, "F1"),
    "HoC": (315, "F1"),
    "MedNLI": (1422, "accuracy"),
}
for r in markdown(P.checkout / "README.md", 82, 91):
    n, metric = N[r[0]]
    c = P.comp(
        "blue-" + re.sub(r"[^a-z0-9]+", "-", r[0].lower()),
        f"{r[0]}: fine-tuned biomedical encoders",
        data=f"test part of {r[0]}",
        metric=metric,
        cases=n,
        locator=f"README, Baselines, row {r[0]}; number of test items from Tasks",
    )
    for i, m in COLS.items():
        P.row(c, m, r[i])
P.write()
