"""DISC-MedLLM: github.com/FudanDISC/DISC-MedLLM, README.md, commit 0d55793b57dceeb4898d3b6c201373afb13663fd, tables Zero-shot (column Average) and Results of CMB-clin (column Average); copied as read."""

from _lib import *

S = "https://github.com/FudanDISC/DISC-MedLLM"
ZERO = block("GPT-3.5 | 40.22\nBaichuan-13b-Chat | 38.66\nHuatuo(13B) | 24.34\nDISC-MedLLM | 37.56")
CMB = block(
    "GPT3.5 | 4.60\nGPT4 | 4.64\nBaichuan-13b-Caht | 4.64\nBianQue-2 | 4.38\nHuatuo(13B) | 4.68\nDISC-MedLLM | 4.69"
)
M = {
    "Huatuo(13B)": ("huatuogpt", "13B"),
    "DISC-MedLLM": ("disc-medllm",),
    "BianQue-2": ("bianque", "2.0"),
    "Baichuan-13b-Caht": (None, "Baichuan-13b-Chat"),
}
P = Part(
    "disc_medllm",
    dict(
        reference="bao2023discmedllm",
        source=S,
        interest="the makers of DISC-MedLLM made the comparison",
    ),
)
P.bench(
    S,
    "README, Single-turn evaluation",
    id="mlec-qa-neep",
    name="MLEC-QA and NEEP 306 (as put together by DISC-MedLLM)",
    family="LFM",
    kind="exam",
    reference="bao2023discmedllm",
    modalities="text",
    tasks="question-answering",
    specialty="general",
    metrics="accuracy",
    holds_stated="1,362 questions of MLEC-QA and 270 of NEEP 306",
    holds="1632",
    unit="questions",
)
C = "https://github.com/FreedomIntelligence/CMB"
P.bench(
    C,
    "README, Dataset intro",
    id="cmb-clin",
    name="CMB-Clin",
    family="LFM",
    kind="data-set",
    reference="wang2023cmb",
    modalities="text",
    tasks="dialogue; diagnosis",
    specialty="general",
    homepage=C,
)
for T, slug, setting, shots in ((ZERO, "zero-shot", "zero-shot", ""),):
    c = P.comp(
        f"mlec-qa-neep-{slug}",
        f"Chinese licensing and entrance exam questions, {slug}",
        benchmark="mlec-qa-neep",
        setting=setting,
        shots=shots,
        unit="percent",
        metric="accuracy, mean over six parts",
        data="10 % of the MLEC-QA test part and NEEP 306 of 2020 and 2021",
        conditions="examples from the MLEC-QA validation part and NEEP 306 of 2019; their number is not stated"
        if slug == "few-shot"
        else "no examples",
        locator=f"README, Single-turn evaluation, {slug} table, column Average; numbers of questions from a commented-out paragraph",
    )
    for r in T:
        P.row(c, who(r[0], M), r[1])
c = P.comp(
    "cmb-clin-disc-medllm",
    "Chinese consultations over several turns, judged by GPT-4",
    benchmark="cmb-clin",
    setting="zero-shot",
    unit="number",
    metric="mean of four grades from 1 to 5",
    data="CMB-Clin",
    conditions="GPT-3.5 plays the patient, GPT-4 grades proactivity, accuracy, helpfulness and language",
    locator="README, Results of CMB-clin, column Average",
)
for r in CMB:
    w = M.get(r[0], (None, {"GPT3.5": "GPT-3.5", "GPT4": "GPT-4"}.get(r[0], r[0])))
    P.row(c, w, r[1])
P.write()
