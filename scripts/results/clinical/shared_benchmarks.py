"""Benchmarks that several sources use: one row each, no results. Facts from READMEs and pages named in the evidence."""

from _lib import *

P = Part("shared_benchmarks")
MIR = "https://github.com/Teddy-XiongGZ/MIRAGE"


def q(id, name, ref, loc, stated="", holds="", ds="", cautions="", kind="exam", src=MIR):
    P.bench(
        src,
        loc,
        id=id,
        name=name,
        family="LFM",
        kind=kind,
        reference=ref,
        modalities="text",
        tasks="question-answering",
        specialty="general",
        holds_stated=stated,
        holds=holds,
        unit="questions" if holds else "",
        datasets=ds,
        metrics="accuracy",
        cautions=cautions,
    )


q(
    "medqa-usmle",
    "MedQA (USMLE)",
    "jin2020medqa",
    "README, Dataset",
    "1,273 four-option test questions of the US part",
    "1273",
    "medqa",
)
q(
    "medmcqa",
    "MedMCQA",
    "pal2022medmcqa",
    "README, Dataset",
    "4,183 questions of the development part",
    "4183",
)
q(
    "pubmedqa",
    "PubMedQA",
    "jin2019pubmedqa",
    "README, Dataset",
    "500 expert-labelled test questions",
    "500",
    kind="data-set",
)
q(
    "mmlu-medicine",
    "MMLU, medical subjects",
    "hendrycks2021mmlu",
    "README, Dataset",
    "1,089 questions of six biomedical subjects",
    "1089",
)


def v(
    id,
    name,
    ref,
    src,
    loc,
    mods,
    stated="",
    holds="",
    unit="",
    ds="",
    spec="general",
    kind="data-set",
    **kw,
):
    P.bench(
        src,
        loc,
        id=id,
        name=name,
        family="MFM",
        kind=kind,
        reference=ref,
        modalities=mods,
        tasks="visual-question-answering",
        specialty=spec,
        holds_stated=stated,
        holds=holds,
        unit=unit,
        datasets=ds,
        metrics="accuracy",
        **kw,
    )


A = "https://github.com/openmedlab/Awesome-Medical-Dataset"
K = "https://github.com/alibaba-damo-academy/MedEvalKit"
v(
    "vqa-rad",
    "VQA-RAD",
    "lau2018vqarad",
    K,
    "Readme, Supported Benchmarks and Dataset Preparation",
    "medical-images; text",
    spec="radiology",
    places=dict(specialty=("lau2018vqarad", "title")),
)
v(
    "slake",
    "SLAKE",
    "liu2021slake",
    K,
    "Readme, Supported Benchmarks and Dataset Preparation",
    "medical-images; text",
)
v(
    "pathvqa",
    "PathVQA",
    "he2020pathvqa",
    K,
    "Readme, Supported Benchmarks and Dataset Preparation",
    "pathology; text",
    ds="pathvqa",
    spec="pathology",
    places=dict(modalities=("he2020pathvqa", "title"), specialty=("he2020pathvqa", "title")),
)
v(
    "pmc-vqa",
    "PMC-VQA",
    "zhang2023pmcvqa",
    K,
    "Readme, Supported Benchmarks and Dataset Preparation",
    "medical-images; text",
    ds="pmc-vqa",
)
O = "https://github.com/OpenGVLab/Multi-Modality-Arena"
v(
    "omnimedvqa",
    "OmniMedVQA",
    "hu2024omnimedvqa",
    O,
    "README, section OmniMedVQA",
    "medical-images; text",
    "127,995 questions on 118,010 images of 12 modalities",
    "127995",
    "questions",
    kind="suite",
    homepage=O,
    cautions="73 data sets, so images can have been part of the training of the systems; open-access and restricted parts exist and results name one of them only sometimes",
    places=dict(
        cautions=(
            "https://openaccess.thecvf.com/content/CVPR2024/html/Hu_OmniMedVQA_A_New_Large-Scale_Comprehensive_Evaluation_Benchmark_for_Medical_LVLM_CVPR_2024_paper.html",
            "abstract (number of data sets)",
        )
    ),
)
v(
    "mmmu-health-medicine",
    "MMMU, Health & Medicine",
    "yue2023mmmu",
    K,
    "Readme, Supported Benchmarks",
    "medical-images; text",
    kind="exam",
)
X = "https://github.com/TsinghuaC3I/MedXpertQA"
v(
    "medxpertqa-mm",
    "MedXpertQA MM",
    "zuo2025medxpertqa",
    X,
    "README, Overview",
    "medical-images; text",
    kind="exam",
    homepage="https://medxpertqa.github.io",
    licence="MIT",
    access="open",
    cautions="",
    places=dict(licence=(X, "README, License"), access=(X, "README, links")),
)
P.bench(
    X,
    "README, Overview",
    id="medxpertqa-text",
    name="MedXpertQA Text",
    family="LFM",
    kind="exam",
    reference="zuo2025medxpertqa",
    modalities="text",
    tasks="question-answering; reasoning",
    specialty="general",
    metrics="accuracy",
    homepage="https://medxpertqa.github.io",
    licence="MIT",
    access="open",
    places=dict(licence=(X, "README, License"), access=(X, "README, links")),
)
HB = "https://arxiv.boxedpaper.com/abs/2505.08775"
P.bench(
    HB,
    "abstract",
    id="healthbench",
    name="HealthBench",
    family="LFM",
    kind="suite",
    reference="arora2025healthbench",
    modalities="text",
    tasks="dialogue",
    specialty="general",
    holds_stated="5,000 conversations of several turns; 48,562 rubric criteria by 262 physicians",
    holds="5000",
    unit="dialogues",
    metrics="rubric score",
    access="open",
    cautions="answers are graded by a language model",
)
P.b[-1]["cautions"] = ""
P.e = [x for x in P.e if not (x["id"] == "healthbench" and x["field"] == "cautions")]
P.write()
