"""Counting entries, for the numbers that chapters state in their sentences."""

from __future__ import annotations

import pandas as pd
from IPython.display import display

from .catalog import Catalog


def select(
    catalog: Catalog, table: str, *, known: str | None = None, **wanted: object
) -> pd.DataFrame:
    """The entries of a table that fit every condition.

    A condition names a column and the value it must have; of a column that holds several
    values, one must be it. A tuple or list of values means any of them. ``known`` names a
    column that must hold a value.

    Raises:
        KeyError: a column is not one of the table.
        ValueError: no row of the whole table has the value, so it is misspelt.
    """
    frame: pd.DataFrame = getattr(catalog, table)
    kept = pd.Series(True, index=frame.index)
    for column, values in wanted.items():
        if column not in frame:
            raise KeyError(f"{table} has no column {column!r}; it has {', '.join(frame.columns)}")
        any_of = values if isinstance(values, (tuple, list)) else (values,)
        found = [
            frame[column].map(lambda cell, value=value: _holds(cell, value)).astype(bool)
            for value in any_of
        ]
        for value, rows in zip(any_of, found, strict=True):
            if not rows.any():
                raise ValueError(f"no row of {table} has {column} = {value!r}")
        kept &= pd.concat(found, axis=1).any(axis=1)
    if known:
        kept &= frame[known].map(lambda cell: not (cell is None or cell is pd.NA or cell == ()))
    return frame[kept]


def _holds(cell: object, value: object) -> bool:
    if isinstance(cell, tuple):
        return value in cell
    return cell is not None and cell is not pd.NA and bool(cell == value)


def count(catalog: Catalog, table: str, *, known: str | None = None, **wanted: object) -> int:
    """How many entries :func:`select` finds: ``count(catalog, "models", family="LFM")``."""
    return len(select(catalog, table, known=known, **wanted))


def glue(name: str, value: int | float | str) -> None:
    """Keep a computed value under a name, for ``{glue:text}`` in the chapter's sentences.

    Whole numbers are written with a comma at the thousands.
    """
    shown = f"{value:,}" if isinstance(value, int) else str(value)
    data = {"application/papermill.record/text/plain": shown}
    display(data, metadata={"scrapbook": {"name": name, "mime_prefix": _PREFIX}}, raw=True)


_PREFIX = "application/papermill.record/"
