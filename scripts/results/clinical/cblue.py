"""CBLUE: github.com/CBLUEbenchmark/CBLUE, README.md, commit 6a2c54f6a69265a33181c752a5350277149b8883, section CBLUE Benchmark."""

from _lib import *

S = "https://github.com/CBLUEbenchmark/CBLUE"
P = Part(
    "cblue",
    dict(
        reference="zhang2022cblue",
        benchmark="cblue",
        setting="fine-tuned",
        unit="percent",
        source=S,
        conditions="one classifier or tagger fine-tuned for each task, settings of the README",
    ),
)
P.bench(
    S,
    "README",
    id="cblue",
    name="CBLUE",
    family="LFM",
    kind="suite",
    reference="zhang2022cblue",
    modalities="text",
    tasks="named-entity-recognition; relation-extraction; text-classification; semantic-similarity; natural-language-inference",
    specialty="general",
    holds_stated="eight Chinese language tasks",
    holds="8",
    unit="tasks",
    metrics="micro F1; macro F1; accuracy",
    homepage=S,
    licence="Apache-2.0",
    places=dict(metrics=(S, "README, Introduction of tasks"), licence=(S, "LICENSE")),
)
COLS = [
    ("CMeEE", "Named entities", "micro F1", 3000),
    ("CMeIE", "Relations", "micro F1", 4482),
    ("CHIP-CDN", "Normalised diagnoses", "micro F1", 10192),
    ("CHIP-CTC", "Trial criteria", "macro F1", 10000),
    ("CHIP-STS", "Similar sentences", "macro F1", 10000),
    ("KUAKE-QIC", "Intents of queries", "accuracy", 1944),
    ("KUAKE-QTR", "Query and title", "accuracy", 5465),
    ("KUAKE-QQR", "Query and query", "accuracy", 1596),
    ("mean", "Mean over eight tasks", "mean of F1 and accuracy", ""),
]
rows = [r for r in markdown(P.checkout / "README.md", 19, 30)]
for i, (slug, title, metric, n) in enumerate(COLS):
    c = P.comp(
        f"cblue-{slug.lower()}",
        f"{title} in Chinese medical text ({slug}): fine-tuned encoders",
        data=f"test part{'' if slug == 'mean' else ' of ' + slug}",
        metric=metric,
        cases=n,
        locator=f"README, CBLUE Benchmark, column {['CMedEE', 'CMedIE', 'CDN', 'CTC', 'STS', 'QIC', 'QTR', 'QQR', 'Avg.'][i]}",
    )
    for r in rows:
        P.row(c, (None, "human annotators" if r[0] == "Human" else r[0]), r[1 + i])
P.write()
