"""A page that is printed from the browser: whole tables with whole words, and its name."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from surveybook.catalog import Catalog
from tests.support.layout import WIDTHS, faults_now

pytestmark = pytest.mark.xdist_group("real")

SHEET = 680
"""CSS pixels that A4 has between its margins."""
PRINTED = {
    "chapter": "book/methods/vision.html",
    "list": "book/models/radiology-text.html",
    "data": "book/data/datasets.html",
    "account": "book/back/state.html",
    "model": "models/uni.html",
    "data set": "datasets/mimic-cxr.html",
    "benchmark": "benchmarks/medagentsbench.html",
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDTHS[-3], "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def printed(page: Page) -> str:
    """The words of the PDF that the browser makes of a page, without spaces."""
    pages = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    text = "".join(each.extract_text() for each in pages)
    # Letters that the typeface draws as one are one in the PDF.
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("name", PRINTED.values(), ids=PRINTED)
def test_no_word_is_broken_and_nothing_is_cut_on_paper(page: Page, address: str, name: str) -> None:
    page.goto(address + name)
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET, "height": 900})
    assert faults_now(page)[:12] == []


def test_an_entry_prints_its_name_and_its_sources(page: Page, address: str) -> None:
    page.goto(f"{address}models/uni.html")
    text = printed(page)
    assert text.startswith("Model\N{MIDDLE DOT}Vision(VFM)UNI")
    assert text.count("Readon20") > 10


def test_a_list_prints_every_row(page: Page, address: str, catalog: Catalog) -> None:
    page.goto(f"{address}book/models/radiology-text.html")
    text = printed(page)
    names = [row["name"] for row in catalog.rows["models"] if row["topic"] == "radiology-text"]
    assert len(names) > 50
    assert [name for name in names if re.sub(r"\s", "", name) not in text] == []
