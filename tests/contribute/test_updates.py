"""Retractions and corrections that Crossref knows of, asked for all works at once."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from surveybook.checks import check
from surveybook.cli import main
from surveybook.sources.bibliography import read_bibliography
from surveybook.sources.notices import Notice
from tests.support.registries import Registries
from tests.support.scholarly import serving

DOI = "10.1093/bioinformatics/btad651"
DAY = {"date-parts": [[2024, 5, 3]]}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registries]:
    with serving(Registries()) as service:
        assert isinstance(service, Registries)
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        yield service


def update(kind: str, **more: Any) -> dict[str, Any]:
    return {"DOI": DOI, "type": kind, "updated": DAY, "source": "publisher"} | more


def notice(*updates: dict[str, Any], doi: str = "10.1093/notice") -> dict[str, Any]:
    return {"DOI": doi, "update-to": list(updates)}


def run(root: Path, *options: str) -> int:
    return main(["--root", str(root), "retractions", *options])


def marked(root: Path) -> list[Notice]:
    return list(read_bibliography(root)[0]["jin2023medcpt"].notices)


@pytest.mark.parametrize(
    ("works", "expected"),
    [
        ([], []),
        (
            [notice(update("retraction"))],
            [Notice("retracted", "2024-05-03", "10.1093/notice")],
        ),
        (
            [{"DOI": DOI, "updated-by": [update("retraction", DOI="10.1093/notice")]}],
            [Notice("retracted", "2024-05-03", "10.1093/notice")],
        ),
        # Retraction Watch notes a retraction whose notice the publisher did not register.
        (
            [{"DOI": DOI, "updated-by": [update("retraction", source="retraction-watch")]}],
            [Notice("retracted", "2024-05-03", "", "noted by Retraction Watch")],
        ),
        # Both say it: the publisher's notice is the one to read.
        (
            [
                notice(update("retraction")),
                {"DOI": DOI, "updated-by": [update("retraction", source="retraction-watch")]},
            ],
            [Notice("retracted", "2024-05-03", "10.1093/notice")],
        ),
        ([notice(update("withdrawal"))], [Notice("retracted", "2024-05-03", "10.1093/notice")]),
        ([notice(update("correction"))], [Notice("corrected", "2024-05-03", "10.1093/notice")]),
        (
            [notice(update("expression_of_concern"))],
            [Notice("corrected", "2024-05-03", "10.1093/notice", "expression of concern")],
        ),
        # A new version takes nothing back.
        ([notice(update("new_version"))], []),
        # Of another work.
        ([notice(update("retraction", DOI="10.1093/other"))], []),
    ],
)
def test_what_crossref_says_becomes_a_mark(
    tiny: Path, known: Registries, works: list[dict[str, Any]], expected: list[Notice]
) -> None:
    known.works = works
    assert run(tiny, "--yes") == 0
    assert marked(tiny) == expected
    assert check(tiny) == []


def test_the_graver_notice_is_marked_and_the_other_named(
    tiny: Path, known: Registries, capsys: pytest.CaptureFixture[str]
) -> None:
    known.works = [notice(update("erratum"), doi="10.1093/e"), notice(update("retraction"))]
    assert run(tiny, "--yes") == 0
    assert marked(tiny)[0].kind == "retracted"
    assert "'jin2023medcpt' was corrected as well: 2024-05-03; 10.1093/e" in capsys.readouterr().err


def test_every_page_is_read(tiny: Path, known: Registries) -> None:
    others = [notice(update("correction"), doi=f"10.1093/c{number}") for number in range(150)]
    known.works = [*others, notice(update("retraction"), doi="10.1093/last")]
    assert run(tiny, "--yes") == 0
    assert marked(tiny)[0].doi == "10.1093/last"


def test_nothing_is_written_unasked(
    tiny: Path,
    known: Registries,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    known.works = [notice(update("retraction"))]
    before = (tiny / "references.bib").read_bytes()
    assert run(tiny, "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["key"], told["kind"], told["doi"]) == (
        "jin2023medcpt",
        "retracted",
        "10.1093/notice",
    )
    assert run(tiny) == 1
    assert "+  retracted = {2024-05-03; 10.1093/notice}" in capsys.readouterr().out
    assert (tiny / "references.bib").read_bytes() == before


def test_a_stopped_run_goes_on(tiny: Path, known: Registries) -> None:
    known.faults["/crossref"] = [429] * 20
    assert run(tiny, "--yes") == 1
    known.faults.clear()
    known.works = [notice(update("retraction"))]
    assert run(tiny, "--yes") == 0
    assert marked(tiny)
    asked = sum(known.asked.values())
    assert run(tiny, "--yes") == 0
    assert sum(known.asked.values()) == asked
