"""nnU-Net Revisited: github.com/MIC-DKFZ/nnUNet, documentation/resenc_presets.md, commit 0e495086eb108ff79afe106291e8c15bd2f2bc3a, the table of Dice scores."""

from _lib import *

S = "https://github.com/MIC-DKFZ/nnUNet"
L = "documentation/resenc_presets.md"
P = Part(
    "nnunet_revisited",
    dict(
        reference="isensee2024nnunet",
        setting="from-scratch",
        unit="percent",
        metric="Dice",
        source=S,
        conditions="five-fold cross-validation, all models trained from scratch on the data set; A3DS models with their own framework",
        interest="the authors built nnU-Net, which is among the systems",
    ),
)
D = [
    ("btcv", "BTCV", "btcv", "landman2015btcv", "ct", 30, "Abdominal organs in CT", "segmentation"),
    ("acdc", "ACDC", "", "bernard2018acdc", "mri", 200, "Heart chambers in MRI", "segmentation"),
    (
        "lits",
        "LiTS",
        "lits",
        "bilic2019lits",
        "ct",
        131,
        "Liver and its tumours in CT",
        "segmentation",
    ),
    (
        "brats21",
        "BraTS 2021",
        "brats21",
        "baid2021brats",
        "mri",
        1251,
        "Brain tumours in MRI",
        "segmentation",
    ),
    (
        "kits23",
        "KiTS 2023",
        "",
        "heller2023kits21",
        "ct",
        489,
        "Kidneys and their tumours in CT",
        "segmentation",
    ),
    (
        "amos22",
        "AMOS 2022",
        "amos",
        "ji2022amos",
        "ct; mri",
        360,
        "Abdominal organs in CT and MRI",
        "segmentation",
    ),
]
M = {"STU-Net S": ("stu-net", "S"), "STU-Net B": ("stu-net", "B"), "STU-Net L": ("stu-net", "L")}
rows = markdown(P.checkout / L, 20, 38)
for i, (id, name, ds, ref, mod, n, title, task) in enumerate(D):
    A = "https://github.com/openmedlab/Awesome-Medical-Dataset"
    page = {
        "btcv": "BTCV",
        "acdc": "ACDC",
        "lits": "LiTS",
        "brats21": "BraTS2021",
        "kits23": "KiTS23",
        "amos22": "AMOS",
    }[id]
    P.bench(
        S,
        L,
        id=id,
        name=name,
        family="VFM",
        kind="challenge",
        reference=ref,
        modalities=mod,
        tasks=task,
        specialty={"acdc": "cardiology", "brats21": "neurology"}.get(id, "radiology"),
        holds_stated=f"n={n} (cases used for cross-validation)",
        holds=n,
        unit="cases",
        datasets=ds,
        metrics="Dice",
        cautions="the reference describes the 2021 edition; the table uses the training cases of 2023"
        if id == "kits23"
        else "",
        places=dict(
            cautions=("heller2023kits21", "title"),
            modalities=(A, f"resources/{page}.md"),
            tasks=(A, f"resources/{page}.md"),
            specialty=(A, f"resources/{page}.md"),
        ),
    )
    c = P.comp(
        f"nnunet-revisited-{id}",
        f"{title} ({name}): networks under one protocol",
        benchmark=id,
        data=f"five-fold cross-validation on {n} cases",
        cases=n,
        locator=f"{L}, column {['BTCV', 'ACDC', 'LiTS', 'BraTS', 'KiTS', 'AMOS'][i]}",
    )
    for r in rows:
        name_ = re.sub(r"\s*\[[\d, ]+\]", "", r[0])
        P.row(
            c,
            who(name_, M),
            r[1 + i],
            note="architecture trained from scratch, without the pre-trained weights"
            if name_ in M
            else "",
        )
P.write()
