"""One entry as JSON for programs: its row, the evidence of each fact, its works, its results."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ..catalog import Catalog
from .csl import csl_item
from .tabledata import records

_Record = Mapping[str, Any]


class EntryRecords:
    """The entries of a catalog, looked up by table and id."""

    def __init__(self, catalog: Catalog):
        self.catalog = catalog

    def text(self, table: str, identifier: str) -> str:
        """The JSON text of one entry.

        Its members: ``table``; ``entry``, as in ``data/<table>.json``; ``evidence``, a list of
        rows; ``works``, a list of CSL items; of a model ``results``, each with its
        ``comparison``; of a benchmark ``comparisons``.

        Raises:
            KeyError: there is no such entry.
        """
        entry = self._entries[table, identifier]
        keys = [entry.get("reference"), *(entry.get("further_references") or ())]
        told: dict[str, Any] = {
            "table": table,
            "entry": entry,
            "evidence": self._evidence.get((table, identifier), []),
            "works": [
                csl_item(self.catalog.works[key]) for key in keys if key in self.catalog.works
            ],
        }
        if table == "models":
            told["results"] = self._results.get(identifier, [])
        elif table == "benchmarks":
            told["comparisons"] = self._on_benchmark.get(identifier, [])
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    @cached_property
    def _entries(self) -> dict[tuple[str, str], _Record]:
        return {
            (table.name, record["id"]): record
            for table in self.catalog.schema.entry_tables
            for record in records(self.catalog, table)
        }

    @cached_property
    def _evidence(self) -> dict[tuple[str, str], list[_Record]]:
        found: dict[tuple[str, str], list[_Record]] = defaultdict(list)
        for row in self.catalog.rows["evidence"]:
            proof = {name: row[name] for name in ("field", "source", "locator", "checked")}
            found[row["table"], row["id"]].append(proof)
        return dict(found)

    @cached_property
    def _comparisons(self) -> dict[str, _Record]:
        tables = self.catalog.schema.tables
        if "comparisons" not in tables:
            return {}
        return {record["id"]: record for record in records(self.catalog, tables["comparisons"])}

    @cached_property
    def _results(self) -> dict[str, list[_Record]]:
        tables = self.catalog.schema.tables
        found = defaultdict(list)
        for record in records(self.catalog, tables["results"]) if "results" in tables else ():
            if record["model"]:
                compared = self._comparisons.get(record["comparison"])
                found[record["model"]].append({**record, "comparison": compared})
        return dict(found)

    @cached_property
    def _on_benchmark(self) -> dict[str, list[_Record]]:
        found = defaultdict(list)
        for record in self._comparisons.values():
            found[record["benchmark"]].append(record)
        return dict(found)
