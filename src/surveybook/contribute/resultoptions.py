"""What ``surveybook add-results`` takes: the file, and what is said of the comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

_EXAMPLE = (
    "add-results table2.csv --benchmark medqa --reference jin2023medcpt --title 'Table 2' "
    "--setting zero-shot --data 'test part' --metric accuracy --direction higher "
    "--unit percent --source https://example.org/paper --locator 'Table 2'"
)
CELLS = {
    "benchmark": "id of the benchmark, from data/benchmarks.csv",
    "reference": "key in references.bib of the work whose authors measured",
    "id": "its permanent id (default: from benchmark and title)",
    "title": "what is compared, in a few words",
    "setting": "zero-shot, few-shot, linear-probe, fine-tuned, ...",
    "shots": "number of examples, of few-shot and in-context settings",
    "data": "split or test data, in words",
    "metric": "what the values measure, such as AUROC",
    "direction": "higher or lower: which values are better",
    "unit": "fraction (0 to 1), percent, correlation (-1 to 1) or number",
    "cases": "number of test cases",
    "interval": "what low and high are: ci95, sd, se, range, ...",
    "conditions": "what must be the same to repeat it",
    "interest": "funding or employment that the source states",
    "source": "address, or key of references.bib, of what was read",
    "locator": "where in it: table, column, file",
}
"""What a contributor can say of a comparison, by the column of its row."""
COMMAND: tuple[Any, ...] = (
    "add a comparison and its results from a CSV",
    _EXAMPLE,
    click.Argument(
        ["file"],
        type=click.Path(path_type=Path, dir_okay=False),
        help="a line a result: system (or model, baseline), variant, value, low, high, n, note",
    ),
    *(click.Option([f"--{name}"], help=what) for name, what in CELLS.items()),
    click.Option(["--yes"], is_flag=True, help="write without asking"),
)
"""What it does, an example, and its parameters."""
