"""`surveybook check --format`: the same problems for people, programs and pull requests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from surveybook.cli import main
from tests.support.tiny import set_cell


def check(root: Path, style: str) -> int:
    return main(["--root", str(root), "check", "--format", style])


def test_json_holds_every_problem(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tiny, "json") == 0
    assert json.loads(capsys.readouterr().out) == []
    set_cell(tiny, "models", "medcpt", "family", "Ü, 100%")
    assert check(tiny, "json") == 1
    (problem,) = json.loads(capsys.readouterr().out)
    assert (problem["path"], problem["line"], problem["code"]) == (
        "data/models.csv",
        2,
        "unknown-term",
    )
    assert "Ü, 100%" in problem["message"]
    assert problem["remedy"]


def test_github_annotations_stand_at_the_line(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_cell(tiny, "models", "medcpt", "family", "Ü, 100%")
    (tiny / "data" / "studies.csv").unlink()
    assert check(tiny, "github") == 1
    out = capsys.readouterr().out.splitlines()
    assert any(
        line.startswith("::error file=data/models.csv,line=2,title=unknown-term::") for line in out
    )
    assert "Ü, 100%25" in "".join(out)
    assert any("file=data/studies.csv,line=1,title=missing-table::" in line for line in out)


def test_an_unknown_format_is_wrong_use(tiny: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        check(tiny, "xml")
    assert stopped.value.code == 2
