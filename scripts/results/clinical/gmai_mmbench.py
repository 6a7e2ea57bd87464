"""GMAI-MMBench leaderboard: github.com/uni-medical/GMAI-MMBench, README.md, commit df685478451dc5f22d655000c7f991afd02af77b,
section Leaderboard (columns Val and Test)."""

from _lib import *

P = Part(
    "gmai_mmbench",
    dict(
        reference="chen2024gmai",
        benchmark="gmai-mmbench",
        setting="zero-shot",
        metric="accuracy",
        unit="percent",
        conditions="multiple-choice questions put by VLMEvalKit",
        source="https://github.com/uni-medical/GMAI-MMBench",
    ),
)
S = "https://github.com/uni-medical/GMAI-MMBench"
P.bench(
    S,
    "README, Overview",
    id="gmai-mmbench",
    name="GMAI-MMBench",
    family="MFM",
    kind="suite",
    reference="chen2024gmai",
    modalities="medical-images; text",
    tasks="visual-question-answering",
    specialty="general",
    metrics="accuracy",
    homepage=S,
    access="open",
    cautions="built from 284 data sets, 268 of them public, so images can have been seen in pre-training; answers of the test part are kept by the authors",
    places=dict(
        metrics=(S, "README, Leaderboard"),
        homepage=(S, "README"),
        access=(S, "README, links to the data at Hugging Face"),
        cautions=(S, "README, Benchmark Creation and Tutorial"),
    ),
)
M = {
    "RadFM": ("radfm",),
    "Qilin-Med-VL-Chat": ("qilin-med-vl", "Chat"),
    "LLaVA-Med": ("llava-med",),
    "Med-Flamingo": ("med-flamingo",),
}
T = markdown(P.checkout / "README.md", 1, 400)
rows = [r for r in T if len(r) == 4 and re.fullmatch(r"\d\d\.\d\d", r[2])]
for col, split in ((2, "validation"), (3, "test")):
    c = P.comp(
        f"gmai-mmbench-{split}",
        f"Medical visual questions of many modalities and departments, {split} part",
        data=f"{split} part",
        locator=f"README, Leaderboard, column {'Val' if col == 2 else 'Test'}",
    )
    for r in rows:
        name = "random choice" if r[1] == "Random" else r[1]
        P.row(c, who(name, M), r[col])
P.write()
