"""Data that models were trained on and that benchmarks test on.

Training data are partly entries and partly words of a source, so a data set is looked for by its
name and its id, as whole words. That a model was trained on a data set does not say that it saw
the cases that a benchmark tests on: many data sets keep a part for testing. A model tested on it
has nevertheless learned the scanners, the patients and the labelling of one place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .catalog import Catalog

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Shared:
    """A data set or database with the models trained on it, by id; the comparisons that test on
    it; the models measured in these; and those of the latter that were trained on it."""

    id: str
    name: str
    trained: tuple[str, ...]
    comparisons: tuple[str, ...]
    measured: tuple[str, ...]
    both: tuple[str, ...]


def shared_data(catalog: Catalog) -> list[Shared]:
    """Every data set that both trains a model and tests one, those first that train and test the
    same models most often, then those that train most."""
    entries = {
        row["id"]: row["name"] for table in ("datasets", "databases") for row in catalog.rows[table]
    }
    known = {*entries, *entries.values()}
    training = catalog.text("models").set_index("id")["pretraining_data"]
    tests = _tests(catalog, entries)
    # To look for a name as whole words takes long, and most are nowhere at all.
    trained_on, tested_on = ("\n".join(texts).casefold() for texts in (training, tests))
    measured = catalog.results[catalog.results["model"] != ""][["comparison", "model"]]
    found = []
    for identifier, name in entries.items():
        called = [each.casefold() for each in _called((identifier, name))]
        if not all(any(each in text for each in called) for text in (trained_on, tested_on)):
            continue
        names = _whole_words((identifier, name), known)
        trained = training.index[training.str.contains(names)]
        comparisons = tests.index[tests.str.contains(names)]
        models = sorted(set(measured[measured["comparison"].isin(comparisons)]["model"]))
        if not len(trained) or not models:
            continue
        both = tuple(model for model in models if model in set(trained))
        found.append(
            Shared(identifier, name, tuple(trained), tuple(comparisons), tuple(models), both)
        )
    return sorted(found, key=lambda each: (-len(each.both), -len(each.trained), each.name))


def _tests(catalog: Catalog, entries: dict[str, str]) -> pd.Series[str]:
    """What each comparison tests on, by id: its data and those that its benchmark consists of."""
    benchmarks = catalog.text("benchmarks").set_index("id")
    comparisons = catalog.text("comparisons").set_index("id")
    holds = benchmarks["datasets"] + "; " + benchmarks.index.to_series()
    named = holds.map(
        lambda cell: "; ".join(f"{each}; {entries.get(each, '')}" for each in cell.split("; "))
    )
    # A classifier on frozen features is trained on one data set and tested on another.
    tested = comparisons["data"].str.replace(r"\btrained on [^,;]*", "", regex=True)
    return tested + "; " + comparisons["benchmark"].map(named).fillna("")


def _called(names: Iterable[str]) -> list[str]:
    """What an entry with such names is called, "TCGA" of "TCGA (The Cancer Genome Atlas)"."""
    return sorted({re.sub(r"\s*\(.*?\)", "", name).strip() for name in names} - {""})


def _whole_words(names: Iterable[str], known: Collection[str]) -> re.Pattern[str]:
    """Finds any of the names, "TCGA" too of "TCGA (The Cancer Genome Atlas)", and "TCGA-BRCA";
    but no ``known`` name that only begins like it, as MIMIC-IV-ECG does like MIMIC-IV."""
    choices = []
    for name in _called(names):
        longer = {
            other[len(name) :] for other in known if other.casefold().startswith(name.casefold())
        }
        rest = "|".join(re.escape(end) for end in sorted(longer) if re.match(r"[\w-]", end))
        choices.append(re.escape(name) + (f"(?!{rest})" if rest else ""))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(choices)})(?!\w)", re.IGNORECASE)
