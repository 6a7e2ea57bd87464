"""LinkBERT: github.com/michiyasunaga/LinkBERT, README.md, commit 210bc47a412dc3df3e09339a6cd76f8eac51123b, table Biomedical benchmarks; copied as read."""

from _lib import *

S = "https://github.com/michiyasunaga/LinkBERT"
T = block(
    "PubmedBERT-base | 81.10 | 55.8 | 87.5 | 38.1\nBioLinkBERT-base | 83.39 | 70.2 | 91.4 | 40.0\nBioLinkBERT-large | 84.30 | 72.2 | 94.8 | 44.6"
)
M = {
    "PubmedBERT-base": ("pubmedbert", "base"),
    "BioLinkBERT-base": ("biolinkbert", "base"),
    "BioLinkBERT-large": ("biolinkbert", "large"),
}
P = Part(
    "linkbert",
    dict(
        reference="yasunaga2022linkbert",
        setting="fine-tuned",
        unit="percent",
        source=S,
        interest="the makers of BioLinkBERT made the comparison",
        conditions="fine-tuned on each task",
    ),
)
P.bench(
    S,
    "README",
    id="blurb",
    name="BLURB",
    family="LFM",
    kind="suite",
    reference="gu2020pubmedbert",
    modalities="text",
    tasks="named-entity-recognition; relation-extraction; text-classification; question-answering",
    specialty="general",
    metrics="BLURB score",
    homepage="https://microsoft.github.io/BLURB/",
)
for i, slug, bench, title, metric in (
    (1, "blurb", "blurb", "Biomedical NLP tasks (BLURB)", "BLURB score"),
    (2, "pubmedqa", "pubmedqa", "PubMedQA", "accuracy"),
    (4, "medqa", "medqa-usmle", "US licensing questions", "accuracy"),
):
    c = P.comp(
        f"linkbert-{slug}",
        f"{title}: encoders trained with and without links between papers",
        benchmark=bench,
        data="test part",
        metric=metric,
        locator=f"README, Biomedical benchmarks, column {i}",
    )
    for r in T:
        P.row(c, M[r[0]], r[i])
P.write()
