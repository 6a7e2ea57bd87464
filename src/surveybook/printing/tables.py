"""A table as Typst: its head, repeated on each page, its cells, and the widths of its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from docutils import nodes

from .columns import Columns, fit
from .literals import array, call, string

_FITTED = {"frame", "entries"}
"""Tables whose columns get their widths from what they hold."""
_COUNTS = {"counts": slice(1, None), "counts-last": slice(-1, None)}
"""Which columns of numbers a table has, by its class."""
_NUMBER = re.compile(r"[-−+]?[\d,. ]*\d%?")
_SHORT = 22
"""Rows of a table that stands on one page."""
_LONG_CELL = 900
"""Letters of a cell whose row may be divided at the foot of a page."""


class Writer(Protocol):
    """What the writer of a page offers."""

    def content(self, node: nodes.Element) -> str:
        """What a node holds as one piece of content, its place marked."""

    def warn(self, message: str, *arguments: object, node: nodes.Node) -> None:
        """Say what cannot be printed, with its place."""


@dataclass(frozen=True)
class Table:
    """A table as content, whether it is meant for one page, and whether that is turned on its
    side."""

    text: str
    whole: bool
    on_its_side: bool


def write_table(writer: Writer, table: nodes.table, room: tuple[float, float]) -> Table:
    """A table as a call of ``grid`` of the template.

    ``room`` is the width of the text in points, and that of a page on its side, which a table
    gets whose longest words do not fit side by side otherwise.
    """
    rows = list(table.findall(nodes.row))
    body = [row for row in rows if not isinstance(row.parent, nodes.thead)]
    heads = [row for row in rows if isinstance(row.parent, nodes.thead)]
    columns = _columns(table, rows)
    given = None
    classes = set(table["classes"])
    if not (_FITTED & classes) or "comparison" in classes:
        given = [spec["colwidth"] for spec in table.findall(nodes.colspec)]
    # Names of entries are bold, and so are many first cells.
    fitted = fit(columns, given, room[0], bold_first=True)
    on_its_side = fitted.excess > 0
    if on_its_side:
        fitted = fit(columns, given, room[1], bold_first=True)
    if fitted.excess > 0:
        named = next(iter(table["ids"]), "a table")
        message = "%s is %.1f pt too wide for the page; give it fewer columns or shorter words"
        writer.warn(message, named, fitted.excess, node=table)
    cells = [call("table.header", *(_cells(writer, heads)))] if heads else []
    cells += _cells(writer, body)
    # A cell may be longer than a page.
    rows_whole = all(len(text) < _LONG_CELL for column in columns for text in column)
    grid = _grid(fitted, _right(classes, columns), cells, rows_whole)
    return Table(grid, len(body) <= _SHORT, on_its_side)


def _grid(fitted: Columns, right: list[bool], cells: list[str], rows_whole: bool) -> str:
    return call(
        "grid-of",
        array(*(f"{width:.2f}pt" for width in fitted.widths)),
        array(*(string("right" if each else "left") for each in right)),
        *cells,
        size=f"{fitted.size}pt",
        rows_whole="true" if rows_whole else "false",
    )


def _columns(table: nodes.table, rows: list[nodes.row]) -> list[list[str]]:
    """The texts of each column; of a cell that spans several, nothing."""
    count = len(list(table.findall(nodes.colspec)))
    texts: list[list[str]] = [[] for _ in range(count)]
    spanned: dict[int, int] = {}
    for row in rows:
        at = 0
        for entry in row.children:
            while spanned.get(at, 0):
                spanned[at] -= 1
                at += 1
            wide, high = entry.get("morecols", 0), entry.get("morerows", 0)
            if at < count:
                texts[at].append("" if wide else entry.astext())
            for column in range(at, at + wide + 1):
                spanned[column] = high
            at += wide + 1
    return [column or [""] for column in texts]


def _right(classes: set[str], columns: list[list[str]]) -> list[bool]:
    """Which columns hold numbers, and are set to the right."""
    right = [
        any(column[1:]) and all(not text or _NUMBER.fullmatch(text) for text in column[1:])
        for column in columns
    ]
    for name, chosen in _COUNTS.items():
        if name in classes:
            right[chosen] = [True] * len(right[chosen])
    return right


def _cells(writer: Writer, rows: list[nodes.row]) -> list[str]:
    written = []
    for row in rows:
        for entry in row.children:
            spans = {
                name: str(entry[key] + 1)
                for key, name in (("morecols", "colspan"), ("morerows", "rowspan"))
                if entry.get(key)
            }
            content = writer.content(entry)
            written.append(call("table.cell", content, **spans) if spans else content)
    return written
