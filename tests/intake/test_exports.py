"""Exports of ten programs: taken right, and out again in every format without loss."""

from __future__ import annotations

import json
from collections.abc import Sequence

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formatters
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string

from surveybook.contribute.candidates import from_record
from surveybook.export.bibtex import bibliography_bibtex
from surveybook.export.csl import csl_item, csl_json
from surveybook.export.ris import ris
from surveybook.intake.csljson import NotThisFormatError
from surveybook.intake.formats import read_works
from surveybook.intake.record import Record
from surveybook.sources.bibliography import Work
from tests.support.exports import EXPORTS

AUTHORS = [
    ("Müller, Jörg", "Nguyễn, Văn An"),
    ("de Example, Ada", "Smith, Jr., John"),
    ("{Example Health Organization}",),
]
COMPARED = ("title", "authors", "year", "type", "venue", "volume", "number", "pages", "doi")


def records(name: str) -> Sequence[Record]:
    found = read_works(EXPORTS[name], "{format}")
    assert not found.refused
    return found.records


def works(name: str) -> list[Work]:
    """The works as references.bib would have them."""
    made = [from_record(record, "2026-11-01") for record in records(name)]
    return [Work(f"key{n}", one.type, n, one.fields, {}) for n, one in enumerate(made)]


def told(record: Record) -> tuple[object, ...]:
    authors = tuple(name.replace("Jr.", "Jr") for name in record.authors)
    return (record.title, authors, *(getattr(record, name) for name in COMPARED[2:]))


@pytest.mark.parametrize("name", EXPORTS)
def test_every_program_is_understood(name: str) -> None:
    article, talk, report = records(name)
    assert article.title.startswith("FooScan: Segmenting ")
    assert [
        tuple(n.replace("Jr.", "Jr") for n in one.authors) for one in (article, talk, report)
    ] == [tuple(n.replace("Jr.", "Jr") for n in names) for names in AUTHORS]
    assert (article.type, article.venue.lower()) == ("article", "journal of things")
    assert (article.volume, article.number, article.pages) == ("12", "3", "101--117")
    assert [one.year for one in (article, talk, report)] == [2023, 2022, 2024]
    assert talk.title.lower() == "bartalk: speaking of bars"
    assert talk.venue == "Proceedings of the 3rd Workshop on Bars"
    if name != "Google Scholar":
        assert (article.doi, talk.doi) == ("10.1000/fooscan", "10.1000/bartalk")


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("form", ["bib", "ris", "json"])
def test_what_goes_out_comes_in_again(name: str, form: str) -> None:
    given = works(name)
    items = [csl_item(work) for work in given]
    text = {"bib": bibliography_bibtex(given), "ris": ris(items), "json": csl_json(items)}[form]
    again = read_works(text, "{format}")
    assert not again.refused
    assert [told(record) for record in again.records] == [told(record) for record in records(name)]


@pytest.mark.parametrize("name", EXPORTS)
def test_other_programs_read_what_goes_out(name: str) -> None:
    given = works(name)
    items = [csl_item(work) for work in given]
    text = bibliography_bibtex(given)
    persons = [entry.persons["author"] for entry in parse_string(text, "bibtex").entries.values()]
    assert [len(each) for each in persons] == [2, 2, 1]
    assert persons[2][0].last_names == ["{Example Health Organization}"]
    library = bibtexparser.parse_string(text)
    assert (len(library.entries), library.failed_blocks) == (3, [])
    read = rispy.loads(ris(items))
    assert read[2]["authors"] == ["Example Health Organization"]
    assert read[0]["authors"] == ["Müller, Jörg", "Nguyễn, Văn An"]
    source = CiteProcJSON(json.loads(csl_json(items)))
    bibliography = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatters.plain
    )
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    printed = [str(entry) for entry in bibliography.bibliography()]
    assert any("Example Health Organization" in each for each in printed)
    assert any("Müller" in each and "FooScan" in each for each in printed)


def test_a_file_in_no_format_is_refused_with_those_that_are_known() -> None:
    for text in ("", "just words", "%0 Journal Article\n%T x"):
        with pytest.raises(NotThisFormatError, match="known are BibTeX, CSL-JSON, RIS"):
            read_works(text, "x")
    for text, place in (
        ("[" * 100 + "]" * 100, "line 1"),
        ('[{"a": 1,]', "line 1"),
        ("<xml><a></xml>", "line 1"),
        ("[]", "line 1"),
    ):
        with pytest.raises(NotThisFormatError, match=place):
            read_works(text, "x")


def test_one_bad_record_costs_no_other() -> None:
    text = EXPORTS["a publisher's RIS"].replace("PY  - 2022\n", "")
    found = read_works(text, "x")
    assert [record.year for record in found.records] == [2023, 2024]
    assert [(each.line, each.reason[:11]) for each in found.refused] == [(17, "has no year")]
    items = json.loads(EXPORTS["Zotero as CSL-JSON"])
    items[1]["author"] = "nobody"
    again = read_works(json.dumps(items, indent=1), "x")
    assert len(again.records) == 2
    assert again.refused[0].key == "x/2"
    assert again.refused[0].line > 1


def test_a_retraction_that_a_record_names() -> None:
    text = EXPORTS["PubMed"].replace("PT  - Journal Article\n", "PT  - Retracted Publication\n", 1)
    assert read_works(text, "x").records[0].retracted == "stated in its PubMed record"
    text = text.replace(
        "PMID- 90000001\n", "PMID- 90000001\nRIN - J Things. 2024:5. doi: 10.1000/notice.\n"
    )
    assert read_works(text, "x").records[0].retracted == "10.1000/notice"
