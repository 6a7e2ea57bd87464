"""The text of data/*.csv: its canonical form, and rows put into it.

The canonical form is UTF-8 without a mark, line feeds, the columns in the order of
datapackage.json, quotation marks only where a cell needs them, no blank lines. Cells and the
order of the rows stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from ..sources.schema import Table


class UnreadableTableError(ValueError):
    """A text that is not a table of the described columns; says what is wrong and where."""


def format_table(text: str, table: Table) -> str:
    """The text of a table's file in canonical form.

    Raises:
        UnreadableTableError: the columns are not those described, or a row does not fit them.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    header, records = _read(text, table)
    at = [header.index(name) for name in table.fields]
    return "".join(
        _line([record[number] for number in at]) for record in [header, *records] if record
    )


def insert_row(text: str, table: Table, cells: Mapping[str, str], group: Sequence[str]) -> str:
    """The text with a row put among those that agree with it in the columns ``group``: before
    the first of them whose id sorts after its own if they are sorted, else after the last; at
    the end if there are none. Columns without a cell are empty. Nothing else changes.

    Raises:
        UnreadableTableError: as :func:`format_table`.
    """
    header, records = _read(text, table)
    row = _line([cells.get(name, "") for name in header])
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    identifier = header.index(table.primary_key[0])
    members = [
        (number, record[identifier])
        for number, record in enumerate(records, 1)
        if record and all(record[header.index(name)] == cells.get(name, "") for name in group)
    ]
    place = members[-1][0] + 1 if members else len(lines)
    ids = [member for _, member in members]
    if ids == sorted(ids):
        later = [number for number, member in members if member > cells[table.primary_key[0]]]
        place = later[0] if later else place
    return "".join([*lines[:place], row, *lines[place:]])


def format_row(cells: Sequence[str]) -> str:
    """One record as it stands in a file, with its line end."""
    return _line(cells)


def _read(text: str, table: Table) -> tuple[list[str], list[list[str]]]:
    try:
        header, *records = list(csv.reader(io.StringIO(text, newline=""), strict=True)) or [[]]
    except csv.Error as error:
        raise UnreadableTableError(f"quotation marks do not pair up ({error})") from error
    if sorted(header) != sorted(table.fields):
        raise UnreadableTableError(f"the columns are not {', '.join(table.fields)}")
    for number, record in enumerate(records, 2):
        if record and len(record) != len(header):
            raise UnreadableTableError(
                f"record {number} has {len(record)} cells, the header {len(header)}"
            )
        if any("\n" in cell for cell in record):
            raise UnreadableTableError(f"record {number} spans lines; put it on one")
    return header, records


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
