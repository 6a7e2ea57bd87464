"""Self-supervised wearable model of Oxford: github.com/OxWearables/ssl-wearables, README.md, table of Human activity recognition benchmarks (mean F1 and standard deviation).
Taken: data sets with a readable spread in all three columns."""

from _lib import *

S = "https://github.com/OxWearables/ssl-wearables"
P = Part(
    "ssl_wearables",
    dict(
        reference="yuan2024sslwearables",
        benchmark="har-ssl-wearables",
        setting="mixed",
        unit="fraction",
        metric="mean F1",
        interval="sd",
        source=S,
        interest="the makers of the model made the comparison",
    ),
)
P.bench(
    S,
    "README, Results",
    id="har-ssl-wearables",
    name="Human activity recognition from wrist movement (ssl-wearables)",
    family="BFM",
    kind="suite",
    reference="yuan2024sslwearables",
    modalities="accelerometry",
    tasks="signal-classification",
    specialty="general",
    holds_stated="seven data sets in the table",
    holds="7",
    unit="tasks",
    metrics="mean F1",
    homepage=S,
)
rows = markdown(P.checkout / "README.md", 112, 118)
for r in rows:
    if r[0] not in ("WISDM", "REALWORLD", "PAMAP2"):
        continue
    c = P.comp(
        f"har-{r[0].lower()}",
        f"Activities from accelerometers, {r[0]}: with and without self-supervised pre-training",
        data=r[0],
        conditions="the same ResNet: trained from scratch, or pre-trained on UK Biobank and tuned after the convolution layers or in all layers; the spread is over people or folds",
        locator=f"README, Human activity recognition benchmarks, row {r[0]}",
    )
    P.c[-1]["conditions"] = (
        "the same ResNet: trained from scratch, or pre-trained on UK Biobank and tuned after the convolution layers or in all layers"
    )
    for i, w in (
        (1, (None, "ResNet from scratch")),
        (2, (None, "ssl-wearables", "tuned after the convolution layers")),
        (3, (None, "ssl-wearables", "all layers tuned")),
    ):
        P.row(c, w, *plusminus(r[i].replace(".", "0.", 1).replace("± .", "± 0.")))
P.write()
