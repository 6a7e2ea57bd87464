"""Figures of descent: which base models others start from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from ...catalog import Catalog
from ..myst import lower_first
from .drawing import (
    FAMILY_COLOURS,
    OTHER,
    TEXT,
    Figure,
    bare,
    by_count,
    canvas,
    family_fill,
    family_label,
    set_title,
)

SEGMENT_ANYTHING = "SAM"
"""What the line of the Segment Anything Model is called by :func:`base_line`."""


_LINES = (
    (SEGMENT_ANYTHING, r"(Mobile|HQ-)?SAM\b"),
    ("LLaMA", r"llama\b"),
    ("GPT", r"(chat)?gpt\b"),
    ("T5", r"t5\b"),
    ("BERT", r"bert\b"),
    ("RoBERTa", r"roberta\b"),
    ("BioBERT", r"biobert\b"),
    ("Bio_ClinicalBERT", r"(bio_?)?clinicalbert\b"),
    ("CXR-BERT", r"cxr-bert\b"),
    ("CLIP", r"clip\b"),
    ("DINO", r"dino(v\d)?\b"),
    ("MAE", r"mae\b"),
    ("ResNet", r"resnet-?\d*\b"),
    ("Swin", r"swin\b"),
    ("Baichuan", r"baichuan\d?\b"),
    ("ChatGLM", r"chatglm\b"),
    ("Flan-PaLM and PaLM", r"(flan-)?palm\b"),
)
"""Lines of base models by how the names of their members begin."""


def base_line(base: str) -> str:
    """The line of models that a named base belongs to: "LLaMA" for "LLaMA-2-13B".

    A base of no known line stands for itself, without remarks in parentheses.
    """
    for line, beginning in _LINES:
        if re.match(beginning, base, re.IGNORECASE):
            return line
    return re.sub(r"\s*\(.*?\)", "", base).strip() or base


@dataclass(frozen=True)
class Descent:
    """One step: a model, the line it comes from, and the listed model between them, if any."""

    model: str
    line: str
    through: str | None


def descents(catalog: Catalog) -> Iterator[Descent]:
    """Every model with each line it descends from, directly or through other listed models."""
    listed = {row["id"]: row for row in catalog.rows["models"]}
    states = {"", *catalog.schema.states}

    def lines(identifier: str, seen: frozenset[str]) -> Iterator[tuple[str, str | None]]:
        for base in listed[identifier]["derived_from"].split("; "):
            if base in states or base in seen:
                continue
            if base not in listed:
                yield base_line(base), None
                continue
            further = list(lines(base, seen | {base}))
            # A listed model that was trained from scratch begins a line of its own.
            own = [(listed[base]["name"], None)]
            for line, _ in further or own:
                yield line, base if further else None

    for identifier in listed:
        for line, through in dict.fromkeys(lines(identifier, frozenset({identifier}))):
            yield Descent(identifier, line, through)


def lineage(catalog: Catalog, *, name: str, family: str | None = None, most: int = 12) -> Figure:
    """How many models descend from each base, by family; lighter: through another model."""
    steps = pd.DataFrame(list(descents(catalog)), columns=["model", "line", "through"])
    steps = steps.drop_duplicates(["model", "line"])
    families = {row["id"]: row["family"] for row in catalog.rows["models"]}
    steps["family"] = steps["model"].map(families)
    if family:
        steps = steps[steps["family"] == family]
    counts = steps["line"].value_counts(sort=False)
    order = by_count(counts)
    shown = [line for line in order if counts[line] > 1][:most] or order[:most]
    with canvas(height=1.1 + 0.3 * len(shown)) as (drawing, axes):
        for place, line in enumerate(shown):
            left = 0
            for each in FAMILY_COLOURS:
                for through in (False, True):
                    own = steps[(steps["line"] == line) & (steps["family"] == each)]
                    size = int((own["through"].notna() == through).sum())
                    if not size:
                        continue
                    axes.barh(
                        place,
                        size,
                        left=left,
                        height=0.7,
                        **family_fill(each),
                        alpha=0.45 if through else 1.0,
                    )
                    left += size
            axes.annotate(
                str(counts[line]),
                (left, place),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
            )
        axes.set_yticks(range(len(shown)), shown)
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        if not family:
            marks = [axes.barh(0, 0, **family_fill(each)) for each in FAMILY_COLOURS]
            labels = [family_label(catalog, each) for each in FAMILY_COLOURS]
            axes.legend(marks, labels, loc="lower right", fontsize=9)
        total = steps["model"].nunique()
        set_title(
            drawing, f"{shown[0]} is the commonest start: {counts[shown[0]]} of {total} models"
        )
    listed = ", ".join(f"{line}: {counts[line]}" for line in shown)
    rest = len(order) - len(shown)
    return Figure(
        name,
        "Models by the line of the model they start from; lighter bars descend through another "
        f"listed model. Models of several bases count once for each. {rest} further bases are "
        "not shown.",
        f"Bar chart of models by base model. {listed}.",
        steps[["line", "model", "family", "through"]],
        drawing,
    )


_BRANCHES = (
    ("Adapters and trained weights", {"fine-tuning", "adapter-tuning"}),
    ("Adapters", {"adapter-tuning"}),
    ("Trained weights", {"fine-tuning"}),
    ("Prompts alone", {"prompt-engineering"}),
)


def segment_anything_tree(catalog: Catalog, *, name: str) -> Figure:
    """The family tree of Segment Anything in medicine: how each model changes it."""
    rows = [row for row in catalog.rows["models"] if row["topic"] == "segment-anything"]
    listed = {row["id"] for row in rows}
    parents = {
        row["id"]: next((base for base in row["derived_from"].split("; ") if base in listed), None)
        for row in rows
    }
    years = catalog.models.set_index("id")["year"]
    branches: dict[str, list[str]] = {}
    names = {row["id"]: row["name"] for row in rows}
    for row in rows:
        kinds = set(row["adaptation"].split("; "))
        branch = next((label for label, needed in _BRANCHES if needed <= kinds), "Other")
        branches.setdefault(branch, []).append(row["id"])
    reads = {
        row["id"]: ", ".join(
            lower_first(catalog.label("modality", term)) for term in row["modalities"].split("; ")
        )
        for row in rows
    }
    records = []
    with canvas(height=0.9 + 0.235 * (len(rows) + 1.5 * len(branches))) as (drawing, axes):
        place, stems = 0.0, []
        for branch, members in sorted(branches.items(), key=lambda item: -len(item[1])):
            axes.annotate(
                f"{branch} ({len(members)})", (0.9, place), va="center", fontweight="bold"
            )
            stems.append(place)
            first = place
            for member in sorted(members, key=lambda each: (years[each], names[each].lower())):
                place += 1
                _leaf(axes, place, names[member], f"{years[member]}, {reads[member]}")
                parent = parents[member]
                if parent:
                    axes.scatter([1.12], [place], s=18, color=FAMILY_COLOURS["MFM"], zorder=3)
                records.append(
                    (member, names[member], years[member], branch, parent or SEGMENT_ANYTHING)
                )
            axes.plot([1.0, 1.0], [first + 0.5, place], color=OTHER, linewidth=1)
            place += 1.5
        axes.plot([0.35, 0.35], [stems[0], stems[-1]], color=OTHER, linewidth=1)
        for stem in stems:
            axes.plot([0.35, 0.8], [stem, stem], color=OTHER, linewidth=1)
        axes.annotate(
            "Segment Anything Model",
            (0.12, (stems[0] + stems[-1]) / 2),
            rotation=90,
            va="center",
            ha="center",
            fontweight="bold",
        )
        axes.set_xlim(0, 5.4)
        axes.set_ylim(place - 1, -0.8)
        bare(axes)
        prompted = len(branches.get("Prompts alone", []))
        set_title(
            drawing,
            f"{len(rows) - prompted} of {len(rows)} models train weights or adapters; "
            f"{prompted} only prompt",
        )
    through = sum(parent is not None for parent in parents.values())
    listing = "; ".join(
        f"{branch}: {', '.join(names[member] for member in members)}"
        for branch, members in branches.items()
    )
    return Figure(
        name,
        "Models that adapt the Segment Anything Model, by what they change, with first public "
        f"year and what they read. A dot marks the {through} that start from another model of "
        "this tree.",
        f"Tree of adaptations. {listing}.",
        pd.DataFrame(records, columns=["id", "name", "year", "branch", "parent"]),
        drawing,
    )


def _leaf(axes: Axes, place: float, name: str, remark: str) -> None:
    axes.plot([1.0, 1.12], [place, place], color=OTHER, linewidth=1)
    named = axes.annotate(name, (1.2, place), va="center", fontsize=9)
    axes.annotate(
        remark,
        (1, 0.5),
        xycoords=named,
        xytext=(7, 0),
        textcoords="offset points",
        va="center",
        fontsize=8.5,
        color=TEXT,
    )
