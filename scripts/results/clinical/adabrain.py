"""AdaBrain-Bench: github.com/Jamine-W/AdaBrain-Bench, README.md, commit c29be9291b927b037325640137bf0871acc04f57, tables Cross-Subject Transfer (first metric of every data set, and the mean) and Multi-Subject Adaptation (the mean)."""

from _lib import *

S = "https://github.com/Jamine-W/AdaBrain-Bench"
P = Part(
    "adabrain",
    dict(reference="wu2025adabrain", benchmark="adabrain-bench", setting="fine-tuned", source=S),
)
P.bench(
    S,
    "README",
    id="adabrain-bench",
    name="AdaBrain-Bench",
    family="BFM",
    kind="suite",
    reference="wu2025adabrain",
    modalities="eeg",
    tasks="signal-classification; sleep-staging",
    specialty="neurology",
    holds_stated="13 data sets and 7 tasks",
    holds="13",
    unit="tasks",
    metrics="balanced accuracy; weighted F1; AUROC; AUC-PR; correlation; R2; 2-way and top-5 accuracy",
    homepage=S,
    licence="MIT (LICENSE)",
    places=dict(metrics=(S, "README, Leaderboard"), licence=(S, "LICENSE")),
)
COLS = [
    (None, "EEGNet"),
    (None, "LDMA"),
    (None, "ST-Tran"),
    (None, "Conformer"),
    ("biot",),
    ("eegpt-universal",),
    ("labram",),
    ("cbramod",),
]
NAME = {
    "B-Acc": "balanced accuracy",
    "Corr": "correlation, times 100",
    "2-Way": "2-way accuracy",
    "/": "mean over metrics and data sets",
}
for first, last, kind, label in (
    (38, 64, "cross-subject", "cross-subject transfer"),
    (68, 76, "multi-subject", "multi-subject adaptation"),
):
    for r in markdown(P.checkout / "README.md", first, last):
        if len(r) != 10 or not r[0]:
            continue
        mean = r[0].startswith("Macro")
        if kind == "multi-subject" and not mean:
            continue
        slug = "mean" if mean else re.sub(r"[^a-z0-9]+", "-", r[0].lower())
        c = P.comp(
            f"adabrain-{kind}-{slug}",
            f"EEG, {'mean over data sets' if mean else r[0]}, {label}",
            unit="percent",
            metric=NAME[r[1]],
            data=f"{'all data sets' if mean else r[0]}, {kind}",
            conditions="settings of the README; EEGNet, LDMA, ST-Tran and Conformer are not pre-trained models",
            locator=f"README, {'Cross-Subject Transfer' if kind == 'cross-subject' else 'Multi-Subject Adaptation'}, row {r[0]} {r[1]}",
        )
        for w, v in zip(COLS, r[2:]):
            P.row(c, w, v)
P.write()
