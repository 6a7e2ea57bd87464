"""The real book in a real browser, as a reader with a laptop or a phone sees it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.xdist_group("real")

CHAPTERS = [
    "introduction",
    "taxonomy",
    "methods/language",
    "methods/vision",
    "methods/segment-anything",
    "methods/bioinformatics",
    "methods/multimodal",
    "methods/records-signals",
    "data/datasets",
    "care",
    "studies/evaluations",
    "safety",
    "notebooks/pathology-encoders",
    "glossary",
    "landscape",
    "back/corrections",
    "back/bibliography",
    "back/bibliography-x-z",
    "models/radiology-text",
    "data/vision",
    "studies/all-evaluations",
]
WHOLE_TABLES = ("models/", "back/", "data/vision", "studies/all-")


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(60_000)
    yield page
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_page_fits_and_asks_no_other_host(
    page: Page, address: str, chapter: str, width: int
) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}book/{chapter}.html")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    clipped = page.evaluate(
        """() => [...document.querySelectorAll('table.table td, table.table th')]
            .filter(cell => cell.scrollWidth > cell.clientWidth + 1)
            .map(cell => cell.textContent.trim())"""
    )
    assert clipped == []
    assert [url for url in requested if not url.startswith((address, "data:"))] == []


def test_permanent_address_leads_to_the_entry(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}book/models/domain-pretraining.html#model-medcpt")
    row = page.locator("tr:has(#model-medcpt)")
    expect(row).to_be_visible()
    page.locator(".table-shown").first.wait_for()  # the table's tools came and moved nothing
    box = row.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_on_a_phone_a_row_reads_as_a_card(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}book/models/domain-pretraining.html")
    cell = page.locator("tr:has(#model-medcpt) td").nth(1)
    head = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert head == '"Work"'
    table = page.locator("table.cards").first
    assert table.locator("thead").is_hidden()


def test_without_javascript_the_tables_are_complete(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}book/models/single-cell.html")
    assert page.locator("tr:has(#model-scgpt)").is_visible()
    context.close()


def test_start_page_leads_to_the_introduction(page: Page, address: str) -> None:
    page.goto(address)
    assert "Foundation Models for Healthcare" in page.title()
    page.get_by_role("main").get_by_role("link", name="Introduction").click()
    page.wait_for_url("**/book/introduction.html")
    page.get_by_role("navigation", name="Home").get_by_role("link").click()
    page.wait_for_url("**/index.html")


def test_start_page_shows_the_book_on_one_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    places = page.locator(".start h1, .start-search, .start-families > li, .start-columns section")
    assert places.count() == 10
    for box in (place.bounding_box() for place in places.all()):
        assert box is not None
        assert box["y"] + box["height"] <= 900
    page.set_viewport_size({"width": 390, "height": 844})
    search = page.locator(".start-search").bounding_box()
    assert search is not None
    assert search["y"] + search["height"] <= 844


@pytest.mark.parametrize("chapter", [c for c in CHAPTERS if not c.startswith(WHOLE_TABLES)])
def test_no_chapter_is_mostly_tables(page: Page, address: str, chapter: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}book/{chapter}.html")
    share = page.evaluate(
        """() => {
            const height = element => element.getBoundingClientRect().height;
            const tables = [...document.querySelectorAll('article table')]
                .map(table => table.closest('.pst-scrollable-table-container') ?? table);
            const total = tables.map(height).reduce((sum, each) => sum + each, 0);
            return total / height(document.querySelector('article'));
        }"""
    )
    assert share < 0.5


def test_search_finds_an_entry(page: Page, address: str) -> None:
    page.goto(f"{address}search.html?q=MedCPT")
    link = page.locator("a.search-hit", has_text="MedCPT").first
    link.wait_for()
    assert "models/medcpt.html" in str(link.get_attribute("href"))


def test_a_citation_can_be_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}book/safety.html")
    page.locator("#cite summary", has_text="BibTeX").first.click()
    page.locator("#cite .highlight").first.hover()
    page.locator("#cite button.copybtn").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert copied.startswith("@incollection{")
    assert "title = {{Safety, bias and regulation}}" in copied
