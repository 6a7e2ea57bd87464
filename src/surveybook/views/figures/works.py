"""Figures about the works themselves: where they appeared, and who evaluates what."""

from __future__ import annotations

from typing import Any

from ...catalog import Catalog
from .drawing import FAMILY_COLOURS, OTHER, Figure, by_count, canvas, joined, records, set_title

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


def evaluations(catalog: Catalog, *, name: str) -> Figure:
    """Which modalities each evaluation study covers, as a grid of dots."""
    studies = catalog.studies[catalog.studies["kind"] == "evaluation"]
    pairs = studies.explode("modalities").dropna(subset=["modalities"])
    columns = by_count(pairs["modalities"].value_counts(sort=False))
    rows = records(studies.sort_values(["year", "name"], kind="stable"))
    labels = [_first_author(row) for row in rows]
    heads = [catalog.label("modality", term) for term in columns]
    with canvas(height=1.9 + 0.27 * len(rows)) as (drawing, axes):
        for place, row in enumerate(rows):
            axes.axhline(place, color=OTHER, alpha=0.25, linewidth=0.6, zorder=0)
            found = [columns.index(term) for term in row["modalities"]]
            axes.scatter(found, [place] * len(found), s=42, color=FAMILY_COLOURS["VFM"])
        axes.set_yticks(range(len(rows)), labels)
        axes.set_xticks(range(len(columns)), heads, rotation=40, ha="right", rotation_mode="anchor")
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(-0.6, len(columns) - 0.4)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        leading = int((pairs["modalities"] == columns[0]).sum())
        set_title(
            drawing,
            f"{heads[0]} is tested most, by {leading} of {len(rows)} evaluation studies",
        )
    listed = "; ".join(
        f"{label}: {', '.join(catalog.label('modality', term) for term in row['modalities'])}"
        for label, row in zip(labels, rows, strict=True)
        if row["modalities"]
    )
    return Figure(
        name,
        "Evaluation studies by the images or data on which they test models of others.",
        f"Grid of evaluation studies and modalities. {listed}.",
        pairs[["id", "name", "year", "subject", "modalities"]],
        drawing,
    )


def _first_author(study: dict[str, Any]) -> str:
    """Such as "Mazurowski et al. 2023"."""
    surnames = [name.split(",")[0] for name in study["work_authors"]]
    who = surnames[0] + (" et al." if len(surnames) > 1 else "") if surnames else study["name"]
    return f"{who} {study['year']}"
