"""EEG-Bench: github.com/ETH-DISCO/EEG-Bench, README.md, commit db78d893ead8d7ca847f6ae172c0f83d93e4fa2f, section Results. Spread given for the pre-trained models only."""

from _lib import *

S = "https://github.com/ETH-DISCO/EEG-Bench"
P = Part(
    "eegbench",
    dict(
        reference="kastrati2025eegbench",
        benchmark="eeg-bench",
        setting="fine-tuned",
        unit="fraction",
        metric="balanced accuracy",
        interval="sd",
        source=S,
    ),
)
P.bench(
    S,
    "README",
    id="eeg-bench",
    name="EEG-Bench",
    family="BFM",
    kind="suite",
    reference="kastrati2025eegbench",
    modalities="eeg",
    tasks="signal-classification; sleep-staging; diagnosis",
    specialty="neurology",
    holds_stated="25 data sets in the repository; the paper counts 11 clinical tasks over 14 data sets",
    holds="25",
    unit="tasks",
    metrics="balanced accuracy; weighted F1",
    homepage=S,
    licence="GPL-3.0-or-later",
    places=dict(
        metrics=(S, "README, Evaluation & Reproducibility"), licence=(S, "README, License; LICENSE")
    ),
)
P.b[-1].update(holds="14", unit="tasks")
COLS = [(None, "SVM"), (None, "LDA"), ("bendr",), ("neuro-gpt",), ("labram",)]
for r in markdown(P.checkout / "README.md", 72, 88):
    slug = re.sub(r"[^a-z0-9]+", "-", f"{r[0]} {r[1]}".lower()).strip("-")
    c = P.comp(
        f"eeg-bench-{slug}",
        f"EEG, {r[0].replace('LH', 'left hand').replace('RH', 'right hand')}, {r[1].lower()}",
        data=f"{r[0]}, {r[1]}: {dict(All='test people of all data sets', Single='one data set', **{'Held-Out': 'a data set not seen in training'})[r[1]]}",
        conditions="fixed splits by person; hand-made features (CSP or Brainfeatures) for SVM and LDA; several runs of the pre-trained models (five by default)",
        locator=f"README, Results, row {r[0]}, {r[1]}; the measure is not named in the table: chance-level values 0.500 and 1/6 show balanced accuracy",
    )
    for w, v in zip(COLS, r[2:]):
        if "±" in v:
            P.row(c, w, *plusminus(v))
        else:
            P.row(c, w, number(v))
P.write()
