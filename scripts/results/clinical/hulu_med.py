"""Hulu-Med: github.com/ZJUI-AI4H/Hulu-Med, README.md, commit 03276e5e8b5a1b6ee07d8475dbee3fcad2b3bf29, both tables of Performance Highlights, copied as read."""

from _lib import *

S = "https://github.com/ZJUI-AI4H/Hulu-Med"
VQA = block("""
GPT-4.1 | 75.5 | 55.2 | 65.0 | 72.2 | 55.5 | 45.2 | 75.2
GPT-4o | 67.5 | 49.7 | 61.0 | 71.2 | 55.5 | 44.3 | 62.8
Claude Sonnet 4 | 65.5 | 54.4 | 67.6 | 70.6 | 54.2 | 43.3 | 74.6
Gemini-2.5-Flash | 71.0 | 55.4 | 68.5 | 75.8 | 55.4 | 52.8 | 76.9
Qwen2.5VL-7B | 63.6 | 51.9 | 63.2 | 66.8 | 44.1 | 20.1 | 50.6
InternVL2.5-8B | 81.3 | 51.3 | 59.4 | 69.0 | 42.1 | 21.7 | 53.5
InternVL3-8B | 79.1 | 53.8 | 65.4 | 72.8 | 48.6 | 22.4 | 59.2
InternVL3-14B | 78.9 | 54.1 | 66.3 | 72.8 | 48.0 | 23.1 | 63.1
Qwen2.5V-32B | 68.2 | 54.5 | 71.8 | 71.2 | 41.9 | 25.2 | 59.6
InternVL3-38B | 79.8 | 56.6 | 65.4 | 72.7 | 51.0 | 25.2 | 65.2
LLaVA-Med-7B | 34.8 | 22.7 | 46.6 | 51.9 | 35.2 | 20.8 | 28.1
MedGemma-4B | 70.7 | 49.2 | 72.3 | 78.2 | 48.1 | 25.4 | 43.2
HuatuoGPT-V-7B | 74.3 | 53.1 | 67.6 | 68.1 | 44.8 | 23.2 | 49.8
Lingshu-7B | 82.9 | 56.3 | 67.9 | 83.1 | 61.9 | 26.7 | -
Hulu-Med-7B | 84.2 | 66.8 | 78.0 | 86.8 | 65.6 | 29.0 | 51.4
HealthGPT-14B | 75.2 | 56.4 | 65.0 | 66.1 | 56.7 | 24.7 | 49.6
HuatuoGPT-V-34B | 74.0 | 56.6 | 61.4 | 69.5 | 44.4 | 22.1 | 51.8
Lingshu-32B | 83.4 | 57.9 | 76.7 | 86.7 | 65.5 | 30.9 | -
Hulu-Med-14B | 85.1 | 68.9 | 76.1 | 86.5 | 64.4 | 30.0 | 54.8
Hulu-Med-32B | 84.6 | 69.4 | 81.4 | 85.7 | 67.3 | 34.0 | 60.4
""")
TEXT = block("""
GPT-4.1 | 78.0 | 30.9 | 77.0 | 49.9 | 75.6 | 77.7 | 89.1 | 89.6
o3-mini | 78.1 | 35.4 | 83.7 | 50.1 | 73.6 | 60.6 | 74.5 | 87.0
Claude Sonnet 4 | 79.5 | 33.6 | 80.2 | 56.3 | 78.6 | 79.3 | 92.1 | 91.3
Gemini-2.5-Flash | 70.0 | 35.6 | 77.6 | 53.3 | 73.8 | 73.6 | 91.2 | 84.2
Qwen2.5VL-7B | 50.5 | 12.8 | 42.1 | 26.3 | 76.4 | 52.6 | 57.3 | 73.4
InternVL2.5-8B | 50.6 | 11.6 | 42.4 | 26.1 | 76.4 | 52.4 | 53.7 | 74.2
InternVL3-8B | 57.9 | 13.1 | 48.5 | 31.2 | 75.4 | 57.7 | 62.1 | 77.5
Qwen2.5VL-32B | 66.5 | 15.6 | 54.2 | 37.6 | 68.4 | 63.0 | 71.6 | 83.2
InternVL3-14B | 65.4 | 14.1 | 49.5 | 37.9 | 77.2 | 62.0 | 70.1 | 81.7
InternVL3-38B | 72.1 | 16.0 | 54.6 | 42.5 | 73.2 | 64.9 | 73.5 | 83.8
LLaVA-Med-7B | 16.6 | 9.9 | 34.4 | 16.1 | 26.4 | 39.4 | 42.0 | 50.6
MedGemma-4B | 38.6 | 12.8 | 45.6 | 21.6 | 72.2 | 52.2 | 56.2 | 66.7
HuatuoGPT-V-7B | 44.6 | 10.1 | 40.9 | 21.9 | 72.8 | 51.2 | 52.9 | 69.3
Lingshu-7B | 50.4 | 16.5 | 56.2 | 26.3 | 76.6 | 55.9 | 63.3 | 74.5
Hulu-Med-7B | 60.6 | 19.6 | 61.5 | 31.1 | 77.4 | 67.6 | 73.5 | 79.5
HealthGPT-14B | 63.4 | 11.3 | 39.8 | 25.7 | 68.0 | 63.4 | 66.2 | 80.2
Lingshu-32B | 70.2 | 22.7 | 65.4 | 41.1 | 77.8 | 66.1 | 74.7 | 84.7
HuatuoGPT-V-34B | 51.8 | 11.4 | 42.7 | 26.5 | 72.2 | 54.7 | 58.8 | 74.7
Hulu-Med-14B | 68.0 | 23.2 | 68.5 | 37.7 | 79.8 | 70.4 | 78.1 | 83.3
Hulu-Med-32B | 72.9 | 24.2 | 68.8 | 41.8 | 80.8 | 72.8 | 80.4 | 85.6
""")
M = {
    "LLaVA-Med-7B": ("llava-med", "7B"),
    "MedGemma-4B": ("medgemma", "4B"),
    "HuatuoGPT-V-7B": ("huatuogpt-vision", "7B"),
    "HuatuoGPT-V-34B": ("huatuogpt-vision", "34B"),
    "Lingshu-7B": ("lingshu", "7B"),
    "Lingshu-32B": ("lingshu", "32B"),
    "HealthGPT-14B": ("healthgpt", "14B"),
    "Hulu-Med-7B": ("hulu-med", "7B"),
    "Hulu-Med-14B": ("hulu-med", "14B"),
    "Hulu-Med-32B": ("hulu-med", "32B"),
}
P = Part(
    "hulu_med",
    dict(
        reference="jiang2025hulumed",
        setting="zero-shot",
        unit="percent",
        metric="accuracy",
        source=S,
        interest="the makers of Hulu-Med made the comparison",
        conditions="which values the authors measured and which they took from others is not said in the README",
    ),
)
for T, kind, cols in (
    (
        VQA,
        "images",
        [
            ("omnimedvqa", "OmniMedVQA"),
            ("pmc-vqa", "PMC-VQA"),
            ("vqa-rad", "VQA-RAD"),
            ("slake", "SLAKE"),
            ("pathvqa", "PathVQA"),
            ("medxpertqa-mm", "MedXpertQA MM"),
            ("mmmu-health-medicine", "MMMU Health & Medicine"),
        ],
    ),
    (
        TEXT,
        "text",
        [
            (None, ""),
            ("medxpertqa-text", "MedXpertQA Text"),
            (None, ""),
            (None, ""),
            ("pubmedqa", "PubMedQA"),
            ("medmcqa", "MedMCQA"),
            ("medqa-usmle", "MedQA"),
            ("mmlu-medicine", "MMLU, medical subjects"),
        ],
    ),
):
    for i, (bench, name) in enumerate(cols):
        if not bench:
            continue
        c = P.comp(
            f"hulu-med-{bench}",
            f"{name}: closed, open and medical vision-language models",
            benchmark=bench,
            data=f"{name}",
            locator=f"README, Medical {'Multimodal' if kind == 'images' else 'Text'} Benchmarks, column {i + 1}",
        )
        for r in T:
            if r[1 + i] != "-":
                P.row(c, who(r[0], M), r[1 + i])
P.write()
