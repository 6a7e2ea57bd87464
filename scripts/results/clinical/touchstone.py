"""Touchstone 1.0: github.com/MrGiovanni/Touchstone, README.md, commit f32135a9342fedd3fc21abca68f30c7497265019, section Touchstone 1.0 Leaderboard: the mean and the nine organs."""

from _lib import *

S = "https://github.com/MrGiovanni/Touchstone"
P = Part(
    "touchstone",
    dict(
        reference="bassi2024touchstone",
        benchmark="touchstone",
        setting="mixed",
        unit="percent",
        metric="Dice",
        source=S,
        data="test set of the leaderboard: not named there, the TotalSegmentator files of the repository give other values, which leaves JHH (5,172 volumes)",
        conditions="every algorithm trained on AbdomenAtlas by its inventors, some from pre-trained weights; evaluated by the organisers",
        interest="inventors of the algorithms are co-authors; supported by the Lustgarten and McGovern foundations (README, Acknowledgement)",
    ),
)
P.bench(
    S,
    "README",
    id="touchstone",
    name="Touchstone",
    family="VFM",
    kind="challenge",
    reference="bassi2024touchstone",
    modalities="ct",
    tasks="segmentation",
    specialty="radiology",
    holds_stated="5,195 CT volumes for training, 6,933 from 8 further hospitals for testing",
    holds="6933",
    unit="volumes",
    datasets="totalsegmentator-v2",
    metrics="Dice; normalised surface distance",
    homepage=S,
    licence="CC-BY-NC-ND-4.0",
    places=dict(
        metrics=(S, "README, Evaluation Code"),
        licence=(S, "LICENSE"),
        datasets=(S, "README, Test set"),
    ),
)
M = {
    "STU-Net-B": ("stu-net", "B"),
    "UniSeg": ("uniseg",),
    "SegVol": ("segvol",),
    "U-Net & CLIP": ("clip-driven-universal-model", "U-Net"),
    "Swin UNETR & CLIP": ("clip-driven-universal-model", "Swin UNETR"),
    "UNesT": ("unest",),
    "Swin UNETR": (None, "Swin UNETR"),
}
part = {"average": (46, 64)}
lines = (P.checkout / "README.md").read_text(encoding="utf-8").splitlines()
heads = [
    (i + 1, re.sub(r".*px;\">(\w+) - .*", r"\1", l))
    for i, l in enumerate(lines)
    if "<summary" in l and " - " in l and "🏆" in l
]
for k, (i, organ) in enumerate(heads):
    part[organ] = (i, heads[k + 1][0] - 1 if k + 1 < len(heads) else 318)
for organ, (a, b) in part.items():
    c = P.comp(
        f"touchstone-{organ.lower()}",
        f"{'Mean over nine organs' if organ == 'average' else organ} in abdominal CT, algorithms trained on AbdomenAtlas",
        locator=f"README, Touchstone 1.0 Leaderboard, {'first table' if organ == 'average' else organ}",
    )
    for r in markdown(P.checkout / "README.md", a, b):
        if len(r) >= 4 and re.fullmatch(r"\d\d\.\d", r[3]):
            P.row(
                c,
                who(r[1], M),
                r[3],
                note="trained on AbdomenAtlas for this benchmark" if r[1] in M else "",
            )
P.write()
