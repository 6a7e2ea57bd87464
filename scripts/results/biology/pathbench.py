"""PathBench: 19 pathology encoders on private multi-centre cohorts.

Source: https://github.com/birkhoffkiki/PathBench,
commit 80d4ef56319adc5ceee97735b2744048fef705ee, file src/data/performance.json: for each
model, organ, task and cohort a list of the values of the runs. Carried: mean of the listed values, and the least and
greatest of them as range; both are computed here from the published list and rounded to four places.
"""

import json

from carry import args, put, row

M = {
    "ResNet50": ("", "ResNet50", ""),
    "UNI": ("uni", "", ""),
    "UNI2": ("uni-2", "", ""),
    "CONCH": ("conch", "", ""),
    "CHIEF": ("chief", "", ""),
    "GPFM": ("gpfm", "", ""),
    "mSTAR": ("mstar", "", ""),
    "Virchow2": ("virchow2", "", ""),
    "CONCH1.5": ("conch", "", "CONCH1.5"),
    "Phikon": ("phikon", "", ""),
    "CTransPath": ("ctranspath", "", ""),
    "Phikon2": ("phikon-v2", "", ""),
    "PLIP": ("plip", "", ""),
    "Prov-GigaPath": ("prov-gigapath", "", ""),
    "Virchow": ("virchow", "", ""),
    "H-Optimus-0": ("h-optimus-0", "", ""),
    "H-Optimus-1": ("h-optimus-1", "", ""),
    "MUSK": ("musk", "", ""),
    "Hibou-L": ("hibou", "", "Hibou-L"),
}
T = {
    ("Brain", "IDH Mutation Prediction", "Internal"): "brain-idh",
    ("Brain", "WHO Grading", "Internal"): "brain-who-grade",
    ("Breast", "Molecular Subtyping", "External-H9"): "breast-subtype-external",
    ("Breast", "IHC-HER2 Expression Prediction", "Internal"): "breast-her2",
    ("Breast", "Overall Survival (OS) Prediction", "Internal"): "breast-os",
    ("Colon", "Consensus Molecular Subtyping", "Internal"): "colon-cms",
    ("Colon", "Overall Survival (OS) Prediction", "Internal"): "colon-os",
    (
        "Lung",
        "Primary and Metastatic Classification",
        "External-H5",
    ): "lung-primary-metastatic-external",
    ("Stomach", "Lauren Classification", "External-H3"): "stomach-lauren-external",
    ("Stomach", "Perineural Invasion Detection", "External-H3"): "stomach-perineural-external",
    ("Stomach", "TNM-N Staging", "External-H3"): "stomach-n-stage-external",
    ("Stomach", "Overall Survival (OS) Prediction", "Internal"): "stomach-os",
}
src, out = args()
rows = []
for p in json.loads((src / "src/data/performance.json").read_text()):
    name = T.get((p["organ"], p["task_name"], p["cohort"]))
    if name:
        ((metric, v),) = p["metrics"].items()
        rows.append(
            row(
                "pathbench-" + name,
                M[p["modelID"]],
                f"{sum(v) / len(v):.4f}",
                f"{min(v):.4f}",
                f"{max(v):.4f}",
                len(v),
            )
        )
put(out, rows)
