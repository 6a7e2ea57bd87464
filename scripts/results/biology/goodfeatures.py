"""A good feature extractor is all you need: 14 extractors on nine slide tasks (Woelflein et al.).

Source: https://github.com/georg-wolflein/good-features,
commit c1dfe6e0773f52771050ff61250be40de9951fbb, file results/results.csv: test AUROC of every run (magnification,
augmentation, aggregation, extractor, seed). Carried: low magnification, no augmentation, AttentionMIL; mean over the five
seeds (for Camelyon17 over five folds) and mean -+ sample SD; computed here from the published rows, four places.
"""

import collections
import csv
import statistics

from carry import args, put, row

M = {
    "ctranspath": ("ctranspath", "", ""),
    "owkin": ("phikon", "", "student"),
    "owkin_teacher": ("phikon", "", "teacher"),
    "retccl": ("retccl", "", ""),
    "uni": ("uni", "", ""),
    "bt": ("", "Lunit Barlow Twins", ""),
    "dino_p16": ("", "Lunit DINO ViT-S16", ""),
    "mocov2": ("", "Lunit MoCo v2", ""),
    "swav": ("", "Lunit SwAV", ""),
    "resnet50": ("", "ResNet-50 (ImageNet)", ""),
    "swin": ("", "Swin (ImageNet)", ""),
    "vit": ("", "ViT-B (ImageNet)", ""),
    "vitl": ("", "ViT-L (ImageNet)", ""),
    "vits": ("", "ViT-S (ImageNet)", ""),
}
src, out = args()
d = collections.defaultdict(list)
for r in csv.DictReader((src / "results/results.csv").open()):
    if (
        r["magnification"] == "low"
        and r["augmentations"] == "none"
        and r["model"] == "AttentionMIL"
    ):
        d[r["target"], r["feature_extractor"]].append(float(r["test_auroc"]))
rows = []
for (t, f), v in d.items():
    m, s = statistics.mean(v), statistics.stdev(v)
    rows.append(
        row(
            "goodfeatures-" + t.lower(),
            M[f],
            f"{m:.4f}",
            f"{m - s:.4f}",
            f"{min(m + s, 1):.4f}",
            len(v),
        )
    )
put(out, rows)
