"""eva radiology leaderboard: github.com/kaiko-ai/eva, tools/data/leaderboards/radiology.csv, commit 73b61a797bfda8daf232f6abea2bc87ac614589c."""

from _lib import *

S = "https://github.com/kaiko-ai/eva"
P = Part(
    "eva_radiology",
    dict(
        reference="gatopoulos2024eva",
        benchmark="eva-radiology",
        setting="frozen-features",
        unit="fraction",
        metric="Dice",
        source=S,
        conditions="eva's protocol for segmentation; mean over five runs; the 2D model is the baseline of the authors",
    ),
)
P.bench(
    S,
    "docs/leaderboards.md, Radiology",
    id="eva-radiology",
    name="eva, radiology leaderboard",
    family="VFM",
    kind="leaderboard",
    reference="gatopoulos2024eva",
    modalities="ct",
    tasks="segmentation",
    specialty="radiology",
    holds_stated="three segmentation tasks: BTCV, LiTS17 and MSD task 7",
    holds="3",
    unit="tasks",
    datasets="btcv; lits; msd",
    metrics="Dice",
    homepage="https://kaiko-ai.github.io/eva/",
    places=dict(
        holds_stated=(S, "tools/data/leaderboards/radiology.csv"),
        holds=(S, "tools/data/leaderboards/radiology.csv"),
        unit=(S, "tools/data/leaderboards/radiology.csv"),
        datasets=(S, "tools/data/leaderboards/radiology.csv"),
        modalities=(S, "docs/datasets/btcv.md, lits17.md and msd_task7_pancreas.md"),
        specialty=(S, "docs/datasets/btcv.md, lits17.md and msd_task7_pancreas.md"),
    ),
)
P.b[-1]["homepage"] = S
M = {
    "voco_b": ("voco", "B"),
    "voco_h": ("voco", "H"),
    "vit_base_patch16_224_dino_1chan": (None, "ViT-B/16 DINO (2D baseline)"),
}
rows = list(
    csv.DictReader(open(P.checkout / "tools/data/leaderboards/radiology.csv", encoding="utf-8"))
)
for col, title in (
    ("btcv", "Abdominal organs in CT (BTCV)"),
    ("lits17", "Liver tumours in CT (LiTS17)"),
    ("msd_task7_pancreas", "Pancreas and tumour in CT (MSD task 7)"),
):
    c = P.comp(
        f"eva-radiology-{col.replace('_', '-')}",
        f"{title}: eva's decoder on pre-trained encoders",
        data=col,
        locator=f"tools/data/leaderboards/radiology.csv, column {col}",
    )
    for r in rows:
        P.row(c, M[r["model"]], r[col])
P.write()
