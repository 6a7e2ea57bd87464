"""Cells against their columns: types, patterns, vocabularies, keys, addresses."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from ..catalog import Catalog
from ..sources.problems import Problem
from ..sources.schema import Field, Table


def check_cells(catalog: Catalog) -> list[Problem]:
    """Problems of single cells and of the keys between tables."""
    problems: list[Problem] = []
    for table in catalog.schema.tables.values():
        for row in catalog.rows[table.name]:
            for field in table.fields.values():
                for code, message, remedy in _cell(row[field.name], field, catalog):
                    problems.append(Problem(table.path, row.line, code, message, remedy))
        problems += _duplicates(catalog, table)
        problems += _foreign_keys(catalog, table)
    return problems


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy that names the known word most like ``word``, if one is close."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else "add it or correct the spelling"


def is_web_address(text: str) -> bool:
    """Whether the text is one complete http or https address."""
    if re.search(r"[\s<>\"\\^`{|}]", text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return False


_Finding = tuple[str, str, str]


def _cell(cell: str, field: Field, catalog: Catalog) -> Iterator[_Finding]:
    name = field.name
    if cell != cell.strip():
        yield "stray-space", f"{name} begins or ends with a space: {cell!r}", "remove it"
        return
    if not cell:
        if field.required:
            yield "missing-value", f"{name} is empty but required", f"fill it: {field.description}"
        return
    if cell in catalog.schema.states:
        if field.required:
            yield "missing-value", f"{name} is required but says '{cell}'", "give its value"
        return
    if field.type != "string" and not _is_of_type(cell, field.type):
        yield "wrong-type", f"{name} is '{cell}', no {field.type}", _EXAMPLES[field.type]
    if field.pattern and not field.pattern.fullmatch(cell):
        remedy = f"it must match {field.pattern.pattern}: {field.description}"
        yield "wrong-type", f"{name} is '{cell}'", remedy
    for value in field.values(cell):
        yield from _value(value, field, catalog)
    if field.separator and len(set(field.values(cell))) != len(field.values(cell)):
        yield "stray-space", f"{name} names a value twice: '{cell}'", "keep one of them"


_EXAMPLES = {
    "integer": "write digits alone, such as 18000, with words and commas left out",
    "year": "write four digits, such as 2024",
    "date": "write it as YYYY-MM-DD",
}


def _is_of_type(cell: str, kind: str) -> bool:
    if kind == "date":
        try:
            return datetime.date.fromisoformat(cell).isoformat() == cell
        except ValueError:
            return False
    return bool(re.fullmatch(r"\d{4}" if kind == "year" else r"-?\d+", cell))


def _value(value: str, field: Field, catalog: Catalog) -> Iterator[_Finding]:
    name = field.name
    if value != value.strip() or not value or (field.separator and ";" in value):
        remedy = f"join values with '{field.separator}', without a last one that is empty"
        yield "stray-space", f"{name} has the list item {value!r}", remedy
    elif field.vocabulary:
        known = catalog.terms(field.vocabulary)
        if value not in known:
            message = f"{name} is '{value}', which the vocabulary '{field.vocabulary}' lacks"
            remedy = nearest(value, known)
            yield "unknown-term", message, remedy + " (terms stand in data/taxonomy.csv)"
    elif field.bibliography and value not in catalog.works:
        message = f"'{value}' is not in references.bib"
        yield "unknown-reference", message, nearest(value, catalog.works)
    elif field.url and not is_web_address(value):
        remedy = "give the whole address, starting with https:// or http://"
        yield "malformed-url", f"{name} is '{value}'", remedy


def _duplicates(catalog: Catalog, table: Table) -> list[Problem]:
    keys = [table.primary_key] if table.primary_key else []
    keys += [(f.name,) for f in table.fields.values() if f.unique and (f.name,) not in keys]
    problems = []
    for key in keys:
        first: dict[tuple[str, ...], int] = {}
        for row in catalog.rows[table.name]:
            value = tuple(row[name] for name in key)
            if value in first:
                shown = ", ".join(value)
                message = f"{' + '.join(key)} '{shown}' is already on line {first[value]}"
                remedy = "rename or delete one of the two"
                problems.append(Problem(table.path, row.line, "duplicate-id", message, remedy))
            else:
                first[value] = row.line
    return problems


def _foreign_keys(catalog: Catalog, table: Table) -> list[Problem]:
    problems = []
    for key in table.foreign_keys:
        known = {row[key.key] for row in catalog.rows[key.table]}
        for row in catalog.rows[table.name]:
            value = row[key.field]
            if value and value not in known:
                message = f"{key.field} '{value}' is not in data/{key.table}.csv"
                remedy = nearest(value, known)
                problems.append(Problem(table.path, row.line, "unknown-key", message, remedy))
    return problems
