"""MedConceptsQA: github.com/nadavlab/MedConceptsQA, README.md, commit a92fcec357d0f503b0659fd981ed7cc022b9304b, the two tables of the section Leaderboard."""

from _lib import *

S = "https://github.com/nadavlab/MedConceptsQA"
P = Part(
    "medconceptsqa",
    dict(
        reference="shoham2024medconceptsqa",
        benchmark="medconceptsqa",
        metric="accuracy",
        unit="percent",
        interval="ci95",
        source=S,
    ),
)
P.bench(
    S,
    "README",
    id="medconceptsqa",
    name="MedConceptsQA",
    family="LFM",
    kind="data-set",
    reference="shoham2024medconceptsqa",
    modalities="text",
    tasks="question-answering; medical-coding",
    specialty="general",
    metrics="accuracy",
    homepage="https://huggingface.co/datasets/ofir408/MedConceptsQA",
    access="open",
)
M = {
    "HPAI-BSC/Qwen2.5-Aloe-Beta-72B": ("aloe", "Qwen2.5-Aloe-Beta-72B"),
    "HPAI-BSC/Llama3.1-Aloe-Beta-8B": ("aloe", "Llama3.1-Aloe-Beta-8B"),
    "HPAI-BSC/Llama3.1-Aloe-Beta-70B": ("aloe", "Llama3.1-Aloe-Beta-70B"),
    "m42-health/Llama3-Med42-70B": ("med42-v2", "70B"),
    "aaditya/Llama3-OpenBioLLM-70B": ("openbiollm", "70B"),
    "aaditya/Llama3-OpenBioLLM-8B": ("openbiollm", "8B"),
    "epfl-llm/meditron-70b": ("meditron-70b",),
    "dmis-lab/meerkat-7b-v1.0": ("meerkat", "7B v1.0"),
    "BioMistral/BioMistral-7B-DARE": ("biomistral", "7B DARE"),
    "dmis-lab/biobert-v1.1": ("biobert", "v1.1"),
    "UFNLP/gatortron-large": ("gatortron", "large"),
}
for first, last, slug, title, setting, shots in (
    (71, 92, "zero-shot", "without examples", "zero-shot", ""),
    (97, 118, "few-shot", "with four examples", "few-shot", "4"),
):
    c = P.comp(
        f"medconceptsqa-{slug}",
        f"Questions on codes of diagnoses, procedures and drugs, {title}",
        setting=setting,
        shots=shots,
        data="250 questions of each of the parts",
        conditions="lm-evaluation-harness, task med_concepts_qa, --limit 250; the level of the column CI is not stated, its width fits 95 %",
        locator=f"README, Leaderboard, {'first' if not shots else 'second'} table (zero-shot first, few-shot second); bounds computed from the column CI",
    )
    for r in markdown(P.checkout / "README.md", first, last):
        if len(r) == 3 and re.match(r"\d", r[1]):
            v, lo, hi = plusminus(f"{r[1]} ± {r[2]}")
            P.row(c, who(r[0], M), v, lo, hi)
P.write()
