"""AfriMed-QA: github.com/intron-innovation/AfriMed-QA, README.md, commit 9bb0ffc03ef41a0568c3f47223a23997922afb52, section Model Performance Metrics,
table No Explanation (columns Afrimed-QA v1, USMLE, AfriMed-QA Experts, AFR-MCQ)."""

from _lib import *

S = "https://github.com/intron-innovation/AfriMed-QA"
P = Part(
    "afrimed_qa",
    dict(
        reference="olatunji2024afrimedqa",
        metric="accuracy",
        unit="fraction",
        setting="zero-shot",
        source=S,
        conditions="base prompt, answer without explanation",
        interest="Google Research, Bill & Melinda Gates Foundation and PATH paid for the data (README); models of Google are among the systems",
    ),
)
P.bench(
    S,
    "README",
    id="afrimed-qa",
    name="AfriMed-QA",
    family="LFM",
    kind="data-set",
    reference="olatunji2024afrimedqa",
    modalities="text",
    tasks="question-answering",
    specialty="general",
    holds_stated="24,348 questions in phase 2, from 18 countries and 32 specialties",
    holds="24348",
    unit="questions",
    metrics="accuracy; BERTScore",
    homepage="https://afrimedqa.com",
    access="open",
    licence="CC-BY-NC-SA-4.0 (repository); CC-BY-4.0 (card of version 2 at Hugging Face)",
    places=dict(
        holds_stated=(S, "README, Dataset Stats"),
        holds=(S, "README, Dataset Stats"),
        unit=(S, "README, Dataset Stats"),
        metrics=(S, "README, Model Performance Metrics"),
        homepage=(
            "https://fast.hugflare.com/datasets/afrimedqa/afrimedqa_v2/blob/main/README.md",
            "data card",
        ),
        licence=(
            "https://fast.hugflare.com/datasets/afrimedqa/afrimedqa_v2/blob/main/README.md",
            "data card; README of the repository for the other licence",
        ),
        access=(
            "https://fast.hugflare.com/datasets/afrimedqa/afrimedqa_v2/blob/main/README.md",
            "data card",
        ),
    ),
)
M = {
    "PMC-Llama-7B": ("pmc-llama", "7B"),
    "OpenBioLLM-70B": ("openbiollm", "70B"),
    "OpenBioLLM-8B": ("openbiollm", "8B"),
    "BioMistral-7B": ("biomistral", "7B"),
}
rows = [r for r in markdown(P.checkout / "README.md", 174, 200)]
for i, slug, bench, title, data, n in (
    (
        2,
        "afrimed-qa-v1",
        "afrimed-qa",
        "African medical exam questions, version 1",
        "3,000 multiple-choice questions of version 1",
        3000,
    ),
    (
        4,
        "afrimed-qa-experts",
        "afrimed-qa",
        "African medical exam questions written by experts",
        "AfriMed-QA Experts, 3,910 multiple-choice questions",
        3910,
    ),
    (
        5,
        "afrimed-qa-v2-5",
        "afrimed-qa",
        "African medical exam questions, version 2.5",
        "289 multiple-choice questions of version 2.5",
        289,
    ),
    (
        3,
        "afrimed-qa-usmle",
        "medqa-usmle",
        "US licensing questions, asked by the makers of AfriMed-QA",
        "MedQA USMLE test part",
        1273,
    ),
):
    c = P.comp(
        slug,
        title,
        benchmark=bench,
        data=data,
        cases=n,
        locator=f"README, No Explanation, column {['', '', 'Afrimed-QA v1', 'USMLE', 'AfriMed-QA Experts', 'AFR-MCQ'][i]}; number of questions from the names of the files in results/",
    )
    for r in rows:
        if r[0] in ("Gemini Pro", "Gemini Ultra", "MedLM medium"):
            continue  # several of their values repeat those of other rows and no result file backs them
        if len(r) > i and re.match(r"0\.\d", r[i]):
            # two rows of the README do not agree with the names of the result files, which carry score, data set and number of questions: the file name is taken
            FILE = {
                ("Meta-Llama-3-8B", 4): "0.4724",
                ("OpenBioLLM-70B", 3): "0.6661",
                ("OpenBioLLM-70B", 4): "0.5862",
            }
            value = FILE.get((r[0], i), r[i])
            note = (
                f"from the name of the result file; the README has {r[i]}"
                if (r[0], i) in FILE
                else "tuned on other data by the authors (result directory ends in FT)"
                if r[0] in ("Meditron-7B", "PMC-Llama-7B")
                else ""
            )
            P.row(c, who(r[0], M), value, note=note)
P.write()
