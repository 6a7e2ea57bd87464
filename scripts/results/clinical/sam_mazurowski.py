"""SAM on medical images (Mazurowski et al.): github.com/mazurowski-lab/segment-anything-medical-evaluation, experimental_results_tables/fig4-Table_average_overalldatasets_point_numer_changes.csv,
commit 2775b73f3165a8aaaf157f283fb5cc44276739ae. Rows of 1, 3, 5, 7 and 9 points."""

from _lib import *

S = "https://github.com/mazurowski-lab/segment-anything-medical-evaluation"
F = "experimental_results_tables/fig4-Table_average_overalldatasets_point_numer_changes.csv"
P = Part(
    "sam_mazurowski",
    dict(
        reference="mazurowski2023segment",
        benchmark="sam-medical-19",
        setting="prompted",
        unit="fraction",
        metric="IoU",
        source=S,
        data="mean over all data sets of the study",
    ),
)
P.bench(
    S,
    "README",
    id="sam-medical-19",
    name="Medical data sets of the SAM experimental study",
    family="VFM",
    kind="suite",
    reference="mazurowski2023segment",
    modalities="medical-images",
    tasks="segmentation",
    specialty="general",
    metrics="IoU",
    homepage=S,
)
for r in csv.DictReader(open(P.checkout / F, encoding="utf-8")):
    k = r["Num of points"]
    if k in "13579":
        c = P.comp(
            f"sam-medical-{k}-points",
            f"Interactive segmentation of medical images with {k} point{'' if k == '1' else 's'}",
            conditions=f"{k} point prompts; oracle: the best of several masks of SAM",
            locator=f"{F}, row {k}",
        )
        for col in ("SAM", "SAM (oracle)", "RITM", "SimpleClick", "FocalClick"):
            P.row(c, (None, col), r[col])
P.write()
