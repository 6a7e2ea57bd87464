"""BiMediX: github.com/mbzuai-oryx/BiMediX, README.md, commit 06a2740ffbfa590ba6530e4386b09b63559ed92c, tables Bilingual, Arabic and English Benchmark, column AVG, and MedQA, MedMCQA, PubMedQA of the English table; copied as read."""

from _lib import *

S = "https://github.com/mbzuai-oryx/BiMediX"
EN = block("""
PMC-LLaMA-13B | 50.5 | 47.2 | 75.6 | 60.5
Med42-70B | 61.9 | 61.3 | 77.2 | 72.9
Clinical Camel-70B | 47.0 | 53.4 | 74.3 | 65.9
Meditron-70B | 65.1 | 60.7 | 80.0 | 71.3
BiMediX | 62.7 | 62.8 | 80.2 | 75.4
""")
AR = block("""
Jais-30B | 37.0 | 28.8 | 74.6 | 46.1
BiMediX (Arabic) | 46.0 | 40.2 | 76.6 | 55.4
BiMediX (Bilingual) | 49.1 | 47.3 | 78.4 | 56.5
""")
BI = block("""
Jais-30B | 40.2 | 31.0 | 75.5 | 50.6
Mixtral-8x7B | 43.2 | 40.6 | 74.7 | 55.0
BiMediX (Bilingual) | 55.8 | 54.0 | 78.6 | 65.4
""")
M = {
    "PMC-LLaMA-13B": ("pmc-llama", "13B"),
    "Clinical Camel-70B": ("clinical-camel", "70B"),
    "Meditron-70B": ("meditron-70b",),
    "BiMediX": ("bimedix", "English"),
    "BiMediX (Arabic)": ("bimedix", "Arabic"),
    "BiMediX (Bilingual)": ("bimedix", "Bilingual"),
}
P = Part(
    "bimedix",
    dict(
        reference="pieri2024bimedix",
        setting="zero-shot",
        unit="percent",
        metric="accuracy",
        source=S,
        interest="the makers of BiMediX made the comparison",
    ),
)
P.bench(
    S,
    "README, Results",
    id="bimedix-exams",
    name="English and Arabic medical exams of BiMediX",
    family="LFM",
    kind="suite",
    reference="pieri2024bimedix",
    modalities="text",
    tasks="question-answering",
    specialty="general",
    holds_stated="six MMLU subjects, MedMCQA, MedQA and PubMedQA, in English and Arabic",
    holds="9",
    unit="tasks",
    datasets="medqa",
    metrics="accuracy",
)
for T, slug, title in (
    (EN, "english", "in English"),
    (AR, "arabic", "in Arabic"),
    (BI, "bilingual", "in English and Arabic"),
):
    for i, col, bench, data in (
        (4, "average", "bimedix-exams", "six MMLU subjects, MedMCQA, MedQA and PubMedQA"),
        (2, "medqa", "medqa-usmle", "MedQA"),
        (1, "medmcqa", "medmcqa", "MedMCQA"),
        (3, "pubmedqa", "pubmedqa", "PubMedQA"),
    ):
        if slug != "english" and col != "average":
            continue
        c = P.comp(
            f"bimedix-{slug}-{col}",
            f"Medical exam questions {title}, {'mean of nine tasks' if col == 'average' else data}",
            benchmark=bench,
            data=data,
            locator=f"README, {slug.capitalize()} Benchmark, column {col if col != 'average' else 'AVG'}",
        )
        for r in T:
            P.row(c, who(r[0], M), r[i])
P.write()
