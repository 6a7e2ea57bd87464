"""Results that cannot stand are refused: by line, code and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.checks import check_data
from tests.support.results import RESULTS, add_results, comparison
from tests.support.tiny import set_cell

VALUE = "data/results.csv"
COMPARISONS = "data/comparisons.csv"


def faults(root: Path) -> list[tuple[str, int, str]]:
    return [(problem.path, problem.line, problem.code) for problem in check_data(root)]


def test_sound_results_have_no_problem(tiny: Path) -> None:
    assert check_data(add_results(tiny)) == []


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        ({"model": ""}, "unclear-system", "neither a model nor a baseline"),
        ({"baseline": "BERT"}, "unclear-system", "both 'medcpt' and 'BERT'"),
        ({"model": "n/a", "low": "", "high": ""}, "unclear-system", "neither"),
        ({"value": "161.5", "high": "162"}, "value-out-of-range", "from 0 to 100"),
        ({"value": "-1", "low": "-2", "high": "0"}, "value-out-of-range", "percent"),
        ({"low": "61.6"}, "malformed-interval", "low is 61.6, above the value 61.50"),
        ({"high": "61.4"}, "malformed-interval", "high is 61.4, below the value 61.50"),
        ({"high": ""}, "malformed-interval", "the other bound is empty"),
        ({"value": "61,5"}, "wrong-type", "write digits with a point"),
        ({"value": "61.5 %"}, "wrong-type", "write digits with a point"),
        ({"value": ""}, "missing-value", "value is empty"),
        ({"model": "medcp"}, "unknown-key", "did you mean 'medcpt'?"),
        ({"n": "0"}, "wrong-type", "from 1"),
    ],
)
def test_a_result_that_cannot_stand(
    tiny: Path, changed: dict[str, str], code: str, says: str
) -> None:
    first, *others = RESULTS
    add_results(tiny, {"medqa-zero-shot": [{**first, **changed}, *others]})
    found = check_data(tiny)
    assert code in [problem.code for problem in found]
    assert [problem.line for problem in found] == [2] * len(found)
    assert any(says in str(problem) for problem in found)


@pytest.mark.parametrize("unit", ["fraction", "correlation"])
def test_a_value_is_in_the_unit_of_its_comparison(tiny: Path, unit: str) -> None:
    add_results(tiny)
    set_cell(tiny, "comparisons", "medqa-zero-shot", "unit", unit)
    assert faults(tiny) == [(VALUE, line, "value-out-of-range") for line in (2, 3, 4)]


def test_bounds_need_a_kind(tiny: Path) -> None:
    add_results(tiny)
    set_cell(tiny, "comparisons", "medqa-zero-shot", "interval", "")
    assert faults(tiny) == [(VALUE, line, "malformed-interval") for line in (2, 4)]


def test_the_best_of_several_runs_may_stand_alone(tiny: Path) -> None:
    add_results(tiny)
    set_cell(tiny, "comparisons", "medqa-zero-shot", "interval", "range")
    set_cell(tiny, "results", "medqa-zero-shot", "low", "")
    assert faults(tiny) == []


@pytest.mark.parametrize("rows", [(), RESULTS[:1]])
def test_one_system_is_no_comparison(tiny: Path, rows: tuple[dict[str, str], ...]) -> None:
    add_results(tiny, {"medqa-zero-shot": rows})
    assert faults(tiny) == [(COMPARISONS, 2, "single-system")]


def test_a_system_stands_once(tiny: Path) -> None:
    add_results(tiny, {"medqa-zero-shot": [*RESULTS, {**RESULTS[0], "value": "62"}]})
    assert faults(tiny) == [(VALUE, 5, "duplicate-id")]


def test_a_result_of_no_comparison_is_one_problem(tiny: Path) -> None:
    add_results(tiny, {"medqa-zero-shot": RESULTS, "medqa-zero": [{"baseline": "x", "value": "1"}]})
    assert faults(tiny) == [(VALUE, 5, "unknown-key")]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("benchmark", "medqb", "unknown-key"),
        ("reference", "nobody2020", "unknown-reference"),
        ("setting", "zeroshot", "unknown-term"),
        ("direction", "", "missing-value"),
        ("direction", "up", "unknown-term"),
        ("unit", "per cent", "unknown-term"),
        ("interval", "ci", "unknown-term"),
        ("source", "", "missing-value"),
        ("source", "nobody2020", "unknown-reference"),
        ("source", "example.org/table", "malformed-url"),
        ("locator", "", "missing-value"),
        ("checked", "yesterday", "wrong-type"),
        ("shots", "5", "misplaced-shots"),
    ],
)
def test_a_comparison_that_cannot_stand(tiny: Path, field: str, value: str, code: str) -> None:
    add_results(tiny)
    set_cell(tiny, "comparisons", "medqa-zero-shot", field, value)
    assert (COMPARISONS, 2, code) in faults(tiny)


def test_few_shot_settings_have_shots(tiny: Path) -> None:
    add_results(tiny, comparisons=[comparison("medqa-zero-shot", setting="few-shot", shots="5")])
    assert faults(tiny) == []


def test_a_benchmark_needs_evidence_and_data_sets_that_there_are(tiny: Path) -> None:
    add_results(tiny)
    set_cell(tiny, "benchmarks", "medqa", "datasets", "notes; note")
    set_cell(tiny, "benchmarks", "medqa", "cautions", "its questions are public")
    problems = check_data(tiny)
    assert [(problem.line, problem.code) for problem in problems] == [
        (2, "entry-without-evidence"),
        (2, "unknown-key"),
    ]
    assert "did you mean 'notes'?" in problems[1].remedy
