"""Benchmarking LLMs for biomedical NLP (Chen et al.): github.com/BIDS-Xu-Lab/Biomedical-NLP-Benchmarks, README.md, commit e607a812d87df151f310a9dd3677cfc21924f192,
section Results. Taken: the macro-average of every setting, and single tasks with five examples and after fine-tuning."""

from _lib import *

S = "https://github.com/BIDS-Xu-Lab/Biomedical-NLP-Benchmarks"
P = Part(
    "bionlp_llm",
    dict(reference="chen2025bionlp", benchmark="bionlp-llm-12", unit="fraction", source=S),
)
P.bench(
    S,
    "README, Benchmarks and models",
    id="bionlp-llm-12",
    name="Biomedical NLP benchmarks for LLMs (12 data sets)",
    family="LFM",
    kind="suite",
    reference="chen2025bionlp",
    modalities="text",
    tasks="named-entity-recognition; relation-extraction; text-classification; question-answering; summarization",
    specialty="general",
    holds_stated="12 benchmarks of six applications",
    holds="12",
    unit="tasks",
    datasets="medqa",
    metrics="entity F1; macro F1; accuracy; ROUGE-L",
    homepage=S,
    access="open",
    licence="Apache-2.0",
    places=dict(metrics=(S, "README, Results"), licence=(S, "LICENSE")),
)
rows = {r[0]: r for r in markdown(P.checkout / "README.md", 1, 400) if len(r) == 14}
rows["mean"] = next(
    r
    for r in markdown(P.checkout / "README.md", 1, 400)
    if len(r) == 14 and r[1] == "Macro-average"
)
G3, G4, L2 = (None, "GPT-3.5"), (None, "GPT-4"), (None, "Llama 2 13B")
SET = {
    "zero-shot": ("zero-shot", "", {3: G3, 4: G4, 5: L2}),
    "one-shot": ("in-context", "1", {6: G3, 7: G4, 8: L2}),
    "five-shot": ("in-context", "5", {9: G3, 10: G4, 11: L2}),
    "fine-tuned": (
        "fine-tuned",
        "",
        {2: (None, "best fine-tuned BERT or BART before LLMs"), 12: L2, 13: ("pmc-llama", "13B")},
    ),
}
TASK = {
    "mean": (
        "mean of the main metric over 12 data sets",
        "12 biomedical NLP data sets",
        "mean of F1, accuracy and ROUGE-L",
    ),
    "[NER]BC5CDR-chemical": ("bc5cdr-chemical", "Chemical names (BC5CDR)", "entity F1"),
    "[NER]NCBI Disease": ("ncbi-disease", "Disease names (NCBI Disease)", "entity F1"),
    "[RE]DDI2013": ("ddi2013", "Drug-drug interactions (DDI2013)", "macro F1"),
    "[MLC]HoC": ("hoc", "Hallmarks of cancer", "macro F1"),
    "[QA]MedQA(5-option)": ("medqa5", "MedQA, five options", "accuracy"),
    "[QA]PubMedQA": ("pubmedqa", "PubMedQA with abstracts", "accuracy"),
    "[Summarization]PubMed": ("pubmed-summarization", "Summaries of PubMed articles", "ROUGE-L"),
}
for key, (slug, title, metric) in TASK.items():
    for s in SET if key == "mean" else ("five-shot", "fine-tuned"):
        setting, shots, cols = SET[s]
        c = P.comp(
            f"bionlp-llm-{'mean' if key == 'mean' else slug}-{s}",
            f"{title}, {s}",
            setting=setting,
            shots=shots,
            data="test parts of the data sets",
            metric=metric,
            conditions="the column of work before LLMs holds the best value published by others for each data set"
            if s == "fine-tuned"
            else "the same prompts for every model",
            locator=f"README, Results, row {'Macro-average' if key == 'mean' else key}",
        )
        for i, m in cols.items():
            P.row(c, m, number(rows[key][i]))
P.write()
