"""Citations of the book and its parts: complete, and readable by other people's software."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import bibtexparser
import pytest
import rispy
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware
from pybtex.database import parse_string

import surveybook
from surveybook.export.citation import KINDS, Author, Citation, load_book_citation
from tests.conftest import ROOT

CFF = """\
cff-version: 1.2.0
message: Cite it.
title: A Book of Models
authors:
  - family-names: Ginneken
    name-particle: van
    given-names: Bram
  - family-names: Jack
    given-names: C. R.
    name-suffix: Jr.
  - name: Health and Care & Co
version: 2026.11.0
date-released: 2026-11-05
license: CC-BY-4.0
identifiers:
  - type: doi
    value: 10.5281/zenodo.1
"""
AUTHORS = ("Bram van Ginneken", "C. R. Jack Jr.", "Health and Care & Co")


@pytest.fixture
def book(tmp_path: Path) -> Citation:
    (tmp_path / "CITATION.cff").write_text(CFF, encoding="utf-8")
    return load_book_citation(tmp_path, "https://example.org/survey")


def test_the_book_is_read_from_its_citation_file(book: Citation) -> None:
    assert tuple(author.name for author in book.authors) == AUTHORS
    assert (book.version, book.date) == ("2026.11.0", datetime.date(2026, 11, 5))
    assert (book.doi, book.licence) == ("10.5281/zenodo.1", "CC-BY-4.0")
    assert book.text == (
        "Bram van Ginneken, C. R. Jack Jr. and Health and Care & Co. A Book of Models, "
        "version 2026.11.0, 5 November 2026. https://doi.org/10.5281/zenodo.1"
    )


def test_a_chapter_is_cited_as_a_part(book: Citation) -> None:
    chapter = book.part("chapter", "Which models see?", "book/vision.html")
    assert chapter.text == (
        "Bram van Ginneken, C. R. Jack Jr. and Health and Care & Co. “Which models see?” In "
        "A Book of Models, version 2026.11.0, 5 November 2026. "
        "https://example.org/survey/book/vision.html, https://doi.org/10.5281/zenodo.1"
    )
    assert chapter.key == "a2026-book-vision"
    assert "“Vision.” In" in book.part("chapter", "Vision", "book/vision.html").text
    table = book.part("table", "Models", "book/vision.html#tab-sam")
    assert "“Models” (table). In A Book" in table.text


def test_without_an_address_there_are_no_urls(tmp_path: Path) -> None:
    (tmp_path / "CITATION.cff").write_text(CFF, encoding="utf-8")
    book = load_book_citation(tmp_path)
    assert book.url == ""
    entry = book.part("entry", "MedCPT", "models/medcpt.html")
    assert entry.url == ""
    assert "medcpt.html" not in entry.text
    for text in (book.bibtex, entry.bibtex, entry.ris, entry.csl):
        assert "url" not in text.lower()
        assert ".html" not in text
        assert "UR  -" not in text


def test_the_address_may_stand_in_the_citation_file(tmp_path: Path) -> None:
    (tmp_path / "CITATION.cff").write_text(f"{CFF}url: https://a.org/x\n", encoding="utf-8")
    assert load_book_citation(tmp_path).url == "https://a.org/x/"


@pytest.mark.parametrize(
    "title",
    [
        "MedCPT",
        "R&D {at} 5% of_cost \\input{x}",
        "</script><script>",
        "医学基础模型",
        "One\nTY  - JOUR\n}}, @misc{y,",
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_every_format_says_the_same(book: Citation, kind: str, title: str) -> None:
    cited = book if kind == "book" else book.part(kind, title, "models/x.html")
    words = cited.title.split()
    (item,) = json.loads(cited.csl)
    (record,) = rispy.loads(cited.ris)
    (entry,) = parse_string(cited.bibtex, "bibtex").entries.values()
    library = bibtexparser.parse_string(cited.bibtex, append_middleware=[LatexDecodingMiddleware()])
    (decoded,) = library.entries
    assert not library.failed_blocks
    assert item["title"].split() == record["title"].split() == words
    lone = cited.title.count("{") != cited.title.count("}")
    expected = re.sub("[{}]", "", cited.title).split() if lone else words
    assert decoded["title"].split() == expected
    assert len(item["author"]) == len(record["authors"]) == len(entry.persons["author"]) == 3
    assert record["authors"] == [
        "van Ginneken, Bram",
        "Jack, C. R., Jr.",
        "Health and Care & Co",
    ]
    assert item["issued"] == {"date-parts": [[2026, 11, 5]]}
    assert record["date"] == "2026/11/05"
    assert (entry.fields["year"], entry.fields["month"]) == ("2026", "11")
    assert item["DOI"] == record["doi"] == entry.fields["doi"] == "10.5281/zenodo.1"
    assert item["URL"] == record["urls"][0] == entry.fields["url"] == cited.url
    assert item["version"] == record["edition"] == "2026.11.0"
    assert "2026.11.0" in entry.fields["note"]
    assert item["id"] == record["id"] == entry.key
    if kind != "book":
        assert item["container-title"] == record["secondary_title"] == "A Book of Models"
        assert "A Book of Models" in entry.fields["booktitle"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version: 2026.11.0\n", "", "lacks version"),
        ("title: A Book", "title: [A", "cannot be read"),
        ("family-names: Jack", "affiliation: Jack", "family-names"),
        ("2026-11-05", "soon", "soon"),
    ],
)
def test_a_faulty_citation_file_says_what_is_wrong(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in CFF
    (tmp_path / "CITATION.cff").write_text(CFF.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load_book_citation(tmp_path)


def test_what_can_not_be_cited() -> None:
    book = Citation("book", "B", "B", (Author(group="G"),), "1", datetime.date(2026, 1, 1))
    with pytest.raises(ValueError, match="cannot be cited"):
        book.part("page", "P", "p.html")
    with pytest.raises(ValueError, match="not a part"):
        book.part("book", "P", "p.html")


def test_our_own_citation_file_keeps_to_its_standard() -> None:
    # The names that the schema of version 1.2.0 allows. The one library that carries the schema,
    # cffconvert, cannot be installed beside frictionless: they need different jsonschema.
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert told["cff-version"] == "1.2.0"
    assert told["type"] in ("software", "dataset")
    assert isinstance(told["date-released"], datetime.date)
    assert isinstance(told["version"], str)
    assert set(told) <= {
        "abstract",
        "authors",
        "cff-version",
        "commit",
        "contact",
        "date-released",
        "doi",
        "identifiers",
        "keywords",
        "license",
        "license-url",
        "message",
        "preferred-citation",
        "references",
        "repository",
        "repository-artifact",
        "repository-code",
        "title",
        "type",
        "url",
        "version",
    }
    for author in told["authors"]:
        assert ("name" in author) != ("family-names" in author)
        assert set(author) <= {
            "name",
            "family-names",
            "given-names",
            "name-particle",
            "name-suffix",
            "affiliation",
            "alias",
            "email",
            "orcid",
            "website",
        }


def test_our_own_citation_file_agrees_with_the_package() -> None:
    book = load_book_citation(ROOT)
    assert book.version == surveybook.__version__
    assert book.date.strftime("%Y.%-m") == book.version.rpartition(".")[0]
    assert book.title in (ROOT / "_config.yml").read_text(encoding="utf-8")
