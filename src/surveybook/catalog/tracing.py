"""What a chapter asks of the data: recorded while it runs, asked again to see whether it must.

A traced catalog hands out rows and works whose cells note that they were read. What was asked
can be kept as JSON, and :func:`answers` is a digest of what the data answer to it: as long as
that is the same, whoever asked would see the same. A cell that was not read may change freely.

A record is ``{"listed": tables, "cells": {table: {field: keys}}, "queries": [[name, arguments]]}``;
``keys`` is None where a field of every row was read. Works are rows of "references". Lines in the
files are no part of the data: a traced row stands on line 0.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ..sources.bibliography import Work
from ..sources.datafiles import Row
from ..sources.schema import Schema

WORKS = "references"
"""The name under which works are rows."""
_THERE = ""
"""Stands for a field: whether there is a row of a key, and a work's type."""
_FIELDS = "*"
"""Stands for a field: the names of those that a work has."""
Asked = dict[str, Any]
"""A record, as the module describes it."""
Ask = Callable[[Any, Any], Any]
"""A named question: of a catalog without a trace, with arguments that JSON can hold."""
Key = TypeVar("Key")


class Trace:
    """What was asked of the data since it was made."""

    def __init__(self) -> None:
        self.cells: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.listed: set[str] = set()
        self.queries: set[str] = set()

    def absorb(self, other: Trace) -> None:
        """Whoever asked this asked that as well."""
        for table, fields in other.cells.items():
            for field, keys in fields.items():
                self.cells[table][field] |= keys
        self.listed |= other.listed
        self.queries |= other.queries

    def asked(self, catalog: Any) -> Asked:
        """The record of all that was asked of this catalog; it has no trace itself."""
        tables = _Tables(catalog.rows, catalog.works, catalog.schema)
        cells: dict[str, dict[str, list[str] | None]] = {}
        for table, fields in sorted(self.cells.items()):
            every = tables[table].keys()
            cells[table] = {
                field: None if keys >= every else sorted(keys)
                for field, keys in sorted(fields.items())
            }
        queries = [json.loads(query) for query in sorted(self.queries)]
        return {"listed": sorted(self.listed), "cells": cells, "queries": queries}


class TracedRows(Mapping[str, list[Row]]):
    """The rows of tables, by table; who asks for a table learns which rows it has."""

    def __init__(self, plain: Mapping[str, list[Row]], schema: Schema, trace: Trace) -> None:
        self.plain = plain
        self._schema, self._trace = schema, trace
        self._made: dict[str, list[Row]] = {}

    def __getitem__(self, table: str) -> list[Row]:
        if table not in self._made:
            rows = self.plain[table]
            seen = self._trace.cells[table]
            self._trace.listed.add(table)
            keys = row_keys(rows, self._schema.tables[table].primary_key)
            self._made[table] = [
                Row(0, _Cells(row.cells, key, seen)) for row, key in zip(rows, keys, strict=True)
            ]
        return self._made[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self.plain)

    def __len__(self) -> int:
        return len(self.plain)


class TracedWorks(Mapping[str, Work]):
    """The works by key."""

    def __init__(self, plain: Mapping[str, Work], trace: Trace) -> None:
        self.plain = plain
        self._trace, self._seen = trace, trace.cells[WORKS]
        self._made: dict[str, Work] = {}

    def __getitem__(self, key: str) -> Work:
        self._seen[_THERE].add(key)
        if key not in self._made:
            work = self.plain[key]
            self._made[key] = Work(key, work.type, 0, _Cells(work.fields, key, self._seen), {})
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str):
            self._seen[_THERE].add(key)
        return key in self.plain

    def __iter__(self) -> Iterator[str]:
        self._trace.listed.add(WORKS)
        return iter(self.plain)

    def __len__(self) -> int:
        self._trace.listed.add(WORKS)
        return len(self.plain)


