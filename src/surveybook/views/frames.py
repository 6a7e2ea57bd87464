"""A data frame that a notebook shows, as a table for print.

On the site pandas draws its own HTML; in TeX that would become verbatim text.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from .myst import Column, Myst, escape, list_table, quiet

_WIDEST = 40


def frame_table(frame: pd.DataFrame) -> Myst:
    """The frame with its index, as many rows as pandas would show, missing values marked."""
    most = pd.get_option("display.max_rows")
    rows = [
        [_cell(label), *(_cell(value) for value in values)]
        for label, values in zip(frame.index, frame.itertuples(index=False), strict=True)
    ]
    if len(rows) > most:
        half = most // 2
        left_out = [escape(f"… {len(rows) - 2 * half} more"), *("…" for _ in frame.columns)]
        rows = [*rows[:half], left_out, *rows[-half:]]
    heads = [str(frame.index.name or ""), *map(str, frame.columns)]
    widths = [
        max(4, len(head), *(min(len(cells[position]), _WIDEST) for cells in rows))
        for position, head in enumerate(heads)
    ]
    columns = [Column(head, width) for head, width in zip(heads, widths, strict=True)]
    return list_table(columns, rows, classes=("frame",))


def _cell(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return escape(", ".join(map(str, value)))
    if pd.isna(value):
        return quiet("missing")
    if isinstance(value, float):
        return escape(f"{value:,.6g}")
    return escape(str(value))
