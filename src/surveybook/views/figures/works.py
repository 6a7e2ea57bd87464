"""Figures about the works themselves: where they appeared, and who evaluates what."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...catalog import Catalog
from .drawing import (
    FAMILY_COLOURS,
    OTHER,
    Figure,
    by_count,
    canvas,
    heat,
    joined,
    records,
    set_title,
)

_SERIES = {
    "MICCAI": ("Medical Image Computing and Computer", "MICCAI"),
    "NeurIPS": ("Neural Information Processing Systems", "NeurIPS"),
    "CVPR": ("Computer Vision and Pattern Recognition",),
    "ICCV": ("International Conference on Computer Vision",),
    "WACV": ("Winter Conference on Applications of Computer Vision",),
    "ECCV": ("ECCV",),
    "ICLR": ("International Conference on Learning Representations",),
    "ICML": ("International Conference on Machine Learning",),
    "MIDL": ("Medical Imaging with Deep Learning",),
    "ISBI": ("International Symposium on Biomedical Imaging",),
    "ACL conferences and workshops": (
        "Association for Computational Linguistics",
        "Empirical Methods in Natural Language Processing",
        "Biomedical Language Processing",
        "Biomedical Natural Language Processing",
        "Clinical Natural Language Processing",
    ),
    "AAAI": ("AAAI",),
    "BIBM": ("Bioinformatics and Biomedicine",),
    "ICASSP": ("Acoustics, Speech and Signal Processing",),
    "MLMI": ("MLMI",),
}
"""Conference series by the words that tell them in the title of a proceedings volume."""


def venue_series(venue: str) -> str:
    """The journal, or the conference series that a volume of proceedings belongs to."""
    for series, phrases in _SERIES.items():
        if any(phrase in venue for phrase in phrases):
            return series
    return venue


def venues(catalog: Catalog, *, name: str, most: int = 15) -> Figure:
    """Where the works of models, data sets and studies were published, by venue."""
    keys = {
        key
        for table in ("models", "datasets", "databases", "studies")
        for row in catalog.rows[table]
        for key in (row["reference"], *row.cells.get("further_references", "").split("; "))
    }
    places = catalog.references.loc[sorted(keys & set(catalog.references.index)), "venue"]
    counts = places.map(venue_series).value_counts(sort=False)
    preprints = int(counts.pop("") if "" in counts else 0)
    counts = counts.reindex(by_count(counts))
    shown, rest = counts.iloc[:most], counts.iloc[most:]
    with canvas(height=1.0 + 0.27 * len(shown)) as (drawing, axes):
        bars = axes.barh(shown.index, shown, color=OTHER, height=0.7)
        axes.invert_yaxis()
        axes.bar_label(bars, padding=4, fontsize=9)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        set_title(drawing, f"{shown.index[0]} leads, with {shown.iloc[0]} of {len(places)} works")
    return Figure(
        name,
        f"Works of the survey's entries by where they were published. {rest.sum()} works "
        f"appeared in {len(rest)} venues that are not shown, {preprints} in no venue known here.",
        f"Bar chart of works by venue. {joined(zip(map(str, shown.index), shown, strict=True))}.",
        counts.rename_axis("venue").rename("works").reset_index(),
        drawing,
    )


_BIOLOGY = {
    *("dna", "rna", "protein", "genomics", "molecule", "epigenomics", "metagenomics"),
    *("scrna-seq", "scatac-seq", "spatial-transcriptomics", "multi-omics", "mass-spectrometry"),
}
_SIGNALS = {
    *("ecg", "eeg", "ppg", "polysomnography", "accelerometry", "glucose", "wearable-signals"),
    *("emg", "intracranial-recordings", "eye-gaze"),
}
_RECORDS = {"ehr", "clinical-data"}
_WORDS = {"text", "audio"}
_GROUPS = (
    "Text, alone or with records",
    "Images: segmentation",
    "Images with text",
    "Images: other tasks",
    "Cells, sequences, molecules",
    "Signals, coded records",
    "Other",
)
"""What evaluations test on; each study is in the first group that fits (see ``_group``)."""


def evaluations(catalog: Catalog, *, name: str) -> Figure:
    """Evaluation studies by what they test on and the year they were first public, as a grid.

    A study counts once, so a row of the grid and the grid as a whole can be added up.
    """
    studies = catalog.studies[catalog.studies["kind"] == "evaluation"].dropna(subset=["year"])
    groups = pd.Series([_group(row) for row in records(studies)], index=studies.index)
    counts = pd.crosstab(groups, studies["year"].astype(int))
    years = list(range(int(counts.columns.min()), int(counts.columns.max()) + 1))
    counts = counts.reindex([group for group in _GROUPS if group in counts.index])
    counts = counts.reindex(columns=years, fill_value=0)
    totals = counts.sum(axis=1)
    labels = [f"{group} ({totals[group]})" for group in counts.index]
    leading = by_count(totals)[0]
    with canvas(height=1.5 + 0.36 * len(counts)) as (drawing, axes):
        heat(axes, counts.to_numpy(), labels, [str(year) for year in years], FAMILY_COLOURS["VFM"])
        axes.tick_params(axis="x", rotation=0, labelsize=8)
        for label in axes.get_xticklabels():
            label.set_horizontalalignment("center")
        set_title(
            drawing,
            f"{totals[leading]} of {len(studies)} evaluations test on "
            f"{leading[0].lower()}{leading[1:]}",
        )
    listed = "; ".join(
        f"{group}: {joined((str(year), counts.loc[group, year]) for year in years)}"
        for group in counts.index
    )
    return Figure(
        name,
        "Evaluation studies by what they test on and by the year in which they were first "
        "public; each study counts once.",
        f"Grid of evaluation studies by data and year. {listed}.",
        counts.rename_axis(index="tested on", columns=None).reset_index(),
        drawing,
    )


def _group(study: dict[str, Any]) -> str:
    """The group of ``_GROUPS`` that a study belongs to, from its modalities and tasks."""
    modalities = set(study["modalities"] or ())
    if modalities & _BIOLOGY:
        return "Cells, sequences, molecules"
    if "segmentation" in (study["tasks"] or ()) and "classification" not in study["tasks"]:
        return "Images: segmentation"
    if modalities - _BIOLOGY - _SIGNALS - _RECORDS - _WORDS:
        return "Images with text" if "text" in modalities else "Images: other tasks"
    if modalities & _SIGNALS or (modalities and not modalities & _WORDS):
        return "Signals, coded records"
    return "Text, alone or with records" if modalities else "Other"
