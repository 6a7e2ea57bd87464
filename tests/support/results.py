"""A tiny book with results: one benchmark, comparisons by several hands, models and baselines."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from surveybook.sources.schema import load_schema
from tests.support.tiny import format_rows

Rows = Sequence[Mapping[str, str]]

BENCHMARK = {
    "id": "medqa",
    "name": "MedQA",
    "family": "LFM",
    "kind": "exam",
    "reference": "he2024foundation",
    "tasks": "question-answering",
    "datasets": "notes",
}
COMPARISON = {
    "id": "medqa-zero-shot",
    "benchmark": "medqa",
    "reference": "he2024foundation",
    "title": "Questions without examples",
    "setting": "zero-shot",
    "data": "test part",
    "metric": "accuracy",
    "direction": "higher",
    "unit": "percent",
    "cases": "1273",
    "interval": "ci95",
    "conditions": "one prompt",
    "source": "https://example.org/table",
    "locator": "Table 2",
    "checked": "2026-11-01",
}
RESULTS: Rows = (
    {"model": "medcpt", "value": "61.50", "low": "60.1", "high": "62.9"},
    {"baseline": "random choice", "value": "25.0"},
    {"baseline": "GPT-4", "variant": "0613", "value": "81.4", "low": "80", "high": "83"},
)
EVIDENCE: Rows = tuple(
    {
        "table": "benchmarks",
        "id": "medqa",
        "field": field,
        "source": "he2024foundation",
        "locator": "Section 1",
        "checked": "2026-11-01",
    }
    for field in ("tasks", "datasets")
)


def comparison(identifier: str, **cells: str) -> dict[str, str]:
    """A comparison like the first, but for its id and the given cells."""
    return COMPARISON | {"id": identifier} | cells


def add_rows(root: Path, table: str, rows: Rows) -> None:
    """Put rows at the end of a table; columns that they leave out are empty."""
    described = load_schema(root).tables[table]
    path = root / described.path
    with path.open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    blank = dict.fromkeys(described.fields, "")
    text = format_rows(described, [*known, *(blank | dict(row) for row in rows)])
    path.write_text(text, encoding="utf-8")


def add_results(
    root: Path,
    results: Mapping[str, Rows] | None = None,
    comparisons: Rows = (COMPARISON,),
) -> Path:
    """Give a book the benchmark with some comparisons; ``results`` by the comparison's id."""
    add_rows(root, "benchmarks", [BENCHMARK])
    add_rows(root, "evidence", EVIDENCE)
    add_rows(root, "comparisons", comparisons)
    listed = {COMPARISON["id"]: RESULTS} if results is None else results
    add_rows(
        root,
        "results",
        [{"comparison": name, **row} for name, rows in listed.items() for row in rows],
    )
    return root
