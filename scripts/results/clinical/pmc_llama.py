"""PMC-LLaMA (7B, first version): github.com/chaoyi-wu/PMC-LLaMA, README.md, commit 094a386174b7a26a67e7e8db7831132fc56bdee2, section Results, full fine-tuning; copied as read."""

from _lib import *

S = "https://github.com/chaoyi-wu/PMC-LLaMA"
FULL = block("LLaMA-7B | 44.55 | 48.15 | 73.41\nPMC-LLaMA-7B | 44.70 | 50.54 | 69.53")
P = Part(
    "pmc_llama",
    dict(
        reference="wu2023pmcllama",
        setting="fine-tuned",
        unit="percent",
        metric="accuracy",
        source=S,
        interest="the makers of PMC-LLaMA made the comparison",
    ),
)
for T, slug, how in ((FULL, "full", "all weights tuned"),):
    for i, bench, name in (
        (1, "medqa-usmle", "USMLE, out of domain"),
        (2, "medmcqa", "MedMCQA, in domain"),
        (3, "pubmedqa", "PubMedQA, in domain"),
    ):
        c = P.comp(
            f"pmc-llama-{bench}-{slug}",
            f"{name}: LLaMA before and after biomedical papers, {how}",
            benchmark=bench,
            data="test part",
            conditions=how,
            locator=f"README, Results, {'Full fine-tuning' if slug == 'full' else 'PEFT'}, column {i}",
        )
        for r in T:
            P.row(c, ("pmc-llama", "7B") if r[0].startswith("PMC") else (None, r[0]), r[i])
P.write()
