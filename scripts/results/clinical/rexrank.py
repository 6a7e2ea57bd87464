"""ReXrank: github.com/rajpurkarlab/ReXrank, results/result_mimic-cxr.csv, result_iu_xray.csv, result_chexpert_plus-valid.csv, commit 8152f99919e4b1b2241bf6d485c51f17e59e8559."""

from _lib import *

S = "https://github.com/rajpurkarlab/ReXrank"
P = Part(
    "rexrank",
    dict(
        reference="zhang2024rexrank",
        benchmark="rexrank",
        setting="zero-shot",
        source=S,
        interest="MedVersa is a model of the group that runs the leaderboard",
        conditions="models as published; an asterisk in the source's file marks models on MIMIC-CXR, most of them trained on its train part",
    ),
)
P.bench(
    S,
    "README",
    id="rexrank",
    name="ReXrank",
    family="MFM",
    kind="leaderboard",
    reference="zhang2024rexrank",
    modalities="x-ray; text",
    tasks="report-generation",
    specialty="radiology",
    datasets="mimic-cxr",
    metrics="BLEU; BERTScore; SembScore; RadGraph; RadCliQ-v0; RadCliQ-v1; FineRadScore",
    homepage="https://rexrank.ai",
    licence="MIT",
    places=dict(metrics=(S, "results/result_mimic-cxr.csv"), licence=(S, "LICENSE")),
)
P.b[-1]["homepage"] = "https://rajpurkarlab.github.io/ReXrank/"
M = {
    "CheXagent": ("chexagent",),
    "MedVersa": ("medversa",),
    "RadFM": ("radfm",),
    "RaDialog": ("radialog",),
    "RGRG": ("rgrg",),
    "LLM-CXR": ("llm-cxr",),
}
for file, slug, data in (
    ("mimic-cxr", "mimic-cxr", "MIMIC-CXR, test part"),
    ("iu_xray", "iu-xray", "IU X-ray, test part"),
    ("chexpert_plus-valid", "chexpert-plus", "CheXpert Plus, validation part"),
):
    rows = list(
        csv.DictReader(open(P.checkout / "results" / f"result_{file}.csv", encoding="utf-8"))
    )
    for metric, mslug, direction, unit in (
        ("RadCliQ-v1", "radcliq-v1", "lower", "number"),
        ("RadGraph", "radgraph", "higher", "fraction"),
    ):
        c = P.comp(
            f"rexrank-{slug}-{mslug}",
            f"Chest X-ray reports on {data.split(',')[0]}, {metric}",
            data=data,
            metric={"RadGraph": "RadGraph F1", "BertScore": "BERTScore"}.get(metric, metric),
            direction=direction,
            unit=unit,
            locator=f"results/result_{file}.csv, column {metric}",
        )
        for r in rows:
            P.row(c, who(r["Model Name"].rstrip("*"), M), r[metric])
P.write()
