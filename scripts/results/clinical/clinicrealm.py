"""ClinicRealm: github.com/yhzhu99/ehr-llm-benchmark, docs/structured-ehr-results.html and docs/clinical-notes-results.html, commit
d413e70e7fa29ee5cd815ec87276be7eb1526aef. Values are means and standard deviations of 100 bootstrap samples, times 100. The row BioBERT, finetune of the
readmission table of the notes is left out: it repeats the mortality table digit for digit."""

from _lib import *

S = "https://github.com/yhzhu99/ehr-llm-benchmark"
P = Part(
    "clinicrealm",
    dict(
        reference="zhu2024clinicrealm",
        benchmark="clinicrealm",
        unit="percent",
        interval="sd",
        source=S,
    ),
)
P.bench(
    S,
    "README",
    id="clinicrealm",
    name="ClinicRealm",
    family="LFM",
    kind="suite",
    reference="zhu2024clinicrealm",
    modalities="ehr; text",
    tasks="risk-prediction",
    specialty="intensive-care",
    datasets="mimic-iv",
    metrics="AUROC; AUPRC; MAE; MSE; RMSE",
    homepage="https://yhzhu99.github.io/ehr-llm-benchmark/",
    cautions="the MIMIC-IV test part is small, as standard deviations of up to nine points show",
    places=dict(
        metrics=(S, "docs/structured-ehr-results.html"),
        cautions=(S, "docs/structured-ehr-results.html, first table"),
    ),
)
M = {
    "OpenBioLLM-8B": ("openbiollm", "8B"),
    "HuatuoGPT-o1-7B": ("huatuogpt-o1", "7B"),
    "BioBERT": ("biobert",),
    "GatorTron": ("gatortron",),
    "BioGPT-347M": ("biogpt", "347M"),
    "BioMistral-7B": ("biomistral", "7B"),
}


def tables(file):
    for t in re.findall(
        r"<table.*?</table>", (P.checkout / file).read_text(encoding="utf-8"), re.S
    ):
        out, method = [], ""
        for r in htmlrows(t):
            k = next((i for i, c in enumerate(r) if "±" in c), None)
            if k is None:
                continue
            method = r[k - 2] if k >= 2 else method
            out.append((method, r[k - 1], r[k:]))
        yield out


ehr, notes = (
    list(tables("docs/structured-ehr-results.html")),
    list(tables("docs/clinical-notes-results.html")),
)
LLM = {
    "base prompt": ("zero-shot", "", "plain prompt, no examples"),
    "optimized prompt": ("prompted", "", "prompt of the authors with units, ranges and steps"),
    "10 shot": ("from-scratch", "", "trained on ten patients"),
    "full shot": ("from-scratch", "", "trained on the whole train part"),
    "freeze": ("frozen-features", "", "classifier on frozen embeddings"),
    "finetune": ("fine-tuned", "", "fine-tuned"),
    "prompt": ("zero-shot", "", "prompt without examples"),
}


def add(
    slug,
    title,
    rows,
    want,
    col,
    data,
    metric,
    file,
    locator,
    skip=(),
    direction="higher",
    unit="percent",
):
    setting, shots, cond = LLM[want]
    c = P.comp(
        f"clinicrealm-{slug}-{want.replace(' ', '-')}",
        f"{title}, {want}",
        setting=setting,
        shots=shots,
        data=data,
        metric=metric,
        direction=direction,
        unit=unit,
        conditions=cond + "; mean and standard deviation of 100 bootstrap samples of the test part",
        locator=f"{file}, {locator}, rows {want}",
    )
    for method, s, cells in rows:
        if s == want and (method, want) not in skip:
            P.row(c, who(method, M), *plusminus(cells[col]))


E1, E2 = "docs/structured-ehr-results.html", "docs/clinical-notes-results.html"
for w in ("full shot", "base prompt", "optimized prompt"):
    add(
        "tjh-mortality",
        "Death of COVID-19 patients from health records",
        ehr[0],
        w,
        0,
        "TJH data of Tongji Hospital, test part",
        "AUROC",
        E1,
        "Outcome, column TJH AUROC",
    )
    add(
        "mimic-mortality",
        "Death in hospital from health records",
        ehr[0],
        w,
        2,
        "MIMIC-IV health records, test part",
        "AUROC",
        E1,
        "Outcome, column MIMIC-IV AUROC",
    )
    add(
        "mimic-readmission",
        "Readmission in 30 days from health records",
        ehr[2],
        w,
        0,
        "MIMIC-IV health records, test part",
        "AUROC",
        E1,
        "Readmission, column AUROC",
    )
for w in ("freeze", "finetune", "prompt"):
    add(
        "notes-mortality",
        "Death in hospital from clinical notes",
        notes[0],
        w,
        0,
        "MIMIC-IV clinical notes, test part",
        "AUROC",
        E2,
        "Outcome, column AUROC",
    )
    add(
        "notes-readmission",
        "Readmission in 30 days from clinical notes",
        notes[1],
        w,
        0,
        "MIMIC-IV clinical notes, test part",
        "AUROC",
        E2,
        "Readmission, column AUROC",
        skip={("BioBERT", "finetune")},
    )
P.write()
