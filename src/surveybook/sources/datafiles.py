"""data/*.csv to rows of text, each with its line. Nothing else opens those files.

Cells are text and stay text: "NA", "007" and "1E5" are values like any other. What a cell
means is the business of :mod:`catalog` and :mod:`checks`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .problems import Problem
from .schema import Schema, Table


@dataclass(frozen=True)
class Row:
    """One record: its cells by column name, and the 1-based line it stands on."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return self.cells[field]


def read_tables(root: Path, schema: Schema) -> tuple[dict[str, list[Row]], list[Problem]]:
    """Read every described table below ``root``; rows that can not be read are left out
    of the tables and are among the problems."""
    tables: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    for table in schema.tables.values():
        rows, found = read_table(root, table)
        tables[table.name] = rows
        problems += found
    described = {table.path for table in schema.tables.values()}
    for path in sorted((root / "data").glob("*.csv")):
        name = path.relative_to(root).as_posix()
        if name not in described:
            message = f"{name} is not described in data/datapackage.json"
            problems.append(
                Problem(name, 0, "unknown-table", message, "describe it there or delete the file")
            )
    return tables, problems


def read_table(root: Path, table: Table) -> tuple[list[Row], list[Problem]]:
    """Read one table: its readable rows, and a problem for everything else."""
    try:
        raw = (root / table.path).read_bytes()
    except OSError:
        message = f"{table.path} is described in data/datapackage.json but is not there"
        remedy = "add the file with its header, or take its description out"
        return [], [Problem(table.path, 0, "missing-table", message, remedy)]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte {raw[error.start]:#04x} is not UTF-8"
        return [], [Problem(table.path, line, "not-utf8", message, "save the file as UTF-8")]
    problems: list[Problem] = []
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        remedy = "save the file with Unix line ends (LF)"
        message = "the file has carriage returns"
        problems.append(Problem(table.path, line, "line-end", message, remedy))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    header = _parse(lines[0], table.path, 1, problems) if lines else []
    problems += _header_problems(header or [], table)
    if header is None or (problems and any(p.code in _UNREADABLE_HEADER for p in problems)):
        return [], problems
    return _records(lines, header, table, problems), problems


_UNREADABLE_HEADER = ("missing-column", "unknown-field", "duplicate-field")


def _records(
    lines: list[str], header: list[str], table: Table, problems: list[Problem]
) -> list[Row]:
    rows = []
    number = 1
    while number < len(lines):
        number += 1
        line = lines[number - 1]
        start = number
        # An odd number of quotation marks means that a quoted cell goes on below.
        while line.count('"') % 2 and number < len(lines):
            number += 1
            line += "\n" + lines[number - 1]
        if "\n" in line:
            if line.count('"') % 2:
                # Nothing closes it: blame this line alone and go on with the next.
                number = start
                line = lines[start - 1]
            else:
                message = f"a quoted cell runs on to line {number}"
                remedy = "put the record on one line"
                problems.append(Problem(table.path, start, "line-break", message, remedy))
                continue
        cells = _parse(line, table.path, start, problems)
        if cells is None:
            continue
        if len(cells) != len(header):
            message = f"{len(cells)} cells where the header has {len(header)}"
            remedy = "add or remove commas; quote a cell that holds a comma"
            problems.append(Problem(table.path, start, "cell-count", message, remedy))
            continue
        rows.append(Row(start, dict(zip(header, cells, strict=True))))
    return rows


def _parse(line: str, path: str, number: int, problems: list[Problem]) -> list[str] | None:
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error as error:
        message = f"quotation marks do not pair up ({error})"
        remedy = 'quote the whole cell and double each quotation mark inside it ("")'
        problems.append(Problem(path, number, "bad-quoting", message, remedy))
        return None


def _header_problems(header: list[str], table: Table) -> list[Problem]:
    problems = []
    for field in table.fields:
        if field not in header:
            remedy = f"add it, between the columns {', '.join(table.fields)}"
            message = f"the column '{field}' is missing"
            problems.append(Problem(table.path, 1, "missing-column", message, remedy))
    for position, field in enumerate(header):
        if field not in table.fields:
            remedy = "describe it in data/datapackage.json or correct the spelling"
            message = f"the column '{field}' is not described"
            problems.append(Problem(table.path, 1, "unknown-field", message, remedy))
        elif field in header[:position]:
            message = f"the column '{field}' stands twice"
            problems.append(
                Problem(table.path, 1, "duplicate-field", message, "remove one of the two")
            )
    return problems


def read_version(text: str) -> list[dict[str, str]] | None:
    """The records of an earlier version of a table, by the header that it had then; None if
    one of them can not be read."""
    try:
        records = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return None
    whole = all(None not in record and None not in record.values() for record in records)
    return records if whole else None
