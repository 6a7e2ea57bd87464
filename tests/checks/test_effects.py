"""Effects of studies that cannot stand are refused: by line, code and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.checks import check_data
from tests.support.results import add_rows

STUDY = {"id": "a-trial", "name": "A trial", "kind": "trial", "reference": "he2024foundation"}
EFFECT = {
    "study": "a-trial",
    "outcome": "diagnostic accuracy",
    "measure": "percentage-points",
    "value": "9.8",
    "low": "4.6",
    "high": "15",
    "better": "higher",
    "source": "he2024foundation",
    "locator": "Abstract",
    "checked": "2026-11-01",
}


def problems(root: Path, **changed: str) -> list[tuple[str, int, str]]:
    add_rows(root, "studies", [STUDY])
    add_rows(root, "effects", [EFFECT | changed])
    return [
        (problem.path, problem.line, problem.code)
        for problem in check_data(root)
        if problem.path == "data/effects.csv"
    ]


def test_a_sound_effect_has_no_problem(tiny: Path) -> None:
    assert problems(tiny) == []
    assert "a-trial" in (tiny / "data" / "effects.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"low": "9.9"}, "malformed-interval"),
        ({"high": ""}, "malformed-interval"),
        ({"value": "9,8"}, "wrong-type"),
        ({"study": "a-trail"}, "unknown-key"),
        ({"measure": "points"}, "unknown-term"),
        ({"source": "nobody2024nothing"}, "unknown-reference"),
    ],
)
def test_an_effect_that_cannot_stand(tiny: Path, changed: dict[str, str], code: str) -> None:
    assert problems(tiny, **changed) == [("data/effects.csv", 2, code)]
