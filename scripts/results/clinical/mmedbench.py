"""MMedBench: github.com/MAGIC-AI4Med/MMedLM, README.md, commit 9722bb79b344560c5958708bbc93b8b75774315b, table Accuracy(%) of Results on MMedBench.
Taken: the rows whose model was fine-tuned on the train set, for every language and the mean; the three closed models (not fine-tuned) as comparisons of their own."""

from _lib import *

S = "https://github.com/MAGIC-AI4Med/MMedLM"
P = Part(
    "mmedbench",
    dict(
        reference="qiu2024multilingual",
        benchmark="mmedbench",
        metric="accuracy",
        unit="percent",
        source=S,
    ),
)
P.bench(
    S,
    "README, Introduction and Results on MMedBench",
    id="mmedbench",
    name="MMedBench",
    family="LFM",
    kind="suite",
    reference="qiu2024multilingual",
    modalities="text",
    tasks="question-answering",
    specialty="general",
    metrics="accuracy; BLEU-1; ROUGE-1",
    homepage="https://henrychur.github.io/MultilingualMedQA/",
    access="open",
)
M = {
    "MedAlpaca": ("medalpaca", "7B"),
    "ChatDoctor": ("chatdoctor", "7B"),
    "PMC-LLaMA": ("pmc-llama", "7B"),
    "BioMistral": ("biomistral", "7B"),
}
LANG = ["English", "Chinese", "Japanese", "French", "Russian", "Spanish", "mean of six languages"]
rows = [r for r in markdown(P.checkout / "README.md", 95, 114) if len(r) == 12 or len(r) == 11]
for j, lang in enumerate(LANG):
    slug = lang.lower().split()[0]
    for kind, setting in (("fine-tuned", "fine-tuned"), ("closed", "zero-shot")):
        if kind == "closed" and lang not in ("English", "mean of six languages"):
            continue
        c = P.comp(
            f"mmedbench-{slug}-{kind}",
            f"Medical exam questions, {lang}, {'models tuned on the train set' if kind == 'fine-tuned' else 'closed models'}",
            setting=setting,
            data=f"test part, {lang}",
            conditions="tuned on the train set of MMedBench"
            if kind == "fine-tuned"
            else "asked over an interface, not tuned",
            locator=f"README, Results on MMedBench, Accuracy(%), column {'Avg.' if j == 6 else lang}, rows with{'' if kind == 'fine-tuned' else 'out'} trainset",
        )
        for r in rows:
            if ("trainset" in r[4]) != (kind == "fine-tuned"):
                continue
            name, size = r[0].replace("(Ours)", "").strip(), r[1]
            who_ = (
                {"MMedLM 2": ("mmedlm-2", size), "MMedLM2": ("mmedlm-2", size)}.get(name)
                or M.get(name)
                or (None, name, "" if size == "-" else size)
            )
            P.row(c, who_, r[5 + j])
P.write()
