"""What CONTRIBUTING says of the house is so: rooms, doors, and files that a change touches."""

from __future__ import annotations

import importlib
import importlib.util
import re

import pytest

from tests.conftest import ROOT
from tests.test_architecture import FLOORS

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
HOUSE = TEXT[TEXT.index("## The house") :]
ADDING = HOUSE[HOUSE.index("**How to add**") : HOUSE.index("**Tests.**")]
ROWS = {row[0]: row[1] for row in re.findall(r"^\| (an? [^|]+) \| (.+) \|$", ADDING, re.MULTILINE)}


def files_of(row: str) -> list[str]:
    return re.findall(r"`((?:src|data|book|tests)/[^`]*)`", row)


def test_every_room_stands_in_the_picture() -> None:
    picture = HOUSE.split("```")[1]
    rooms = {room for rooms in FLOORS for room in rooms} - {"__main__"}
    for room in rooms:
        assert re.search(rf"\b{room}\b", picture), room
    drawn = set(re.findall(r"\b([a-z]+)/", picture)) - {"figures", "data", "book"}
    assert drawn <= rooms


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(surveybook(?:\.\w+)+)`", HOUSE))))
def test_every_door_is_there(name: str) -> None:
    module, _, last = name.rpartition(".")
    if importlib.util.find_spec(module) and hasattr(importlib.import_module(module), last):
        return
    importlib.import_module(name)


def test_changes_are_described() -> None:
    expected = {
        "a column",
        "a table",
        "a figure",
        "a check",
        "an export",
        "a script (JavaScript) of chapters",
    }
    assert expected <= set(ROWS)
    for row in ROWS.values():
        assert files_of(row)
    assert len(files_of(ROWS["a column"])) <= 5


@pytest.mark.parametrize("what", ROWS)
def test_files_that_a_change_touches_are_there(what: str) -> None:
    row = ROWS[what]
    for path in files_of(row):
        assert (ROOT / path).exists(), path
    # A name in brackets stands in the file before it.
    for path, names in re.findall(r"`(src/[^`]+)` \(([^)]*)\)", row):
        text = (ROOT / path).read_text(encoding="utf-8")
        for name in re.findall(r"`(\w+)`", names):
            assert re.search(rf"\b{name}\b", text), f"{path} has no {name}"
