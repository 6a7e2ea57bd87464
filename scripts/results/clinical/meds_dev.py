"""MEDS-DEV: github.com/Medical-Event-Data-Standard/MEDS-DEV, branch _web, results/all_results.json, commit 15eaf2906a160650a1c0fb073b634c9d4227a089: the two tasks for which
several models have a defined AUROC. Runs of May 2025 on laboratory tasks carry no AUROC (all labels equal) and were repeated for one model only: left out."""

import json

from _lib import *

S = "https://github.com/Medical-Event-Data-Standard/MEDS-DEV"
F = "results/all_results.json (branch _web)"
P = Part(
    "meds_dev",
    dict(
        reference="mcdermott2025medsdev",
        benchmark="meds-dev",
        setting="fine-tuned",
        unit="fraction",
        metric="AUROC, every prediction counted once",
        source=S,
        conditions="recipes of the repository, default settings, MEDS form of MIMIC-IV",
        interest="an author of CEHR-BERT is among the authors of the package",
    ),
)
P.bench(
    S,
    "README",
    id="meds-dev",
    name="MEDS-DEV",
    family="LFM",
    kind="leaderboard",
    reference="mcdermott2025medsdev",
    modalities="ehr",
    tasks="risk-prediction",
    specialty="general",
    datasets="mimic-iv",
    metrics="AUROC; average precision; accuracy; F1; calibration error",
    homepage=S,
    licence="MIT",
    cautions="several stored runs have no AUROC, because all labels of the task were equal in them",
    places=dict(datasets=(S, F), metrics=(S, F), cautions=(S, F)),
)
M = {
    "cehrbert": ("cehr-bert",),
    "genhpf": (None, "GenHPF"),
    "meds_tab/tiny": (None, "MEDS-Tab tiny"),
}
d = json.loads((P.checkout / "results" / "all_results.json").read_text(encoding="utf-8"))
for task, slug, title in (
    ("readmission/general_hospital/30d", "readmission-30d", "Readmission in 30 days"),
    (
        "mortality/in_icu/first_24h",
        "icu-mortality",
        "Death in intensive care from the first 24 hours",
    ),
):
    c = P.comp(
        f"meds-dev-{slug}",
        f"{title}, MIMIC-IV",
        data="MIMIC-IV, held-out part",
        locator=f"{F}, task {task}, samples_equally_weighted roc_auc_score",
    )
    for k, r in d.items():
        if r["task"] == task:
            P.row(c, M[r["model"]], str(r["result"]["samples_equally_weighted"]["roc_auc_score"]))
P.write()
