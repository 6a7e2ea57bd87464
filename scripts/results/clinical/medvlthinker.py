"""MedVLThinker: github.com/UCSC-VLAA/MedVLThinker, README.md, commit a3163b1663b21cb300e93850c397917c3a4be612, the second results table (general and medical LMM)."""

from _lib import *

S = "https://github.com/UCSC-VLAA/MedVLThinker"
P = Part(
    "medvlthinker",
    dict(
        reference="huang2025medvlthinker",
        setting="zero-shot",
        unit="percent",
        metric="accuracy",
        source=S,
        interest="the makers of MedVLThinker made the comparison",
    ),
)
M = {
    "MedGemma 4B": ("medgemma", "4B"),
    "MedGemma 27B": ("medgemma", "27B"),
    "Llava Med v1.5 Mistral 7B": ("llava-med", "v1.5 Mistral 7B"),
    "HuatuoGPT-Vision-7B": ("huatuogpt-vision", "7B"),
    "HuatuoGPT-Vision-34B": ("huatuogpt-vision", "34B"),
    "MedVLThinker-3B RL(m23k)": ("medvlthinker", "3B RL(m23k)"),
    "MedVLThinker-7B RL(m23k)": ("medvlthinker", "7B RL(m23k)"),
    "MedVLThinker-32B RL(m23k)": ("medvlthinker", "32B RL(m23k)"),
}
rows = [
    r for r in markdown(P.checkout / "README.md", 403, 418) if len(r) == 8 and re.match(r"\d", r[1])
]
for i, bench, name in (
    (1, "pmc-vqa", "PMC-VQA"),
    (2, "mmmu-health-medicine", "MMMU, medical part"),
    (3, "medxpertqa-mm", "MedXpertQA MM"),
    (4, "pathvqa", "PathVQA"),
    (5, "slake", "SLAKE"),
    (6, "vqa-rad", "VQA-RAD"),
):
    c = P.comp(
        f"medvlthinker-{bench}",
        f"{name}: general and medical models, closed questions",
        benchmark=bench,
        data=f"{name}, multiple-choice form of MedVLThinker-Eval",
        locator=f"README, second table of results, column {i}",
    )
    for r in rows:
        P.row(c, who(r[0], M), r[i])
P.write()
