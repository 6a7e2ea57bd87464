"""BioMistral: github.com/BioMistral/BioMistral, README.md, commit 4d1fa85e271389cc4c0055e9ffa383d592d73e02, section Supervised Fine-tuning Benchmark.
GPT-3.5 stands in the same table without fine-tuning and is left out."""

from _lib import *

S = "https://github.com/BioMistral/BioMistral"
P = Part(
    "biomistral",
    dict(
        reference="labrak2024biomistral",
        metric="accuracy",
        unit="percent",
        setting="fine-tuned",
        source=S,
        conditions="supervised fine-tuning, then three examples in the prompt; mean over three seeds",
    ),
)
M = {
    "MedAlpaca 7B": ("medalpaca", "7B"),
    "PMC-LLaMA 7B": ("pmc-llama", "7B"),
    "BioMistral 7B": ("biomistral", "7B"),
    "BioMistral 7B Ensemble": ("biomistral", "7B Ensemble"),
    "BioMistral 7B DARE": ("biomistral", "7B DARE"),
    "BioMistral 7B TIES": ("biomistral", "7B TIES"),
    "BioMistral 7B SLERP": ("biomistral", "7B SLERP"),
}
rows = [
    r
    for r in markdown(P.checkout / "README.md", 85, 98)
    if len(r) == 12 and re.match(r"\d", r[1]) and not r[0].startswith("GPT")
]
for i, slug, bench, title in (
    (7, "medqa", "medqa-usmle", "US licensing questions, four options"),
    (8, "medqa-5-options", "medqa-usmle", "US licensing questions, five options"),
    (9, "pubmedqa", "pubmedqa", "Yes, no or maybe from abstracts"),
    (10, "medmcqa", "medmcqa", "Indian entrance exam questions"),
    (4, "mmlu-professional-medicine", "mmlu-medicine", "MMLU professional medicine"),
):
    c = P.comp(
        f"biomistral-{slug}",
        f"{title}: 7B models after supervised fine-tuning",
        benchmark=bench,
        data="test part",
        locator=f"README, Supervised Fine-tuning Benchmark, column {i}",
    )
    for r in rows:
        P.row(c, who(r[0], M), r[i])
P.write()
