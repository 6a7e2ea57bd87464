"""MedAgentsBench: github.com/gersteinlab/medagents-benchmark, plots/table1_performance.ipynb, commit f5e50b69be8ef617a6de613cc8035929448e2b3b: the two LaTeX tables
among the saved outputs (methods on the hard questions; models on all and on the hard questions). Taken: methods around GPT-4o for four data sets, models on the hard questions of all seven and on all questions of four."""

import json

from _lib import *

S = "https://github.com/gersteinlab/medagents-benchmark"
F = "plots/table1_performance.ipynb"
P = Part(
    "medagentsbench",
    dict(
        reference="tang2025medagentsbench",
        benchmark="medagentsbench",
        unit="percent",
        metric="accuracy",
        source=S,
    ),
)
P.bench(
    S,
    "README",
    id="medagentsbench",
    name="MedAgentsBench",
    family="LFM",
    kind="suite",
    reference="tang2025medagentsbench",
    modalities="text",
    tasks="question-answering; reasoning",
    specialty="general",
    holds_stated="594 hard questions of seven data sets (100, 100, 100, 89, 73, 100 and 32)",
    holds="594",
    unit="questions",
    datasets="medqa",
    metrics="accuracy; cost and time for each question",
    homepage=S,
    cautions="questions were chosen because fewer than half of a set of models answered them, so models of that set stand low by construction",
    places=dict(
        metrics=(S, "baselines/MedPrompt/misc.ipynb, first table"),
        cautions=(S, "README, Dataset Statistics"),
    ),
)
outs = []
for c in json.loads((P.checkout / F).read_text(encoding="utf-8"))["cells"]:
    for o in c.get("outputs", []):
        t = "".join(o.get("text", []))
        if "\\begin{table*}" in t or "\\begin{figure*}" in t:
            outs.append(t)


def rows(t):
    for line in t.split("\\midrule"):
        line = line.replace("\\\\", " ").strip()
        cells = [
            re.sub(
                r"\s+",
                " ",
                re.sub(
                    r"\\(textbf|underline|textsc|footnotesize|normalsize|small)|\\cellcolor\[HTML\]\{[0-9A-F]{6}\}|[{}]",
                    " ",
                    x,
                ),
            ).strip()
            for x in line.split("&")
        ]
        if len(cells) > 14 and re.fullmatch(r"\d+\.\d", cells[1]):
            yield [cells[0]] + [
                re.match(r"[\d.]+", x).group(0) if re.match(r"[\d.]+", x) else "" for x in cells[1:]
            ]


T = ["MedQA", "PubMedQA", "MedMCQA", "MedBullets", "MMLU", "MMLU-Pro", "AfriMedQA"]
N = [100, 100, 100, 89, 73, 100, 32]
methods, models = list(rows(outs[0])), list(rows(outs[1]))
M = {
    "MedPrompt": ("medprompt", "GPT-4o"),
    "MedAgents": ("medagents", "GPT-4o"),
    "MDAgents": ("mdagents", "GPT-4o"),
}
FULL = {
    "MedQA": "medqa-usmle",
    "PubMedQA": "pubmedqa",
    "MedMCQA": "medmcqa",
    "MMLU-Pro": "medagentsbench",
}
for i, (t, n) in enumerate(zip(T, N)):
    if t in ("MedQA", "PubMedQA", "MedMCQA", "MMLU-Pro"):
        c = P.comp(
            f"medagentsbench-{t.lower()}-methods",
            f"Hard questions of {t}: prompts and agents around GPT-4o",
            setting="prompted",
            data=f"hard questions of {t}",
            cases=n,
            conditions="the same model (GPT-4o) in every row; rows differ by prompt, search or agents",
            locator=f"{F}, first table, column {t}, 4o",
            interest="MedAgents is a system of the same group",
        )
        for r in methods:
            P.row(c, M.get(r[0]) or (None, r[0]), r[1 + 3 * i + 1])
        c = P.comp(
            f"medagentsbench-{t.lower()}-models-full",
            f"All questions of {t}: models asked without examples",
            benchmark=FULL[t],
            setting="zero-shot",
            data=f"all questions of {t} used by MedAgentsBench{' (health category)' if t == 'MMLU-Pro' else ''}",
            conditions="question and options only",
            locator=f"{F}, second table, column {t}, Full",
        )
        for r in models:
            P.row(c, (None, r[0]), r[1 + 2 * i])
    c = P.comp(
        f"medagentsbench-{t.lower()}-models",
        f"Hard questions of {t}: models asked without examples",
        setting="zero-shot",
        data=f"hard questions of {t}",
        cases=n,
        conditions="question and options only",
        locator=f"{F}, second table, column {t}, Hard",
    )
    for r in models:
        P.row(c, (None, r[0]), r[1 + 2 * i + 1])
P.write()
