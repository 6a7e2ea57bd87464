"""Bad input is refused by name, line and remedy, in the words of the book, and never published."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from surveybook.checks import check
from tests.checks.bad_inputs import BAD_INPUTS, Bad
from tests.conftest import surveybook

# What programs say to their makers: tracebacks, error numbers, codecs, lists and reprs of Python.
INTERNAL = re.compile(
    r"Traceback|\[Errno|codec can't|Error\(|Error:|<class|\['|\('|None\b|object at 0x|"
    r"yaml\.|nbformat\.|jsonschema|pybtex|bibtexparser"
)
BUILT = (
    "a BOM in a table",
    "an override of direction in a cell",
    "a merge in a chapter",
    "a link out in _static",
    "semicolons",
    "an element in a DOI",
    "a script in a chapter",
    "a frame in a chapter",
    "authors: World Health Organization",
    "a year 9999",
    "the type @artcle",
    "contents with a misspelt key",
    "a page as notebook",
    "the directive ```{include} ../../../../../etc/passwd ```",
)
"""Those that a real build is tried with."""


def name_of(bad: Bad) -> str:
    return re.sub(r"[^\w ]+", "-", bad.name.encode("ascii", "backslashreplace").decode())[:60]


@pytest.mark.parametrize("bad", BAD_INPUTS, ids=name_of)
def test_bad_input_is_one_problem_where_it_is(tiny: Path, bad: Bad) -> None:
    bad.change(tiny)
    found = check(tiny)
    listed = "\n".join(map(str, found))
    place = re.escape(bad.place) + ("" if re.search(r":\d+$", bad.place) else r"(:\d+)?")
    right = [
        problem
        for problem in found
        if re.match(f"{place}: {bad.code}: ", str(problem)) and bad.says in str(problem)
    ]
    assert right, listed
    others = [problem.code for problem in found if problem is not right[0]]
    assert not set(others) - set(bad.more), listed
    assert len(others) <= len(bad.more), listed
    for problem in found:
        assert problem.message
        assert problem.remedy
        assert not INTERNAL.search(str(problem)), problem
        assert str(tiny) not in str(problem)
        assert "\n" not in str(problem)
        assert len(str(problem)) < 2000
        assert _lines_of(tiny / problem.path) >= problem.line


def _lines_of(path: Path) -> int:
    if not path.is_file():
        return 0
    return len(re.split(rb"\r\n|\n|\r", path.read_bytes()))


@pytest.mark.book
@pytest.mark.parametrize("name", BUILT)
def test_bad_input_is_never_published(tiny: Path, name: str) -> None:
    bad = next(bad for bad in BAD_INPUTS if bad.name == name)
    bad.change(tiny)
    done = surveybook(tiny, "build")
    assert done.returncode == 1
    assert bad.code in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tiny / "_build" / "html").exists()


def test_bad_inputs_are_many_and_each_is_another() -> None:
    names = [bad.name for bad in BAD_INPUTS]
    assert len(names) == len(set(names)) >= 150
