"""Decisions on what waits, as a table in CSV that a person filled in."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from .csljson import NotThisFormatError

NEEDED = ("row", "decision")


def read_decisions(text: str) -> list[Mapping[str, str]]:
    """The rows of the table that decide something, each by the names of its columns.

    Raises:
        NotThisFormatError: a column that is needed is missing, or quotation marks do not pair up.
    """
    try:
        rows = list(
            csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        )
    except csv.Error as error:
        raise NotThisFormatError(f"the table is no CSV ({error})") from error
    missing = [name for name in NEEDED if rows and name not in rows[0]]
    if missing:
        raise NotThisFormatError(f"the table has no column '{missing[0]}'")
    told = [
        {name: (cell or "").strip() for name, cell in row.items() if isinstance(name, str)}
        for row in rows
    ]
    return [row for row in told if row["decision"]]
