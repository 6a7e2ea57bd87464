"""FetalCLIP: github.com/BioMedIA-MBZUAI/FetalCLIP, README.md, the results table (zero-shot and probing)."""

from _lib import *

S = "https://github.com/BioMedIA-MBZUAI/FetalCLIP"
P = Part(
    "fetalclip",
    dict(
        reference="maani2025fetalclip",
        benchmark="fetalclip-tasks",
        unit="percent",
        source=S,
        interest="the makers of FetalCLIP made the comparison",
    ),
)
P.bench(
    S,
    "README, results table",
    id="fetalclip-tasks",
    name="Fetal ultrasound tasks of FetalCLIP",
    family="MFM",
    kind="suite",
    reference="maani2025fetalclip",
    modalities="ultrasound; text",
    tasks="classification; segmentation",
    specialty="obstetrics",
    metrics="F1; Dice; share of valid predictions (VPR)",
    homepage=S,
)
M = {"BiomedCLIP": ("biomedclip",)}
rows = [r for r in markdown(P.checkout / "README.md", 27, 34) if len(r) == 10]
head, body = rows[0], rows[1:]
for i in range(1, 10):
    h = head[i]
    if "Segmentation" in h and "HC" not in h:
        continue
    zero = h.startswith("Zero-Shot")
    name = re.sub(r"^(Zero-Shot|Probing): ", "", h)
    m = re.search(r"\(([^)]*)\)$", name).group(1)
    t = re.sub(r"\s*\([^)]*\)$", "", name)
    c = P.comp(
        "fetalclip-"
        + ("zero-shot-" if zero else "probing-")
        + re.sub(r"[^a-z0-9]+", "-", t.lower()).strip("-"),
        f"Fetal ultrasound, {t}, {'zero-shot' if zero else 'probe on frozen features'}"[:90],
        setting="zero-shot" if zero else "frozen-features",
        metric={"F1-Score": "F1", "DSC": "Dice", "VPR": "valid prediction rate"}[m],
        data=t,
        conditions="image encoder frozen" if not zero else "text prompts of classes",
        locator=f"README, results table, column {h}",
    )
    for r in body:
        P.row(c, who(re.sub(r"\s*\[.*", "", r[0]).strip(), M), r[i])
P.write()
