"""The real book: nothing vanishes, everything is counted on both sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html

from surveybook.catalog import Catalog
from surveybook.views.entries import KINDS

pytestmark = pytest.mark.xdist_group("real")


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, html.HtmlElement]:
    return {
        path.relative_to(site).as_posix(): html.document_fromstring(path.read_bytes())
        for path in sorted((site / "book").rglob("*.html"))
    }


def rows_by_anchor(pages: dict[str, html.HtmlElement]) -> Iterator[tuple[str, html.HtmlElement]]:
    """The rows that carry an entry's permanent anchor; chapters repeat some without it."""
    for page in pages.values():
        for row in page.xpath("//table[contains(@class, 'entries-')]/tbody/tr"):
            names = {
                str(name)
                for name in row.xpath("./td[1]//@id")
                if "-" in name and not name.startswith("id")
            }
            if names:
                (name,) = names
                yield name, row


def test_a_chapter_shows_the_models_it_discusses_and_leads_to_all(
    pages: dict[str, html.HtmlElement], catalog: Catalog
) -> None:
    shown: Counter[str] = Counter()
    for name, page in pages.items():
        if not name.startswith("book/methods/"):
            continue
        for table in page.xpath("//table[contains(@class, 'entries-models')]"):
            links = table.xpath("./tbody/tr/td[1]//a/@href")
            shown.update(f"model-{link.rsplit('/')[-1].removesuffix('.html')}" for link in links)
            caption = table.xpath("./caption")[0]
            (more,) = [
                link for link in caption.xpath(".//a/@href") if link.startswith("../models/")
            ]
            whole = pages[f"book/models/{more.rsplit('/')[-1].split('#')[0]}"]
            rows = whole.xpath("//table[contains(@class, 'entries-models')]/tbody/tr")
            assert f"All {len(rows)} models" in caption.text_content()
    models = {name for name in catalog.discussed if name.startswith("model-")}
    assert shown == Counter(models)


def test_every_entry_stands_once_with_its_name_and_citation(
    pages: dict[str, html.HtmlElement], catalog: Catalog
) -> None:
    shown = list(rows_by_anchor(pages))
    expected = {
        f"{kind}-{cells['id']}": cells
        for table, kind in KINDS.items()
        for cells in catalog.text(table).to_dict("records")
    }
    assert Counter(name for name, _ in shown) == Counter(list(expected))
    for name, row in shown:
        cells = expected[name]
        assert " ".join(row.xpath("./td[1]")[0].text_content().split()) == " ".join(
            cells["name"].split()
        )
        linked = {
            href.rsplit("#")[-1]
            for href in row.xpath(".//a[contains(@href, 'bibliography')]/@href")
        }
        assert bool(linked) == bool(cells["reference"]), name


def bibliography(pages: dict[str, html.HtmlElement]) -> dict[str, html.HtmlElement]:
    """The pages of the bibliography by name."""
    return {
        name: page for name, page in pages.items() if name.startswith("book/back/bibliography-")
    }


def test_every_work_is_in_the_bibliography_and_every_citation_leads_there(
    pages: dict[str, html.HtmlElement], catalog: Catalog
) -> None:
    listed = {
        f"{name}#{item.get('id')}": item.xpath("./span[@class='label']")[0].text_content()
        for name, page in bibliography(pages).items()
        for item in page.xpath("//div[contains(concat(' ', @class, ' '), ' citation ')]")
    }
    assert Counter(listed.values()) == Counter(f"[{key}]" for key in catalog.works)
    for name, page in pages.items():
        for href in page.xpath("//span[contains(@class, 'bibtex-citation')]//a/@href"):
            assert urljoin(name, href) in listed, f"{name}: {href}"


def test_titles_of_works_are_printed_whole(
    pages: dict[str, html.HtmlElement], catalog: Catalog
) -> None:
    text = "".join(page.text_content() for page in bibliography(pages).values())
    printed = re.sub(r"\W", "", text).casefold()
    for work in catalog.works.values():
        assert re.sub(r"\W", "", work.text("title")).casefold() in printed, work.key


def test_counts_of_the_introduction_are_those_of_the_catalog(
    pages: dict[str, html.HtmlElement], catalog: Catalog
) -> None:
    text = " ".join(pages["book/introduction.html"].xpath("//table")[0].text_content().split())
    for table in ("Models", "Data sets", "Databases", "Studies", "Resources"):
        count = len(catalog.rows[table.lower().replace(" ", "")])
        assert re.search(rf"{table} .*? {count:,}\b", text), table
    assert re.search(rf"References .*? {len(catalog.works):,}\b", text)


def test_outcomes_add_up_on_the_page(pages: dict[str, html.HtmlElement], catalog: Catalog) -> None:
    (table,) = [
        table
        for table in pages["book/back/method.html"].xpath("//table")
        if "what became of the works" in table.xpath("./caption")[0].text_content()
    ]
    rows = table.xpath("./tbody/tr")
    assert len(rows) == len(catalog.rows["lists"])
    for row in rows:
        cells = [cell.text_content() for cell in row.xpath("./td")[-4:]]
        works, *outcomes = (int(cell.replace(",", "")) for cell in cells)
        assert works == sum(outcomes), row.text_content()


def test_each_family_chapter_has_two_figures_with_text(pages: dict[str, html.HtmlElement]) -> None:
    for chapter in ("language", "vision", "segment-anything", "bioinformatics", "multimodal"):
        figures = pages[f"book/methods/{chapter}.html"].xpath("//figure")
        assert len(figures) >= 2
        for figure in figures:
            (image,) = figure.xpath(".//img")
            assert len(image.get("alt")) > 60
            assert re.match(
                r"Fig\. \d+ ", " ".join(figure.xpath(".//figcaption")[0].text_content().split())
            )


def test_tables_are_numbered_captioned_and_referred_to(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        for table in page.xpath("//table[contains(@class, 'longtable')]"):
            caption = " ".join(table.xpath("./caption")[0].text_content().split())
            assert re.match(r"Table \d+ \w.*\.", caption), f"{name}: {caption}"
            assert page.xpath(f"//a[@href='#{table.get('id')}']/span[@class='std std-numref']"), (
                caption
            )


def test_code_is_folded_away(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        # These two teach by their code.
        if "/notebooks/" in name or name == "book/resources.html":
            continue
        cells = page.xpath("//div[contains(@class, 'cell_input')]")
        folded = page.xpath("//details[not(@open)]//div[contains(@class, 'cell_input')]")
        assert len(cells) == len(folded), name


def test_corrections_are_all_on_their_page(
    pages: dict[str, html.HtmlElement], catalog: Catalog
) -> None:
    rows = pages["book/back/corrections.html"].xpath(
        "//table[contains(@class, 'entries')]/tbody/tr"
    )
    assert len(rows) == len(catalog.corrections)
