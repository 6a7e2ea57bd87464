"""Works of the survey marked as retracted or corrected by who looks them up."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.checks import check
from surveybook.cli import main
from surveybook.contribute.retractions import mark_retracted
from surveybook.sources.bibliography import read_bibliography
from surveybook.sources.notices import Notice, parse_notice

NOTICE = Notice("retracted", "2024-05-03", "10.1000/notice_1")


def test_a_mark_is_planned_then_written(tiny: Path) -> None:
    before = (tiny / "references.bib").read_bytes()
    plan = mark_retracted(tiny, {"jin2023medcpt": NOTICE})
    assert "+  retracted = {2024-05-03; 10.1000/notice" in plan.diff()
    assert (tiny / "references.bib").read_bytes() == before
    mark_retracted(tiny, {"jin2023medcpt": NOTICE}, write=True)
    work = read_bibliography(tiny)[0]["jin2023medcpt"]
    assert work.notices == [NOTICE]
    assert check(tiny) == []
    assert main(["--root", str(tiny), "fmt", "--check"]) == 0


def test_a_work_that_says_so_is_left_as_it_is(tiny: Path) -> None:
    mark_retracted(tiny, {"jin2023medcpt": NOTICE}, write=True)
    again = mark_retracted(tiny, {"jin2023medcpt": Notice("retracted", "2025")}, write=True)
    assert again.changes == {}
    assert "already" in again.notes[0]


def test_an_unknown_work_is_refused(tiny: Path) -> None:
    with pytest.raises(KeyError):
        mark_retracted(tiny, {"nobody2020": NOTICE})


@pytest.mark.parametrize(
    ("value", "notice"),
    [
        ("2024-05-03; 10.1000/n", Notice("retracted", "2024-05-03", "10.1000/n")),
        ("https://doi.org/10.1000/n", Notice("retracted", "", "10.1000/n")),
        ("2024; by the authors; errors", Notice("retracted", "2024", "", "by the authors; errors")),
    ],
)
def test_values_of_the_field(value: str, notice: Notice) -> None:
    assert parse_notice("retracted", value) == notice
    assert parse_notice("retracted", notice.value) == notice
