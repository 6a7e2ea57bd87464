"""UroLlmEval: github.com/stefan-m-lenz/UroLlmEval, docs/supplementary_files/Figure S1.html, commit c6872c9ace2ee8a417672bdfa8af35cd0051d853:
the records behind the interactive figure (variable preparedData). Steps 2 and 3 of the study (ICD-10 codes, dates) are left out: their test items depend on what each model
found before, as the unequal denominators show. Every value taken is a multiple of 1/149."""

import json

from _lib import *

S = "https://github.com/stefan-m-lenz/UroLlmEval"
P = Part(
    "urollmeval",
    dict(reference="lenz2025urollmeval", benchmark="urollmeval", unit="fraction", source=S),
)
P.bench(
    S,
    "README",
    id="urollmeval",
    name="UroLlmEval (German urological notes)",
    family="LFM",
    kind="data-set",
    reference="lenz2025urollmeval",
    modalities="text",
    tasks="text-classification",
    specialty="urology",
    metrics="accuracy",
    homepage="https://huggingface.co/datasets/stefan-m-lenz/UroLlmEvalSet",
    access="open",
    places=dict(metrics=(S, "docs/supplementary_files/Figure S1.html")),
)
M = {"BioMistral_BioMistral-7B": ("biomistral", "7B")}


def records(fig):
    t = (P.checkout / "docs" / "supplementary_files" / f"Figure {fig}.html").read_text(
        encoding="utf-8", errors="replace"
    )
    return json.JSONDecoder().raw_decode(t[re.search(r"preparedData\s*=\s*", t).end() :])[0]["data"]


for fig, prompt, key, slug, setting, shots, title, metric in [
    (
        "S1",
        q,
        "p_correct_total",
        f"tumour-{n}-shot",
        "zero-shot" if q == "0" else "in-context",
        "" if q == "0" else q[0],
        f"Does a German note name a tumour diagnosis, {n} example{'' if n == 'one' else 's'} in the prompt",
        "accuracy, no answer counted as wrong",
    )
    for q, n in (("0", "zero"), ("2-uro", "two"), ("4-uro", "four"), ("6-uro", "six"))
]:
    c = P.comp(
        f"urollmeval-{slug}",
        title,
        setting=setting,
        shots=shots,
        data="snippets of doctors' notes in German",
        cases=149,
        metric=metric,
        conditions=f"prompt type {prompt} of the source; greedy choice is not stated in the figure",
        locator=f"docs/supplementary_files/Figure {fig}.html, preparedData, prompt_type {prompt}, {key}",
    )
    P.c[-1]["conditions"] = f"prompt type {prompt} of the source"
    for r in records(fig):
        if r["prompt_type"] == prompt:
            P.row(c, M.get(r["model"]) or (None, r["model"].split("_", 1)[1]), str(r[key]))
P.write()
