"""eva pathology leaderboard (kaiko.ai).

Source: https://github.com/kaiko-ai/eva, commit 73b61a797bfda8daf232f6abea2bc87ac614589c,
file tools/data/leaderboards/pathology.csv: one row per model, one column per task; where a task has a
column on the test split (NAME/test) that one is read. Values are copied unchanged.
"""

import csv

from carry import args, put, row

M = {
    "paige_virchow2": ("virchow2", "", ""),
    "mahmood_uni2_h": ("uni-2", "", "UNI2-h"),
    "kaiko_midnight_12k": ("midnight", "", "Midnight-12k"),
    "bioptimus_h_optimus_0": ("h-optimus-0", "", ""),
    "kaiko_vitb8": ("kaiko", "", "ViT-B8"),
    "prov_gigapath": ("prov-gigapath", "", ""),
    "mahmood_uni": ("uni", "", ""),
    "histai_hibou_l": ("hibou", "", "Hibou-L"),
    "kaiko_vitl14": ("kaiko", "", "ViT-L14"),
    "kaiko_vitb16": ("kaiko", "", "ViT-B16"),
    "owkin_phikon": ("phikon", "", ""),
    "kaiko_vits8": ("kaiko", "", "ViT-S8"),
    "owkin_phikon_v2": ("phikon-v2", "", ""),
    "kaiko_vits16": ("kaiko", "", "ViT-S16"),
    "lunit_vits16": ("", "Lunit DINO ViT-S16 (Kang et al.)", ""),
}
T = {
    "bach": "bach",
    "breakhis": "breakhis",
    "crc": "crc",
    "gleason_arvaniti": "gleason",
    "mhist": "mhist",
    "patch_camelyon/test": "pcam",
    "camelyon16_small/test": "camelyon16-small",
    "panda_small/test": "panda-small",
    "consep": "consep",
    "monusac": "monusac",
}
src, out = args()
rows = []
for r in csv.DictReader((src / "tools/data/leaderboards/pathology.csv").open()):
    for col, name in T.items():
        rows.append(row("eva-" + name, M[r["model"]], r[col]))
put(out, rows)
