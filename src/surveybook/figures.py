"""Figures of the book: catalog in, matplotlib out, with caption and alternative text.

A figure's title says the finding and is computed like the figure itself. Families keep one
colour each everywhere; what differs in colour also differs in its label.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as MplFigure

from .catalog import Catalog

Counts = npt.NDArray[np.int64]
FAMILY_COLOURS = {"LFM": "#0072B2", "VFM": "#009E73", "BFM": "#D55E00", "MFM": "#AA4499"}
OTHER = "#8c959f"
METADATA_KEY = "survey_figure"
"""Where an output's metadata carry name, caption and alternative text."""


@dataclass(frozen=True)
class Figure:
    """A drawn figure: what ``{numref}`` calls it, its caption (MyST) and its alternative text."""

    name: str
    caption: str
    alt: str
    drawing: MplFigure

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        described = {"name": self.name, "caption": self.caption, "alt": self.alt}
        with _style(), io.StringIO() as out:
            # A date would make two builds of the same source differ.
            self.drawing.savefig(out, format="svg", metadata={"Date": None})
            svg = out.getvalue()
        data = {
            "image/svg+xml": svg,
            "text/plain": self.alt,
        }
        return data, {METADATA_KEY: described}


@contextmanager
def _style() -> Iterator[None]:
    with mpl.rc_context(fname=str(files("surveybook") / "survey.mplstyle")):
        yield


@contextmanager
def _axes(height: float = 3.6) -> Iterator[tuple[MplFigure, Axes]]:
    # No pyplot: its global figures would be shown a second time by the notebook.
    with _style():
        drawing = MplFigure(figsize=(5.4, height))
        yield drawing, drawing.add_subplot()


def _title(drawing: MplFigure, finding: str) -> None:
    """Set what the figure shows above it, from the left edge, on as many lines as it needs."""
    lines = textwrap.fill(finding, 58)
    drawing.suptitle(lines, x=0.01, ha="left", fontsize=11, fontweight="bold")


def growth(catalog: Catalog, *, name: str, family: str | None = None) -> Figure:
    """Models by the year they were first public: one family, or all stacked by family."""
    models = catalog.models.dropna(subset=["year"])
    families = [family] if family else list(FAMILY_COLOURS)
    models = models[models["family"].isin(families)]
    counts = pd.crosstab(models["year"].astype(int), models["family"])
    years = range(int(counts.index.min()), int(counts.index.max()) + 1)
    counts = counts.reindex(years, fill_value=0).reindex(columns=families, fill_value=0)
    totals = counts.sum(axis=1)
    peak = max(years, key=lambda year: int(totals[year]))
    with _axes() as (drawing, axes):
        bottom = pd.Series(0, index=counts.index)
        for each in families:
            label = f"{catalog.label('family', each)} ({each})"
            bars = axes.bar(
                [str(year) for year in years],
                counts[each],
                bottom=bottom,
                width=0.7,
                color=FAMILY_COLOURS[each],
                label=label,
            )
            bottom = bottom + counts[each]
        # The last bars end where the stacks do.
        axes.bar_label(bars, labels=[str(total) for total in totals], padding=3, fontsize=9)
        _title(drawing, f"{peak} brought {totals[peak]} of the {totals.sum()} listed models")
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        if not family:
            axes.legend(loc="upper left")
    what = f"{catalog.label('family', family).lower()} models" if family else "models by family"
    listed = ", ".join(f"{year}: {total}" for year, total in totals.items())
    return Figure(
        name,
        f"Listed {what} by the year in which they were first public.",
        f"Bar chart of listed {what} by first public year. {listed}.",
        drawing,
    )


def coverage(
    catalog: Catalog,
    *,
    name: str,
    rows: str,
    columns: str,
    family: str | None = None,
    topic: str | None = None,
) -> Figure:
    """How many models combine each value of one field with each of another.

    ``rows`` and ``columns`` are list fields of models with a vocabulary, such as
    "modalities" and "tasks"; gaps are shown as empty cells.
    """
    models = catalog.models
    chosen = [("family", family), ("topic", topic)]
    for field, value in chosen:
        models = models[models[field] == value] if value else models
    pairs = models.explode(rows).explode(columns).dropna(subset=[rows, columns])
    table = pd.crosstab(pairs[rows], pairs[columns])
    table = table.reindex(_by_count(table.sum(axis=1)), axis=0)
    table = table.reindex(_by_count(table.sum(axis=0)), axis=1)
    fields = catalog.schema.tables["models"].fields
    row_labels = [catalog.label(fields[rows].vocabulary, str(term)) for term in table.index]
    column_labels = [catalog.label(fields[columns].vocabulary, str(term)) for term in table]
    counts = table.to_numpy()
    families = set(models["family"])
    colour = FAMILY_COLOURS[families.pop()] if len(families) == 1 else OTHER
    with _axes(height=1.6 + 0.34 * len(table)) as (drawing, axes):
        _heat(axes, counts, row_labels, column_labels, colour)
        row, column = divmod(int(counts.argmax()), counts.shape[1])
        _title(
            drawing,
            f"Most common: {row_labels[row]} with {_lower(column_labels[column])} "
            f"({counts.max()} of {len(models)} models)",
        )
    empty = int((counts == 0).sum())
    heading = f"{fields[rows].title.lower()} and {fields[columns].title.lower()}"
    pairs_listed = "; ".join(
        f"{row_labels[i]} with {column_labels[j]}: {counts[i, j]}" for i, j in np.argwhere(counts)
    )
    return Figure(
        name,
        f"Models by {heading}; a model counts once in each cell it fits. "
        f"{empty} of {counts.size} combinations have no model.",
        f"Grid of model counts by {heading}. {pairs_listed}.",
        drawing,
    )


