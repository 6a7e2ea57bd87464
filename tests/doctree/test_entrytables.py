"""Entry tables: what a view says of a cell arrives on the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from surveybook.catalog import load
from surveybook.views.entrytables import comparison_table, model_table
from surveybook.views.myst import Cell, Column, Myst, entry_table
from tests.support.pages import build_pages

EXTENSIONS = ("surveybook.doctree", "surveybook.site.nodewriters")
COLUMNS = [
    Column("Model", 40, "name"),
    Column("Size", 30, "parameters"),
    Column("Find it", 30, "links", terms=(("home-page", "home `page`"),)),
]


def table(**options: Any) -> Myst:
    rows = [
        [
            Cell("(model-a)=\n[A](#model-a)"),
            Cell("7B", order="7000000000"),
            Cell("[home \\`page\\`](<https://example.org>)", terms={"home-page": "home `page`"}),
        ],
        [Cell("B"), Cell("[not checked]{.state}", order=""), Cell("", terms={"none": "none"})],
    ]
    return entry_table(COLUMNS, rows, name="tab-a", caption="A *table*.", **options)


def build(folder: Path, text: str) -> tuple[Any, str]:
    settings: dict[str, Any] = {"bibtex_bibfiles": []}
    pages = {"index": f"# Page\n\n{text}"}
    site, warnings = build_pages(folder, pages, extensions=EXTENSIONS, settings=settings)
    return html.parse(str(site / "index.html")), warnings


def test_cells_carry_what_views_say(tmp_path: Path) -> None:
    page, warnings = build(tmp_path, table(entries="models"))
    assert not warnings
    (tools,) = page.xpath("//div[@class='table-tools']")
    assert (tools.get("data-table"), tools.get("data-entries")) == ("tab-a", "models")
    assert tools.getnext().tag in ("table", "div")
    heads = page.xpath("//table[@id='tab-a']//th")
    assert [head.text_content().strip() for head in heads] == ["Model", "Size", "Find it"]
    assert [head.get("data-name") for head in heads] == ["name", "parameters", "links"]
    assert [head.get("data-kind") for head in heads] == [None, "number", None]
    assert heads[2].get("data-facet") == "Find it"
    assert json.loads(heads[2].get("data-terms")) == [["home-page", "home `page`"]]
    rows = [row.xpath("td") for row in page.xpath("//table[@id='tab-a']//tbody/tr")]
    assert [cell.get("data-head") for cell in rows[0]] == ["Model", "Size", "Find it"]
    assert [row[1].get("data-order") for row in rows] == ["7000000000", ""]
    assert [row[2].get("data-terms") for row in rows] == ["home-page", "none"]
    assert rows[0][0].get("data-order") is None
    assert [cell.text_content().strip() for cell in rows[0]] == ["A", "7B", "home `page`"]


def test_rows_that_are_no_entries_have_tools_without_entries(tmp_path: Path) -> None:
    page, _ = build(tmp_path, table())
    (tools,) = page.xpath("//div[@class='table-tools']")
    assert tools.get("data-entries") is None


def test_a_table_without_tools_is_plain(tmp_path: Path) -> None:
    page, _ = build(tmp_path, table(tools=False))
    assert not page.xpath("//div[@class='table-tools']")
    assert not page.xpath("//th[@data-name]")
    assert page.xpath("//td/@data-head")[0] == "Model"


@pytest.mark.parametrize("text", ["no JSON", '{"colour": "red"}', "[1]"])
def test_a_description_that_is_none_is_a_warning(tmp_path: Path, text: str) -> None:
    _, warnings = build(tmp_path, f"{{cell}}`{text}`words")
    assert "the role cell" in warnings


def test_columns_are_described_by_field_not_by_their_heads(tiny: Path) -> None:
    catalog = load(tiny)
    made = model_table(catalog, topic="domain-pretraining", name="tab-m", caption="Models.")
    assert '{cell}`{"name": "year", "kind": "number", "facet": "Year", "terms": [["2023"' in made
    assert '{cell}`{"terms": "contrastive"}`' in made
    assert '{"terms": "code"}' in made
    plain = comparison_table(
        catalog, ids=["medcpt"], fields=["pretraining"], name="tab-c", caption="One."
    )
    assert "{cell}" not in plain