class _Cells(Mapping[str, str]):
    """The cells of one row, which note what is read of them."""

    __slots__ = ("_cells", "_key", "_seen")

    def __init__(self, cells: Mapping[str, str], key: str, seen: dict[str, set[str]]) -> None:
        self._cells, self._key, self._seen = cells, key, seen

    def __getitem__(self, field: str) -> str:
        self._seen[field].add(self._key)
        return self._cells[field]

    def __iter__(self) -> Iterator[str]:
        self._seen[_FIELDS].add(self._key)
        return iter(self._cells)

    def __len__(self) -> int:
        self._seen[_FIELDS].add(self._key)
        return len(self._cells)


def row_keys(rows: Iterable[Row], primary_key: Sequence[str]) -> list[str]:
    """By what each row is known: the cells of its primary key; of several with the same, and
    without one, also by its place among them."""
    keys: list[str] = []
    known: dict[str, int] = {}
    for row in rows:
        key = "\x1f".join(row.cells[field] for field in primary_key)
        known[key] = known.get(key, 0) + 1
        keys.append(key if known[key] == 1 else f"{key}\x1f{known[key]}")
    return keys


@dataclass
class _Tables:
    """The cells of every row, by table and key, of data without a trace."""

    rows: Mapping[str, Sequence[Row]]
    works: Mapping[str, Work]
    schema: Schema

    def __post_init__(self) -> None:
        self._made: dict[str, dict[str, Mapping[str, str]]] = {}

    def __getitem__(self, table: str) -> dict[str, Mapping[str, str]]:
        if table not in self._made:
            made: dict[str, Mapping[str, str]] = {}
            if table == WORKS:
                made = {
                    key: dict(work.fields) | {_THERE: work.type} for key, work in self.works.items()
                }
            elif table in self.rows:
                rows = self.rows[table]
                keys = row_keys(rows, self.schema.tables[table].primary_key)
                made = {key: row.cells for key, row in zip(keys, rows, strict=True)}
            self._made[table] = made
        return self._made[table]


class Answers:
    """What the data of a ``catalog`` without a trace answer; ``queries`` are the named questions
    by name."""

    def __init__(self, catalog: Any, queries: Mapping[str, Ask]) -> None:
        self._catalog, self._queries = catalog, queries
        self._tables = _Tables(catalog.rows, catalog.works, catalog.schema)
        self._known: dict[str, str] = {}

    def digest(self, asked: Asked) -> str:
        """A digest of the answers to all that a record says was asked.

        Raises:
            LookupError, TypeError, ValueError: it is no record, or asks what cannot be answered.
        """
        parts = [self._of_query(name, given) for name, given in asked["queries"]]
        parts += [self._once(["rows", table], self._list) for table in asked["listed"]]
        for table, fields in asked["cells"].items():
            for field, keys in fields.items():
                if keys is None:
                    parts.append(self._once(["column", table, field], self._column))
                else:
                    parts.append(_digest([[key, self._cell(table, key, field)] for key in keys]))
        return _digest(parts)

    def _once(self, question: list[Any], answer: Callable[..., Any]) -> str:
        """A digest of an answer that many ask for."""
        name = json.dumps(question)
        if name not in self._known:
            self._known[name] = _digest(answer(*question[1:]))
        return self._known[name]

    def _of_query(self, name: str, given: Any) -> str:
        ask = self._queries[name]
        return self._once(["query", name, given], lambda *_: ask(self._catalog, given))

    def _list(self, table: str) -> list[str]:
        return list(self._tables[table])

    def _column(self, table: str, field: str) -> list[Any]:
        return [[key, self._cell(table, key, field)] for key in self._tables[table]]

    def _cell(self, table: str, key: str, field: str) -> Any:
        cells = self._tables[table].get(key)
        if cells is None:
            return None
        return sorted(cells) if field == _FIELDS else cells.get(field, field == _THERE)


def _digest(answer: Any) -> str:
    return hashlib.sha256(json.dumps(answer).encode()).hexdigest()
