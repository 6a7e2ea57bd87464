"""The history of the entries, from real repositories."""

from __future__ import annotations

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from surveybook.export.history import Change, History, read_history
from surveybook.sources.schema import load_schema
from tests.support.tiny import replace, set_cell

FIRST, SECOND, THIRD = (datetime.date(2026, 1, day) for day in (1, 2, 3))


def git(root: Path, *arguments: str, date: str = "2026-01-01T12:00:00Z") -> None:
    env = os.environ | {
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": date,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True, env=env)


def commit(root: Path, date: datetime.date, hour: int = 12) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-m", "A change", date=f"{date}T{hour:02}:00:00Z")


def history(root: Path) -> History:
    return read_history(root, load_schema(root))


@pytest.fixture
def kept(tiny: Path) -> Path:
    git(tiny, "init", "-b", "main")
    commit(tiny, FIRST)
    return tiny


def test_entries_are_added_changed_and_removed(kept: Path) -> None:
    set_cell(kept, "models", "medcpt", "backbone", "not published")
    set_cell(kept, "models", "medcpt", "name", "MedCPT, {new} & 医学")
    commit(kept, SECOND)
    set_cell(kept, "datasets", "notes", "id", "letters")
    commit(kept, THIRD)
    assert history(kept) == History(
        (
            Change(THIRD, "datasets", "letters", "Notes", "added"),
            Change(THIRD, "datasets", "notes", "Notes", "removed"),
            Change(
                SECOND,
                "models",
                "medcpt",
                "MedCPT, {new} & 医学",
                "changed",
                ("name", "backbone"),
                ("MedCPT", ""),
            ),
            Change(FIRST, "models", "medcpt", "MedCPT", "added"),
            Change(FIRST, "datasets", "notes", "Notes", "added"),
        )
    )


def test_a_day_counts_once(kept: Path) -> None:
    for hour, name in enumerate(("One", "Two", "MedCPT")):
        set_cell(kept, "models", "medcpt", "name", name)
        commit(kept, SECOND, hour)
    assert {change.date for change in history(kept).changes} == {FIRST}


def test_a_new_column_is_no_change_but_its_values_are(kept: Path) -> None:
    path = kept / "data" / "models.csv"
    header, row, _ = path.read_text(encoding="utf-8").split("\n")
    path.write_text(f"{header},colour\n{row},\n", encoding="utf-8")
    commit(kept, SECOND)
    path.write_text(f"{header},colour\n{row},blue\n", encoding="utf-8")
    commit(kept, THIRD)
    latest, *_ = history(kept).changes
    assert latest == Change(THIRD, "models", "medcpt", "MedCPT", "changed", ("colour",), ("",))


@pytest.mark.parametrize("spoilt", ['"Med', "Med,CPT"])
def test_an_unreadable_version_is_passed_over(kept: Path, spoilt: str) -> None:
    path = kept / "data" / "models.csv"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("MedCPT", spoilt), encoding="utf-8")
    commit(kept, SECOND)
    path.write_text(whole, encoding="utf-8")
    commit(kept, THIRD)
    assert {change.date for change in history(kept).changes} == {FIRST}


def test_a_table_that_was_deleted_and_restored(kept: Path) -> None:
    path = kept / "data" / "models.csv"
    whole = path.read_text(encoding="utf-8")
    path.unlink()
    commit(kept, SECOND)
    path.write_text(whole, encoding="utf-8")
    commit(kept, THIRD)
    kinds = [change.kind for change in history(kept).changes if change.table == "models"]
    assert kinds == ["added", "removed", "added"]


def test_a_book_below_the_top_of_its_repository(tiny: Path) -> None:
    git(tiny.parent, "init", "-b", "main")
    commit(tiny.parent, FIRST)
    assert len(history(tiny).changes) == 2


def test_a_shallow_clone_has_no_history(kept: Path, tmp_path: Path) -> None:
    replace(kept / "data" / "models.csv", "MedCPT", "Other")
    commit(kept, SECOND)
    git(tmp_path, "clone", "--depth", "1", f"file://{kept}", "clone")
    found = history(tmp_path / "clone")
    assert found.changes == ()
    assert "shallow" in found.note


def test_no_repository_no_history(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tiny.parent))
    found = history(tiny)
    assert found.changes == ()
    assert "not a git repository" in found.note
    monkeypatch.setenv("PATH", "")
    assert "git is not installed" in history(tiny).note


def test_data_that_was_never_committed(tiny: Path) -> None:
    git(tiny, "init", "-b", "main")
    git(tiny, "commit", "--allow-empty", "-m", "Nothing")
    assert "no version" in history(tiny).note


def test_a_hook_does_not_lead_astray(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(kept / "elsewhere"))
    assert len(history(kept).changes) == 2
