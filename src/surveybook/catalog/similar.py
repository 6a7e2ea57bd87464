"""Which entries of a table are most like one another, by what they work with.

Only entries of one group are compared: models of a topic, data sets and benchmarks of a family,
studies and resources of a kind. The likeness of two is the mean, over the columns of
:data:`COMPARED` that both fill, of the share of their terms that they have in common (the Jaccard
index). Nothing of results enters.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from ..sources.datafiles import Row
from ..sources.schema import Field
from .catalog import Catalog

if TYPE_CHECKING:
    import numpy as np

COMPARED = (
    *("modalities", "tasks", "specialty", "kind", "unit", "pretraining", "adaptation"),
    "derived_from",
)
"""The columns whose terms are compared, those of them that a table has."""
LEAST = 0.5
"""Entries that are less alike are not called similar."""
_GROUPS = ("topic", "family", "kind")
"""The column that says what is compared with what: the first that a table has."""


def rule(catalog: Catalog, table: str) -> str:
    """By what entries of a table are found to be alike, as a sentence for readers."""
    fields = catalog.schema.tables[table].fields
    group = _group(catalog, table)
    of_group = f"Of the same {fields[group].title.lower()}; found" if group else "Found"
    titles = [fields[name].title.lower() for name in COMPARED if name in fields]
    columns = " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))
    return f"{of_group} by what they have in common of {columns}; results do not enter."


def similar_entries(catalog: Catalog, table: str, most: int = 5) -> dict[str, list[str]]:
    """By entry, the ids of up to ``most`` others that are most like it, the likest first; equals
    stand in the order of the table."""
    import numpy as np

    fields = catalog.schema.tables[table].fields
    group = _group(catalog, table)
    groups: dict[str, list[Row]] = {}
    for row in catalog.rows[table]:
        groups.setdefault(row[group] if group else "", []).append(row)
    compared = [fields[name] for name in COMPARED if name in fields]
    found = {}
    for rows in groups.values():
        likeness = _likeness(catalog.schema.states, compared, rows)
        np.fill_diagonal(likeness, 0)
        order = np.argsort(-likeness, axis=1, kind="stable")[:, :most]
        for place, row in enumerate(rows):
            alike = [each for each in order[place] if likeness[place, each] >= LEAST]
            found[row["id"]] = [rows[each]["id"] for each in alike]
    return found


def _group(catalog: Catalog, table: str) -> str:
    fields = catalog.schema.tables[table].fields
    return next((name for name in _GROUPS if name in fields), "")


def _likeness(states: Sequence[str], compared: Sequence[Field], rows: Sequence[Row]) -> np.ndarray:
    """The likeness of every row and every other, 0 to 1: n x n floats."""
    import numpy as np

    total = np.zeros((len(rows), len(rows)), dtype=np.float32)
    filled = np.zeros_like(total)
    for field in compared:
        cells = ["" if row[field.name] in states else row[field.name] for row in rows]
        held = _membership([field.values(cell) for cell in cells])
        counts = held.sum(axis=1)
        common = held @ held.T
        union = counts[:, None] + counts[None, :] - common
        both = (counts[:, None] > 0) & (counts[None, :] > 0)
        total += np.where(both, common / np.maximum(union, 1), 0)
        filled += both
    return total / np.maximum(filled, 1)


def _membership(values: Sequence[Sequence[str]]) -> np.ndarray:
    """Whether a row has a term (column), as floats 0 and 1."""
    import numpy as np

    terms = {term: place for place, term in enumerate(dict.fromkeys(chain.from_iterable(values)))}
    held = np.zeros((len(values), max(len(terms), 1)), dtype=np.float32)
    for row, listed in enumerate(values):
        held[row, [terms[term] for term in listed]] = 1
    return held
