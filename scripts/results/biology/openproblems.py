"""Open Problems: batch integration and label projection with single-cell foundation models.

Source: https://github.com/openproblems-bio/website,
commit 76ce7f288da591b1b19c32cbfe8ce50bc3706ece, files results/batch_integration/data/results.json and
results/label_projection/data/results.json (build of January 2025): metric_values of every method and data set.
Methods without a value ("NA": the run failed) are left out; values are copied unchanged.
"""

import json

from carry import args, put, row

M = {
    "geneformer": ("geneformer", "", ""),
    "scgpt_finetuned": ("scgpt", "", "fine-tuned"),
    "scgpt_zeroshot": ("scgpt", "", "zero shot"),
    "scimilarity": ("scimilarity", "", ""),
    "scimilarity_knn": ("scimilarity", "", "kNN"),
    "scprint": ("scprint", "", ""),
    "uce": ("uce", "", ""),
}
SKIP = {
    "embed_cell_types",
    "embed_cell_types_jittered",
    "no_integration_batch",
    "shuffle_integration",
    "shuffle_integration_by_batch",
    "shuffle_integration_by_cell_type",
    "true_labels",
    "random_labels",
}
DS = {
    "dkd": "dkd",
    "gtex_v9": "gtex",
    "immune_cell_atlas": "immune",
    "tabula_sapiens": "tabula-sapiens",
}
WHAT = {
    "batch_integration": {"ari": "ari", "ilisi": "ilisi"},
    "label_projection": {"accuracy": "accuracy", "f1_macro": "macro-f1"},
}
src, out = args()
rows = []
for task, metrics in WHAT.items():
    names = {
        m.get("method_id"): m["method_name"]
        for m in json.loads((src / f"results/{task}/data/method_info.json").read_text())
    }
    for r in json.loads((src / f"results/{task}/data/results.json").read_text()):
        ds = DS.get((r["dataset_id"] or "").split("/")[-1])
        if not ds or r["method_id"] in SKIP:
            continue
        for k, name in metrics.items():
            v = r["metric_values"].get(k)
            if v not in (None, "NA"):
                rows.append(
                    row(
                        f"openproblems-{task.replace('_', '-')}-{ds}-{name}",
                        M.get(r["method_id"], ("", names.get(r["method_id"], r["method_id"]), "")),
                        v,
                    )
                )
put(out, rows)
