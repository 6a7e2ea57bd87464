"""MIRAGE: github.com/Teddy-XiongGZ/MIRAGE, docs/index.html, commit 392943af99cd94cafd50a0de2e7fca24bbf65494: the rows of the leaderboard that
its authors (UVa & NIH, Xiong et al.) measured themselves; rows sent in by others are left out. The rows of Orca name Microsoft as institution and are left out as well."""

from _lib import *

S = "https://github.com/Teddy-XiongGZ/MIRAGE"
P = Part(
    "mirage",
    dict(
        reference="xiong2024medrag", benchmark="mirage", metric="accuracy", unit="percent", source=S
    ),
)
P.bench(
    S,
    "README, Dataset",
    id="mirage",
    name="MIRAGE",
    family="LFM",
    kind="suite",
    reference="xiong2024medrag",
    modalities="text",
    tasks="question-answering; information-retrieval",
    specialty="general",
    holds_stated="7,663 questions of five data sets",
    holds="7663",
    unit="questions",
    datasets="medqa",
    metrics="accuracy",
    homepage="https://teddy-xionggz.github.io/MIRAGE/",
    access="open",
    licence="public domain notice of the United States (LICENSE)",
    places=dict(
        holds_stated=(S, "README, abstract in the citation"),
        holds=(S, "README, abstract in the citation"),
        unit=(S, "README, abstract in the citation"),
        metrics=(S, "docs/index.html"),
        homepage=(S, "README"),
        licence=(S, "LICENSE"),
    ),
)
text = (P.checkout / "docs" / "index.html").read_text(encoding="utf-8")
text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
M = {"MEDITRON-70B": ("meditron-70b",), "PMC-LLaMA-13B": ("pmc-llama", "13B")}
COLS = [
    ("mmlu-med", "MMLU-Med", 1089),
    ("medqa-us", "MedQA-US", 1273),
    ("medmcqa", "MedMCQA (development part)", 4183),
    ("pubmedqa", "PubMedQA without the abstracts", 500),
    ("bioasq", "BioASQ yes/no questions 2019-2023", 618),
    ("average", "mean over the five data sets", ""),
]
rows = [r for r in htmlrows(text) if len(r) == 11 and "Xiong et al." in r[1]]
for mode, label, setting in (
    ("CoT", "chain of thought", "zero-shot"),
    ("MedRAG", "MedRAG", "retrieval-augmented"),
):
    for i, (slug, data, n) in enumerate(COLS):
        c = P.comp(
            f"mirage-{slug}-{mode.lower()}",
            f"{data}: language models with {label}",
            setting=setting,
            data=data,
            cases=n,
            conditions=(
                "chain-of-thought prompt without examples"
                if mode == "CoT"
                else "MedRAG: 32 snippets of MedCorp, found by four retrievers joined by rank fusion (RRF-4); the options are not part of the query"
            ),
            locator=f"docs/index.html, rows of Xiong et al. with {mode}, column {['MMLU-Med', 'MedQA-US', 'MedMCQA', 'PubMedQA*', 'BioASQ-Y/N', 'Average'][i]}",
        )
        for r in rows:
            if r[1].split("UVa")[0].strip().endswith(mode):
                llm = re.sub(r"\s*\(.*", "", r[2])
                P.row(c, who(llm, M), r[5 + i])
P.write()
