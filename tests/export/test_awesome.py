"""The awesome list, read back with a Markdown parser: complete, and text stays text."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest
from lxml import html
from markdown_it import MarkdownIt

from surveybook.catalog import Catalog, load
from surveybook.export.awesome import awesome_list
from surveybook.export.citation import Author, Citation
from tests.support.tiny import set_cell

DAY = datetime.date(2026, 11, 21)
SITE = "https://a.org/x/"
BOOK = Citation("book", "A Book", "A Book", (Author(group="G"),), "2026.11.0", DAY, url=SITE)


def page(text: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{MarkdownIt('commonmark').render(text)}</div>")


def under(root: html.HtmlElement, tag: str, title: str) -> html.HtmlElement:
    """The list below a heading."""
    heading = next(each for each in root.iter(tag) if each.text_content() == title)
    found = heading.getnext()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def whole(catalog: Catalog) -> html.HtmlElement:
    return page(awesome_list(catalog, BOOK, "../"))


def test_every_entry_is_listed_once(catalog: Catalog, whole: html.HtmlElement) -> None:
    items = [item for item in whole.iter("li") if item[0].tag == "a"]
    listed = [item[0].get("href") for item in items]
    assert sorted(listed) == sorted(
        f"../{table.name}/{row['id']}.html"
        for table in catalog.schema.entry_tables
        for row in catalog.rows[table.name]
    )


def test_every_section_of_every_source_list_is_found_again(
    catalog: Catalog, whole: html.HtmlElement
) -> None:
    grown_from = [source for source in catalog.rows["lists"] if source["reference"]]
    assert sum(int(source["rows"]) for source in grown_from) == 710
    assert len(whole.xpath("//h2[contains(., 'source lists')]/following::h3")) == len(grown_from)
    for source in grown_from:
        items = {item[0].text_content(): item for item in under(whole, "h3", source["title"])}
        rows = [row for row in catalog.rows["sources"] if row["list"] == source["id"]]
        assert set(items) == {row["section"] or "Without a section" for row in rows}
        for row in rows:
            item = items[row["section"] or "Without a section"]
            if row["id"]:
                page_of_row = f"../{row['table']}/{row['id']}.html"
                assert page_of_row in [link.get("href") for link in item.iter("a")]
            else:
                assert "without an entry" in item.text_content()


def test_an_item_says_what_a_reader_needs(tiny: Path) -> None:
    set_cell(tiny, "models", "medcpt", "weights", "https://a.org/w_(1)")
    item = under(page(awesome_list(load(tiny), BOOK)), "h4", "2023")[0]
    assert item.text_content() == (
        "MedCPT - MedCPT: contrastive retrieval. Bioinformatics, 2023. Code, Weights."
    )
    assert [link.get("href") for link in item.iter("a")] == [
        f"{SITE}models/medcpt.html",
        "https://doi.org/10.1093/bioinformatics/btad651",
        "https://example.org/code",
        "https://a.org/w_%281%29",
    ]


def test_without_an_address_names_lead_nowhere(tiny: Path) -> None:
    listed = page(awesome_list(load(tiny), dataclasses.replace(BOOK, url="")))
    assert "MedCPT" in listed.text_content()
    assert all("://" in link.get("href") for link in listed.iter("a"))


def test_models_stand_under_family_and_year(catalog: Catalog, whole: html.HtmlElement) -> None:
    heads = [each.text_content() for each in whole.iter("h2", "h3", "h4")]
    assert heads[:2] == ["Models", "Language (LFM)"]
    years = heads[2 : heads.index("Vision (VFM)")]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize("state", ["", "not published", "n/a"])
def test_a_state_is_no_link(tiny: Path, state: str) -> None:
    set_cell(tiny, "models", "medcpt", "code", state)
    item = under(page(awesome_list(load(tiny), BOOK)), "h4", "2023")[0]
    assert "Code" not in item.text_content()


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "[a](javascript:b) | ![x](y)",
        "*bold* _it_ `code` ~~s~~ $x$ &amp;",
        "医学 {brace} \\input",
        "# head",
    ],
)
def test_hostile_names_show_as_written(tiny: Path, name: str) -> None:
    set_cell(tiny, "models", "medcpt", "name", name)
    item = under(page(awesome_list(load(tiny), BOOK)), "h4", "2023")[0]
    assert item[0].text_content() == name
    assert len(item[0]) == 0
