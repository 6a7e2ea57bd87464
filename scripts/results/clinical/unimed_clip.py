"""UniMed-CLIP: github.com/mbzuai-oryx/UniMed-CLIP, README.md, table of zero-shot results over 21 data sets."""

from _lib import *

S = "https://github.com/mbzuai-oryx/UniMed-CLIP"
P = Part(
    "unimed_clip",
    dict(
        reference="khattak2024unimedclip",
        benchmark="unimed-clip-21",
        setting="zero-shot",
        unit="percent",
        metric="zero-shot score",
        source=S,
        interest="the makers of UniMed-CLIP made the comparison",
    ),
)
P.bench(
    S,
    "README",
    id="unimed-clip-21",
    name="Zero-shot tasks of UniMed-CLIP (21 data sets)",
    family="MFM",
    kind="suite",
    reference="khattak2024unimedclip",
    modalities="x-ray; fundus; ct; mri; ultrasound; pathology; text",
    tasks="classification",
    specialty="general",
    holds_stated="21 data sets",
    holds="21",
    unit="tasks",
    homepage=S,
)
M = {"BioMedCLIP": ("biomedclip",), "PMC-CLIP": ("pmc-clip",)}
rows = markdown(P.checkout / "README.md", 62, 64)
for i, name in enumerate(("X-ray", "Retinal-Fundus", "CT", "MRI", "US", "Histopathology", "mean")):
    c = P.comp(
        "unimed-clip-" + name.lower(),
        f"Zero-shot classification, {name if name != 'mean' else 'mean over six kinds of images'}",
        data=f"data sets of {name}" if name != "mean" else "21 data sets",
        locator=f"README, table of zero-shot results, column {name if name != 'mean' else 'Avg.'}",
    )
    for r in rows:
        P.row(c, who(r[0], M), r[2 + i])
P.write()
