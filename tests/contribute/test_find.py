"""Saved searches: what is new waits, nothing stands twice, an interrupted run loses nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveybook.checks import check_data
from surveybook.cli import main
from surveybook.sources.schema import load_schema
from tests.support.searching import Paper, Searched, searching
from tests.support.tiny import format_rows

KNOWN = (
    Paper("MedCPT: contrastive retrieval", doi="10.1093/bioinformatics/btad651", pmid="37930897"),
    Paper("Foundation Model for Advancing Healthcare", arxiv="2404.03264", doi="10.1/other"),
)
NEW = tuple(
    Paper(
        f"Heart{number}: a foundation model of electrocardiograms number {number}",
        arxiv=f"2602.{number:05d}",
        doi=f"10.1000/heart{number}",
        pmid=str(41_000_000 + number),
    )
    for number in range(1, 151)
)
SERVICES = ("arxiv", "pubmed", "crossref", "openalex")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Searched]:
    with searching(Searched([*KNOWN, *NEW])) as known:
        for name, value in known.environment.items():
            monkeypatch.setenv(name, value)
        yield known


def save_query(
    root: Path, service: str, query: str = "electrocardiogram", name: str = "ecg"
) -> None:
    described = load_schema(root).tables["queries"]
    row = {
        "name": name,
        "title": "Models of ECG",
        "service": service,
        "query": query,
        "since": "2026-01-01",
        "subfield": "ecg",
    }
    (root / described.path).write_text(format_rows(described, [row]), encoding="utf-8")


def rows(root: Path, table: str) -> list[dict[str, str]]:
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), "find", *arguments])


def test_what_is_new_waits(
    tiny: Path, served: Searched, capsys: pytest.CaptureFixture[str]
) -> None:
    save_query(tiny, "pubmed")
    before = rows(tiny, "sources")
    assert find(tiny, "ecg") == 0
    assert "ecg: 152 works, 150 new" in capsys.readouterr().out
    after = rows(tiny, "sources")
    assert after[: len(before)] == before
    new = after[len(before) :]
    assert len(new) == len(NEW)
    assert {row["disposition"] for row in new} == {"waiting"}
    assert new[0] | {"title": NEW[0].title, "doi": NEW[0].doi, "pmid": NEW[0].pmid} == new[0]
    assert (new[0]["row"], new[0]["kind"], new[0]["subfield"]) == ("ECG001", "model", "ecg")
    (listed,) = [row for row in rows(tiny, "lists") if row["kind"] == "search"]
    assert (listed["id"], listed["rows"], listed["hits"]) == ("ecg", "150", "152")
    assert (listed["service"], listed["query"]) == ("pubmed", "electrocardiogram")
    assert listed["current_to"] == listed["read"] != ""
    assert check_data(tiny) == []


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_stands_twice(tiny: Path, served: Searched, service: str) -> None:
    save_query(tiny, service)
    assert find(tiny, "ecg") == 0
    once = rows(tiny, "sources")
    assert len(once) == 2 + len(NEW)
    assert find(tiny, "ecg") == 0
    assert rows(tiny, "sources") == once
    # The same works, from another service and by another query.
    other = next(one for one in SERVICES if one != service)
    save_query(tiny, other, name="hearts")
    assert find(tiny) == 0
    assert rows(tiny, "sources") == once


@pytest.mark.parametrize(
    ("service", "again"),
    [
        ("arxiv", Paper("Another title for the electrocardiogram work", arxiv=NEW[0].arxiv)),
        ("openalex", Paper("", doi=NEW[0].doi.upper())),
        ("pubmed", Paper("", doi="10.1/x", pmid=NEW[0].pmid)),
        ("crossref", Paper("HEART1: A Foundation-Model of Electrocardiograms, number 1")),
    ],
    ids=["arXiv id", "DOI", "PMID", "title"],
)
def test_a_work_is_recognised_by_any_one_thing(
    tiny: Path, served: Searched, service: str, again: Paper
) -> None:
    save_query(tiny, service)
    served.papers = [NEW[0]]
    assert find(tiny, "ecg") == 0
    assert len(rows(tiny, "sources")) == 3
    served.papers = [again]
    assert find(tiny, "ecg") == 0
    assert len(rows(tiny, "sources")) == 3


def test_an_interrupted_run_loses_nothing(
    tiny: Path, served: Searched, capsys: pytest.CaptureFixture[str]
) -> None:
    save_query(tiny, "crossref")
    served.cuts = 1
    assert find(tiny, "ecg") == 1
    assert "what was found until then is kept" in capsys.readouterr().err
    first = rows(tiny, "sources")
    assert len(first) == 2 + 100 - len(KNOWN)
    assert check_data(tiny) == []
    (listed,) = [row for row in rows(tiny, "lists") if row["kind"] == "search"]
    assert (listed["current_to"], listed["hits"]) == ("", "")
    served.cuts = 0
    assert find(tiny, "ecg") == 0
    assert rows(tiny, "sources")[: len(first)] == first
    assert len(rows(tiny, "sources")) == 2 + len(NEW)


def test_a_query_with_other_words_is_another_search(tiny: Path, served: Searched) -> None:
    save_query(tiny, "arxiv")
    assert find(tiny, "ecg") == 0
    save_query(tiny, "arxiv", query="ECG AND pre-training")
    served.papers = [Paper("Rhythm: a later model of heart beats", arxiv="2603.00001")]
    assert find(tiny, "ecg") == 0
    searches = {row["id"]: row["query"] for row in rows(tiny, "lists") if row["kind"] == "search"}
    assert searches == {"ecg": "electrocardiogram", "ecg-2": "ECG AND pre-training"}
    assert rows(tiny, "sources")[-1]["list"] == "ecg-2"


def test_one_search_that_fails_leaves_the_others(
    tiny: Path, served: Searched, capsys: pytest.CaptureFixture[str]
) -> None:
    save_query(tiny, "arxiv")
    described = load_schema(tiny).tables["queries"]
    both = [
        {**row, "name": name, "service": service}
        for row in rows(tiny, "queries")
        for name, service in (("a", "arxiv"), ("b", "pubmed"))
    ]
    (tiny / described.path).write_text(format_rows(described, both), encoding="utf-8")
    served.faults = [400]
    assert find(tiny) == 1
    said = capsys.readouterr()
    assert "surveybook: a: " in said.err
    assert "b: 152 works, 150 new" in said.out


def test_an_unknown_search_names_those_there_are(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_query(tiny, "arxiv")
    assert find(tiny, "eeg") == 2
    assert "there are: ecg" in capsys.readouterr().err
