"""Whether what a recorded notebook shows is still what it would show: what has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import __version__
from ..sources.datafiles import Row
from ..sources.recorded import Declaration, code_digest, rows_digest
from ..sources.recordings import Recording


def read_tables_of(declaration: Declaration) -> list[str]:
    """The tables of the survey of which a notebook reads rows."""
    return sorted({*declaration.tables, *declaration.rows})


def used_rows(
    declaration: Declaration, table: str, rows: Mapping[str, Sequence[Row]]
) -> list[Mapping[str, str]]:
    """The rows of a table that a notebook reads, by the columns; those it does not name are all.

    Raises:
        LookupError: the survey has no such table, or the table has not all the ids.
    """
    known = rows[table]
    wanted = declaration.rows.get(table)
    if wanted is None or table in declaration.tables:
        return [row.cells for row in known]
    by_id = {row.cells["id"]: row.cells for row in known}
    return [by_id[each] for each in wanted]


def changes_since(recording: Recording, rows: Mapping[str, Sequence[Row]]) -> list[str]:
    """What has changed since a notebook was run: its code, its packages, the rows that it reads,
    this package; in words, and nothing if it would show the same."""
    record = recording.record
    if record is None:
        return []
    changed = []
    if code_digest(recording.notebook) != record.code:
        changed.append("its code")
    if recording.lock_digest() != record.lock:
        changed.append("the lock of its packages")
    tables = read_tables_of(recording.declaration)
    for table in sorted({*tables, *record.tables}):
        if _digest(recording.declaration, table, rows) != record.tables.get(table):
            changed.append(f"the rows of {table} that it reads")
    if record.survey and record.survey != __version__:
        changed.append(f"surveybook, from {record.survey} to {__version__}")
    return changed


def table_digests(declaration: Declaration, rows: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    """A digest of the rows that a notebook reads, by table.

    Raises:
        LookupError: as :func:`used_rows`.
    """
    return {
        table: rows_digest(used_rows(declaration, table, rows))
        for table in read_tables_of(declaration)
    }


def _digest(declaration: Declaration, table: str, rows: Mapping[str, Sequence[Row]]) -> str:
    try:
        return rows_digest(used_rows(declaration, table, rows))
    except LookupError:
        return ""
