"""Which tables are wider than an e-reader: their rows are shown one below the other as lists."""

from __future__ import annotations

from docutils import nodes

from ..printing.columns import PADDING, fit

_ROOM = 300.0
"""Points, at the size of letters that a printed table has, of a page of 600 pixels."""
_MOST_LINES = 8
"""Lines that a cell may have; with more, its row is hard to follow."""
_LETTER = 0.5
"""The width of a letter as a share of its size."""


def records(table: nodes.table) -> list[nodes.row]:
    """The rows of a table that is too wide to be shown as one; empty for any other.

    A table that has no head, or cells that span several columns or rows, stays as it is.
    """
    heads = [row for head in table.findall(nodes.thead) for row in head.findall(nodes.row)]
    rows = [row for body in table.findall(nodes.tbody) for row in body.findall(nodes.row)]
    if len(heads) != 1 or len(heads[0]) < 3:
        return []
    every = [*heads, *rows]
    if any(len(row) != len(heads[0]) for row in every) or any(
        cell.get("morecols") or cell.get("morerows") for row in every for cell in row
    ):
        return []
    columns = [[row[at].astext() for row in every] for at in range(len(heads[0]))]
    fitted = fit(columns, None, _ROOM, bold_first=True)
    if fitted.excess > 0:
        return rows
    lines = (
        len(text) * fitted.size * _LETTER / (width - PADDING)
        for column, width in zip(columns, fitted.widths, strict=True)
        for text in column
    )
    return rows if max(lines) > _MOST_LINES else []


def head_of(table: nodes.table, at: int) -> str:
    """The words at the head of a column."""
    row = next(row for head in table.findall(nodes.thead) for row in head.findall(nodes.row))
    return " ".join(row[at].astext().split())
