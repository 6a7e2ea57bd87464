"""Which entries of a table are most like one another, by what they work with.

The likeness of two entries is the mean, over the columns of :data:`COMPARED` that both fill, of
the share of their terms that they have in common (the Jaccard index). Nothing of results enters.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from .catalog import Catalog

if TYPE_CHECKING:
    import numpy as np

COMPARED = (
    *("modalities", "tasks", "specialty", "topic", "kind", "unit", "family"),
    *("pretraining", "adaptation", "derived_from"),
)
"""The columns whose terms are compared, those of them that a table has."""
LEAST = 0.5
"""Entries that are less alike are not called similar."""
_ROWS = 256
"""So many entries are held against all others at a time, to keep memory small."""


def compared_columns(catalog: Catalog, table: str) -> str:
    """The titles of the columns by which entries of a table are found alike, as a list."""
    fields = catalog.schema.tables[table].fields
    titles = [fields[name].title.lower() for name in COMPARED if name in fields]
    return f"{', '.join(titles[:-1])} and {titles[-1]}" if len(titles) > 1 else titles[0]


def similar_entries(catalog: Catalog, table: str, most: int = 5) -> dict[str, list[str]]:
    """By entry, the ids of up to ``most`` others that are most like it, the likest first; equals
    stand in the order of the table."""
    import numpy as np

    rows = catalog.rows[table]
    fields = catalog.schema.tables[table].fields
    sets = [_membership(catalog, table, name) for name in COMPARED if name in fields]
    found = {}
    for start in range(0, len(rows), _ROWS):
        part = slice(start, start + _ROWS)
        likeness = _likeness(sets, part)
        for offset, own in enumerate(likeness):
            place = start + offset
            own[place] = 0
            order = np.argsort(-own, kind="stable")[:most]
            found[rows[place]["id"]] = [rows[each]["id"] for each in order if own[each] >= LEAST]
    return found


def _membership(catalog: Catalog, table: str, field: str) -> np.ndarray:
    """Whether an entry (row) has a term (column), as floats 0 and 1."""
    import numpy as np

    described = catalog.schema.tables[table].fields[field]
    states = catalog.schema.states
    cells = [row[field] for row in catalog.rows[table]]
    values = [described.values("" if cell in states else cell) for cell in cells]
    terms = {term: place for place, term in enumerate(dict.fromkeys(chain.from_iterable(values)))}
    matrix = np.zeros((len(values), max(len(terms), 1)), dtype=np.float32)
    for row, listed in enumerate(values):
        matrix[row, [terms[term] for term in listed]] = 1
    return matrix


def _likeness(sets: list[np.ndarray], part: slice) -> np.ndarray:
    """The likeness of the entries of ``part`` (rows) and all entries (columns), 0 to 1."""
    import numpy as np

    shape = (len(sets[0][part]), len(sets[0]))
    total, filled = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    for matrix in sets:
        counts = matrix.sum(axis=1)
        common = matrix[part] @ matrix.T
        union = counts[part, None] + counts[None, :] - common
        both = (counts[part, None] > 0) & (counts[None, :] > 0)
        total += np.where(both, common / np.maximum(union, 1), 0)
        filled += both
    return np.where(filled > 0, total / np.maximum(filled, 1), 0)