def _heat(
    axes: Axes, counts: Counts, rows: Sequence[str], columns: Sequence[str], colour: str
) -> None:
    most = max(int(counts.max()), 1)
    for i in range(len(rows)):
        for j in range(len(columns)):
            count = int(counts[i, j])
            strength = 0.12 + 0.88 * count / most if count else 0.0
            axes.add_patch(
                mpl.patches.Rectangle(
                    (j - 0.48, i - 0.46), 0.96, 0.92, color=colour, alpha=strength, linewidth=0
                )
            )
            if count:
                axes.text(
                    j,
                    i,
                    str(count),
                    ha="center",
                    va="center",
                    fontsize=9,
                    color="white" if strength > 0.6 else None,
                )
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xticks(range(len(columns)), columns, rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(rows)), rows)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def ranking(
    catalog: Catalog,
    *,
    name: str,
    table: str,
    field: str,
    title: str,
    family: str | None = None,
    most: int = 12,
) -> Figure:
    """The most frequent values of one field of an entry table, as bars.

    ``title`` may name ``{top}`` (the first value), ``{count}`` (how often it stands) and
    ``{total}`` (the rows that have a value).
    """
    frame = getattr(catalog, table)
    if family:
        frame = frame[frame["family"] == family]
    values = frame[field].explode().dropna()
    total = int(frame[field].map(lambda cell: cell is not None and cell != ()).sum())
    counts = values.value_counts(sort=False)
    counts = counts.reindex(_by_count(counts))
    rest = counts.iloc[most:]
    counts = counts.iloc[:most]
    vocabulary = catalog.schema.tables[table].fields[field].vocabulary
    labels = [catalog.label(vocabulary, term) if vocabulary else str(term) for term in counts.index]
    with _axes(height=1.0 + 0.27 * len(counts)) as (drawing, axes):
        bars = axes.barh(labels, counts, color=FAMILY_COLOURS.get(family or "", OTHER), height=0.7)
        axes.invert_yaxis()
        axes.bar_label(bars, padding=4, fontsize=9)
        _title(drawing, title.format(top=labels[0], count=counts.iloc[0], total=total))
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
    what = catalog.schema.tables[table].fields[field].title.lower()
    scope = f"{catalog.label('family', family).lower()} " if family else ""
    noun = catalog.schema.tables[table].title.lower()
    left_out = f" {len(rest)} rarer values are not shown." if len(rest) else ""
    listed = ", ".join(f"{label}: {count}" for label, count in zip(labels, counts, strict=True))
    return Figure(
        name,
        f"Number of {scope}{noun} by {what}; an entry counts once for each value.{left_out}",
        f"Bar chart of {scope}{noun} by {what}. {listed}.",
        drawing,
    )


def openness(catalog: Catalog, *, name: str) -> Figure:
    """The share of models of each family whose authors' code is linked."""
    cells = catalog.text("models")
    has_code = ~cells["code"].isin(["", *catalog.schema.states])
    shares = has_code.groupby(cells["family"]).agg(["sum", "size"]).reindex(list(FAMILY_COLOURS))
    labels = [f"{catalog.label('family', each)} ({each})" for each in shares.index]
    with _axes(height=2.2) as (drawing, axes):
        share = 100 * shares["sum"] / shares["size"]
        axes.barh(labels, [100] * len(labels), color=OTHER, alpha=0.2, height=0.6)
        axes.barh(labels, share, color=[FAMILY_COLOURS[each] for each in shares.index], height=0.6)
        axes.invert_yaxis()
        for position, (linked, size) in enumerate(shares.itertuples(index=False)):
            axes.annotate(f"{linked} of {size}", (101, position), va="center", fontsize=9)
        axes.set_xlim(0, 114)
        axes.set_xticks([0, 50, 100], ["0 %", "50 %", "100 %"])
        axes.spines["left"].set_visible(False)
        total = f"{shares['sum'].sum()} of {shares['size'].sum()}"
        _title(drawing, f"Code is linked for {total} models")
    listed = ", ".join(
        f"{label}: {linked} of {size}"
        for label, (linked, size) in zip(labels, shares.itertuples(index=False), strict=True)
    )
    return Figure(
        name,
        "Models whose authors' code is known to the survey, by family.",
        f"Bars of the share of models with linked code. {listed}.",
        drawing,
    )


def _by_count(counts: pd.Series) -> list[Any]:
    """The labels of counts, most frequent first, equal ones in alphabetical order."""
    return sorted(counts.index, key=lambda label: (-counts[label], str(label)))


def _lower(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
