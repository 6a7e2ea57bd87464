"""Preprints completed by their published versions: asked politely, proposed, resumable."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveybook.checks import check
from surveybook.cli import main
from surveybook.sources.bibliography import Work, read_bibliography
from tests.support.registries import Registries, arxiv_record
from tests.support.scholarly import csl, serving
from tests.support.tiny import replace

PREPRINT = """\
@misc{%s,
  title = {%s},
  author = {Ma, Jun and Li, Ada},
  firstyear = {2024},
  year = {2024},
%s  authorversion = {%s},
  checked = {2026-11-01},
  provenance = {the preprint},
}

"""
ARXIV = "  eprint = {2401.00001},\n  archiveprefix = {arXiv},\n"
BIORXIV = (
    "  doi = {10.1101/2024.01.02.573000},\n  eprint = {2024.01.02.573000},\n"
    "  archiveprefix = {bioRxiv},\n"
)
SQUARE = (
    "  doi = {10.21203/rs.3.rs-1/v1},\n  eprint = {rs.3.rs-1},\n"
    "  archiveprefix = {Research Square},\n"
)
AUTHORS = [{"family": "Ma", "given": "Jun"}, {"family": "Li", "given": "Ada"}]
PUBLISHED = "10.1038/s41467-024-44824-z"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registries]:
    with serving(Registries()) as service:
        assert isinstance(service, Registries)
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        yield service


def add(root: Path, key: str, title: str, fields: str, version: str) -> None:
    """A preprint that a chapter cites."""
    path = root / "references.bib"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "\n"
        + (PREPRINT % (key, title, fields, version)).rstrip()
        + "\n",
        encoding="utf-8",
    )
    replace(root / "book/introduction.md", "A line about", f"See {{cite:p}}`{key}`. A line about")


def publish(known: Registries, doi: str = PUBLISHED, title: str = "Segmenting anything") -> None:
    known.dois[doi] = csl(doi, title, author=AUTHORS)


def work(root: Path, key: str) -> Work:
    works, problems = read_bibliography(root)
    assert problems == []
    return works[key]


def run(root: Path, *options: str) -> int:
    return main(["--root", str(root), "published", *options])


@pytest.fixture
def book(tiny: Path) -> Path:
    add(tiny, "ma2024segmenting", "Segmenting anything", ARXIV, "arXiv")
    assert check(tiny) == []
    return tiny


def test_what_arxiv_names_is_proposed_and_then_written(
    book: Path,
    known: Registries,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known.feed["2401.00001"] = arxiv_record("2401.00001", doi=PUBLISHED)
    publish(known)
    before = (book / "references.bib").read_bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run(book) == 1
    shown = capsys.readouterr()
    assert f"+  doi = {{{PUBLISHED}}}" in shown.out
    assert "nothing was written" in shown.err
    assert (book / "references.bib").read_bytes() == before
    assert run(book, "--yes") == 0
    found = work(book, "ma2024segmenting")
    assert (found.type, found.text("doi"), found.text("journal")) == (
        "article",
        PUBLISHED,
        "Nature Communications",
    )
    assert (found.text("eprint"), found.text("archiveprefix")) == ("2401.00001", "arXiv")
    assert check(book) == []


@pytest.mark.parametrize("server", ["bioRxiv", "medRxiv"])
def test_what_the_server_names(tiny: Path, known: Registries, server: str) -> None:
    fields = BIORXIV.replace("bioRxiv", server)
    add(tiny, "ma2024segmenting", "Segmenting anything", fields, server)
    known.rxiv[f"{server.lower()}/10.1101/2024.01.02.573000"] = PUBLISHED
    publish(known)
    assert run(tiny, "--yes") == 0
    found = work(tiny, "ma2024segmenting")
    assert (found.text("doi"), found.text("eprint")) == (PUBLISHED, "2024.01.02.573000")
    assert found.text("archiveprefix") == server
    assert check(tiny) == []


def test_what_crossref_relates(tiny: Path, known: Registries) -> None:
    add(tiny, "ma2024segmenting", "Segmenting anything", SQUARE, "Research Square")
    relation = {"is-preprint-of": [{"id-type": "doi", "id": PUBLISHED, "asserted-by": "subject"}]}
    known.works = [{"DOI": "10.21203/rs.3.rs-1", "relation": relation}]
    known.works.append({"DOI": "10.21203/rs.3.rs-1/v1", "relation": relation})
    publish(known)
    assert run(tiny, "--yes") == 0
    assert work(tiny, "ma2024segmenting").text("doi") == PUBLISHED


def test_what_a_publisher_relates_to_an_arxiv_number(book: Path, known: Registries) -> None:
    known.feed["2401.00001"] = arxiv_record("2401.00001")
    related = {"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.2401.00001"}]}
    known.works = [{"DOI": PUBLISHED, "relation": related}]
    publish(known)
    assert run(book, "--yes") == 0
    assert work(book, "ma2024segmenting").text("doi") == PUBLISHED


def test_a_reference_in_words_is_told(
    book: Path, known: Registries, capsys: pytest.CaptureFixture[str]
) -> None:
    known.feed["2401.00001"] = arxiv_record("2401.00001", reference="MICCAI 2024, pp. 1-9")
    assert run(book) == 0
    assert "names 'MICCAI 2024, pp. 1-9', without a DOI" in capsys.readouterr().err


def test_another_works_doi_is_not_taken(
    book: Path, known: Registries, capsys: pytest.CaptureFixture[str]
) -> None:
    known.feed["2401.00001"] = arxiv_record("2401.00001", doi=PUBLISHED)
    known.dois[PUBLISHED] = csl(PUBLISHED, "Knees", author=[{"family": "Zhu", "given": "Q"}])
    assert run(book, "--yes") == 0
    assert "which has other authors: 'Knees'" in capsys.readouterr().err
    assert work(book, "ma2024segmenting").text("doi") == ""


def test_a_published_version_that_is_there_is_not_doubled(
    book: Path, known: Registries, capsys: pytest.CaptureFixture[str]
) -> None:
    known.feed["2401.00001"] = arxiv_record("2401.00001", doi="10.1093/bioinformatics/btad651")
    publish(known, "10.1093/bioinformatics/btad651")
    assert run(book, "--yes") == 0
    assert "which is 'jin2023medcpt' already" in capsys.readouterr().err


def test_json_names_what_was_found_and_writes_nothing(
    book: Path, known: Registries, capsys: pytest.CaptureFixture[str]
) -> None:
    known.feed["2401.00001"] = arxiv_record("2401.00001", doi=PUBLISHED)
    publish(known)
    before = (book / "references.bib").read_bytes()
    assert run(book, "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["key"], told["doi"], told["source"]) == ("ma2024segmenting", PUBLISHED, "arXiv")
    assert told["venue"] == "Nature Communications"
    assert (book / "references.bib").read_bytes() == before


def test_an_answer_is_asked_for_once(book: Path, known: Registries) -> None:
    known.feed["2401.00001"] = arxiv_record("2401.00001", doi=PUBLISHED)
    publish(known)
    run(book, "--json")
    asked = sum(known.asked.values())
    run(book, "--json")
    assert sum(known.asked.values()) == asked
    run(book, "--json", "--days", "0")
    assert sum(known.asked.values()) > asked


def test_a_service_that_fails_for_a_while_is_asked_again(book: Path, known: Registries) -> None:
    known.feed["2401.00001"] = arxiv_record("2401.00001", doi=PUBLISHED)
    publish(known)
    known.faults["/arxiv"] = [503, 429]
    assert run(book, "--yes") == 0
    assert work(book, "ma2024segmenting").text("doi") == PUBLISHED


def test_a_service_that_is_down_is_named_and_the_rest_goes_on(
    book: Path, known: Registries, capsys: pytest.CaptureFixture[str]
) -> None:
    add(book, "ma2024other", "Another title", BIORXIV, "bioRxiv")
    known.faults["/arxiv"] = [500] * 20
    known.rxiv["biorxiv/10.1101/2024.01.02.573000"] = PUBLISHED
    publish(known, title="Another title")
    assert run(book, "--yes") == 1
    assert "answered 500" in capsys.readouterr().err
    assert work(book, "ma2024other").text("doi") == PUBLISHED
    known.faults.clear()
    known.feed["2401.00001"] = arxiv_record("2401.00001", doi="10.1038/s41467-024-00002-z")
    publish(known, "10.1038/s41467-024-00002-z")
    assert run(book, "--yes") == 0
    assert work(book, "ma2024segmenting").text("doi") == "10.1038/s41467-024-00002-z"


def test_who_asks_is_named(book: Path, known: Registries) -> None:
    known.feed["2401.00001"] = arxiv_record("2401.00001")
    run(book, "--json")
    assert known.queries
    assert all(query["mailto"] == ["survey@example.org"] for query in known.queries)


def test_an_answer_that_is_none_is_named(
    book: Path,
    known: Registries,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(known, "answer", lambda *_: (200, "<html>Maintenance"))
    before = (book / "references.bib").read_bytes()
    assert run(book, "--yes") == 1
    assert "no XML" in capsys.readouterr().err
    assert (book / "references.bib").read_bytes() == before
