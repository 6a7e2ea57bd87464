"""Citations of the works: other people's software reads them as the catalog means them."""

from __future__ import annotations

import json
import re
import warnings
from importlib.resources import files
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.richtext import Text

from surveybook.catalog import Catalog
from surveybook.export.bibtex import bibtex_entry, catalog_bibtex, tex_escape, write_entry
from surveybook.export.csl import bibliography_csl, csl_item, csl_names
from surveybook.export.ris import ris
from surveybook.sources.bibliography import Work

OURS = ("checked", "provenance", "tried", "authorversion", "firstyear", "earliertitle")
HOSTILE = [
    "A {brace} and a } lone one",
    "R&D at 5% for $1 #2 under_score ~ ^ \\input{secrets}",
    "</script><script>alert(1)</script>",
    '"quoted", with, commas = {and} @article{x,',
    "医学基础模型综述",
    "ER  - not the end",
]


def work(**fields: str) -> Work:
    return Work("key2024word", fields.pop("type", "article"), 1, fields, {})


def year_of(item: dict[str, Any]) -> str:
    return str(item.get("issued", {}).get("date-parts", [[""]])[0][0])


def test_every_work_survives_bibtex(catalog: Catalog) -> None:
    text = catalog_bibtex(catalog)
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    theirs = parse_string(text, "bibtex").entries
    assert [entry.key for entry in library.entries] == list(theirs) == list(catalog.works)
    for entry in library.entries:
        ours = catalog.works[entry.key]
        told = {field.key: field.value for field in entry.fields}
        assert not set(told) & set(OURS)
        assert told["title"] == ours.fields["title"]
        assert told.get("doi", "") == ours.fields.get("doi", "")
        assert told.get("year", "n.d.") == ours.fields["year"]
        printed = str(Text.from_latex(theirs[entry.key].fields["title"]))
        assert " ".join(printed.split()) == ours.text("title")
        assert len(theirs[entry.key].persons.get("author", [])) == len(ours.authors)


def test_every_work_survives_csl(catalog: Catalog) -> None:
    items = json.loads(bibliography_csl(catalog))
    assert [item["id"] for item in items] == list(catalog.works)
    for item in items:
        ours = catalog.works[item["id"]]
        assert item["title"] == ours.text("title")
        assert len(item.get("author", [])) == len(ours.authors)
        assert (year_of(item) or "n.d.") == ours.text("year")
        assert item.get("DOI", "") == ours.text("doi")


def test_every_work_survives_ris(catalog: Catalog) -> None:
    records = rispy.loads(ris(map(csl_item, catalog.works.values())))
    assert [record["id"] for record in records] == list(catalog.works)
    for record in records:
        ours = catalog.works[record["id"]]
        assert record["title"] == ours.text("title")
        assert len(record.get("authors", [])) == len(ours.authors)
        assert record.get("year", "n.d.") == ours.text("year")
        assert record.get("doi", "") == ours.text("doi")


def test_csl_uses_the_types_and_variables_of_the_standard(catalog: Catalog) -> None:
    schema = files("citeproc") / "data" / "schema" / "schemas" / "styles"
    words = {
        name: set(re.findall(r'"([\w-]+)"', (schema / f"csl-{name}.rnc").read_text("utf-8")))
        for name in ("types", "variables")
    }
    # The names of a few item fields are no variables of styles.
    for item in map(csl_item, catalog.works.values()):
        assert item["type"] in words["types"]
        assert set(item) - {"id", "type"} <= words["variables"], item


def test_a_citation_processor_prints_every_work(catalog: Catalog) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        source = CiteProcJSON(json.loads(bibliography_csl(catalog)))
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for key in catalog.works:
            bibliography.register(Citation([CitationItem(key)]))
        printed = [str(entry) for entry in bibliography.bibliography()]
    assert len(printed) == len(catalog.works)
    medcpt = next(entry for entry in printed if "MedCPT" in entry)
    assert "Jin, Q." in medcpt
    assert "2023" in medcpt


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("van Ginneken, Bram", [{"family": "van Ginneken", "given": "Bram"}]),
        ("Jack, Jr., C R", [{"family": "Jack", "suffix": "Jr.", "given": "C R"}]),
        ("Bram van Ginneken", [{"family": "van Ginneken", "given": "Bram"}]),
        (
            "{Eye \\& Vision Consortium} and Li, Fei",
            [{"literal": "Eye & Vision Consortium"}, {"family": "Li", "given": "Fei"}],
        ),
        ("{Health and Care}", [{"literal": "Health and Care"}]),
        ("A, B, C, D, E", [{"literal": "A, B, C, D, E"}]),
        ("张, 伟", [{"family": "张", "given": "伟"}]),
        ("", []),
    ],
)
def test_names(field: str, names: list[dict[str, str]]) -> None:
    assert csl_names(field) == names


def test_a_preprint_names_its_archive() -> None:
    item = csl_item(work(type="misc", title="T", year="2023", eprint="2204.1", firstyear="2022"))
    assert item["type"] == "article"
    assert (item["number"], item["archive"], item["publisher"]) == (
        "arXiv:2204.1",
        "arXiv",
        "arXiv",
    )
    assert item["original-date"] == {"date-parts": [[2022]]}
    assert item["URL"] == "https://arxiv.org/abs/2204.1"


def test_a_published_work_keeps_its_number_and_its_preprint() -> None:
    item = csl_item(
        work(title="T", journal="J", number="3", pages="1--9", eprint="1", archiveprefix="bioRxiv")
    )
    assert (item["issue"], item["page"], item["archive"]) == ("3", "1-9", "bioRxiv")
    assert "number" not in item
    record = rispy.loads(ris([item]))[0]
    assert (record["start_page"], record["end_page"]) == ("1", "9")


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_survive_ris(title: str) -> None:
    item = {"id": "x", "type": "book", "title": title + "\nTY  - JOUR\nER  - ", "URL": "u"}
    records = rispy.loads(ris([item, item]))
    assert [record["title"] for record in records] == [
        f"{' '.join(title.split())} TY - JOUR ER -"
    ] * 2


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_survive_bibtex(title: str) -> None:
    text = write_entry("misc", "one", {"title": tex_escape(title), "year": "2024"})
    text += write_entry("misc", "two", {"title": "Next"})
    assert list(parse_string(text, "bibtex").entries) == ["one", "two"]
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    # Its decoder does not know the commands for braces that do not pair up.
    lone = title.count("{") != title.count("}")
    expected = re.sub("[{}]", "", title) if lone else title
    decoded = library.entries[0]["title"].replace("\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^")
    assert decoded.split() == expected.split()
    assert library.entries[1]["title"] == "Next"


def test_a_bibtex_entry_stands_on_one_line_a_field() -> None:
    text = bibtex_entry(work(title="{Two}\n  lines", year="n.d.", url="https://a.org/x_y%20z"))
    assert text.splitlines() == [
        "@article{key2024word,",
        "  title = {{Two} lines},",
        "  url = {https://a.org/x_y%20z},",
        "}",
    ]
