"""HuatuoGPT-Vision: github.com/FreedomIntelligence/HuatuoGPT-Vision, README.md, commit a6476acb9b2ba985e7bb8508a557a72f2ee06203, the last two tables (models of 7B and 34B)."""

from _lib import *

S = "https://github.com/FreedomIntelligence/HuatuoGPT-Vision"
P = Part(
    "huatuogpt_vision",
    dict(
        reference="chen2024huatuogptvision",
        setting="zero-shot",
        unit="percent",
        metric="accuracy",
        source=S,
        interest="the makers of HuatuoGPT-Vision made the comparison",
    ),
)
M = {
    "LLaVA-Med-7B": ("llava-med", "7B"),
    "HuatuoGPT-Vision-7B": ("huatuogpt-vision", "7B"),
    "HuatuoGPT-Vision-34B": ("huatuogpt-vision", "34B"),
}
A, B_ = markdown(P.checkout / "README.md", 82, 85), markdown(P.checkout / "README.md", 89, 92)
for T, cols in (
    (
        A,
        [
            ("vqa-rad", "VQA-RAD"),
            ("slake", "SLAKE"),
            ("pathvqa", "PathVQA"),
            ("pmc-vqa", "PMC-VQA"),
        ],
    ),
    (
        B_,
        [
            ("omnimedvqa", "OmniMedVQA"),
            ("mmmu-health-medicine", "MMMU Health & Medicine, test part"),
        ],
    ),
):
    for i, (bench, name) in enumerate(cols):
        c = P.comp(
            f"huatuogpt-vision-{bench}",
            f"{name}: medical and general vision-language models",
            benchmark=bench,
            data=name,
            locator=f"README, Performance, column {name}",
        )
        for r in T:
            P.row(c, who(r[0], M), r[1 + i])
P.write()
