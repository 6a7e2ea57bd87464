"""SAM-Med2D: github.com/OpenGVLab/SAM-Med2D, README.md, commit bfd2b93b1158100c8abd81f61766a2de92c1c175, both tables of Results (values corrected by the authors after the paper)."""

from _lib import *

S = "https://github.com/OpenGVLab/SAM-Med2D"
P = Part(
    "sam_med2d",
    dict(
        reference="cheng2023sammed2d",
        setting="prompted",
        unit="percent",
        metric="Dice",
        source=S,
        interest="the makers of SAM-Med2D made the comparison",
    ),
)
P.bench(
    S,
    "README, Dataset and Results",
    id="sam-med2d-test",
    name="SAM-Med2D test set",
    family="VFM",
    kind="suite",
    reference="cheng2023sammed2d",
    modalities="medical-images",
    tasks="segmentation",
    specialty="general",
    metrics="Dice",
    homepage=S,
    licence="Apache-2.0",
    cautions="FT-SAM and SAM-Med2D were tuned on the train part of the same data, SAM was not",
    places=dict(licence=(S, "LICENSE")),
)
P.bench(
    S,
    "README, Results",
    id="sam-med2d-miccai-2023",
    name="Nine MICCAI 2023 data sets (SAM-Med2D)",
    family="VFM",
    kind="suite",
    reference="cheng2023sammed2d",
    modalities="medical-images",
    tasks="segmentation",
    specialty="general",
    holds_stated="nine data sets of MICCAI 2023 challenges",
    holds="9",
    unit="tasks",
    metrics="Dice",
    cautions="the authors corrected the values after the paper: those of its Table 4 differ",
    places=dict(cautions=(S, "README, Typos of paper")),
)
text = (P.checkout / "README.md").read_text(encoding="utf-8")
rows = [r for r in htmlrows(text) if r]
A = [r for r in rows if len(r) == 8 and re.fullmatch(r"\d\d\.\d\d", r[2])]
for i, slug, how in (
    (2, "box", "a box"),
    (3, "1-point", "one point"),
    (4, "3-points", "three points"),
    (5, "5-points", "five points"),
):
    c = P.comp(
        f"sam-med2d-test-{slug}",
        f"Medical images of ten modalities, prompted by {how}",
        benchmark="sam-med2d-test",
        data="test part of SAM-Med2D's data",
        conditions=f"{how}",
        locator=f"README, Results, first table, column {['', '', 'Bbox', '1 pt', '3 pts', '5 pts'][i]}",
    )
    for r in A:
        res = r[1].replace("$", "").replace("\\times", "x")
        P.row(c, ("sam-med2d", res) if r[0] == "SAM-Med2D" else (None, r[0], res), r[i])
G = [r for r in rows if len(r) == 7 and re.fullmatch(r"\d?\d\.\d\d", r[1])]
for i, slug, how in ((1, "box", "a box"), (4, "1-point", "one point")):
    for r in G:
        if r[0] != "Weighted sum":
            continue
        n = {"Weighted sum": "mean"}.get(r[0], r[0])
        c = P.comp(
            f"sam-med2d-miccai-2023-{n.lower()}-{slug}",
            f"Unseen data, {'weighted mean of nine data sets' if n == 'mean' else n}, prompted by {how}",
            benchmark="sam-med2d-miccai-2023",
            data="nine MICCAI 2023 data sets" if n == "mean" else n,
            conditions=how + "; SAM-Med2D without adapter: adapter layers dropped at test time",
            locator=f"README, Results, second table, row {r[0]}",
        )
        for k, w in enumerate(((None, "SAM"), ("sam-med2d", "without adapter"), ("sam-med2d",))):
            P.row(c, w, r[i + k])
P.write()
