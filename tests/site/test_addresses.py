"""A site that knows its address, and one that does not: what leaves it names the one or none.

The book holds a retracted work, which is marked wherever it or its entry appears.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from lxml import html

from surveybook.sources.siteaddress import site_address
from tests.conftest import surveybook
from tests.support.tiny import replace, write_tiny_book

ADDRESS = "https://survey.example/book/"
RETRACTED = "  retracted = {2024-05-03; 10.1000/notice},\n"
# Each of these two builds takes seconds; the tests of both stay on one worker.
pytestmark = [pytest.mark.book, pytest.mark.xdist_group("addresses")]


@dataclass
class Built:
    """A built book: its site, and what the command said."""

    site: Path
    said: str

    def text(self, path: str) -> str:
        return (self.site / path).read_text(encoding="utf-8")

    def page(self, path: str) -> html.HtmlElement:
        return html.document_fromstring(self.text(path).encode())


def build(folder: Path, address: str) -> Built:
    root = write_tiny_book(folder)
    replace(root / "references.bib", "  year = {2023},\n", f"  year = {{2023}},\n{RETRACTED}")
    pdf = root / "_build" / "pdf" / "chapters"
    pdf.mkdir(parents=True)
    (pdf / "data.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    environment = {"SURVEYBOOK_ADDRESS": address} if address else {}
    done = surveybook(root, "build", env=environment)
    assert done.returncode == 0, done.stderr + done.stdout
    return Built(root / "_build" / "html", done.stderr)


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("without") / "book", "")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Built:
    # Without a slash at its end, as GitHub's own action has it.
    return build(tmp_path_factory.mktemp("known") / "book", ADDRESS.rstrip("/"))


def test_without_an_address_nothing_is_made_up(without: Built) -> None:
    assert without.said.count("the site's address is not set") == 1
    assert "baseurl" in without.said
    for path in (
        "cite/models/medcpt.bib",
        "cite/book.bib",
        "cite/data.ris",
        "cite/tab-models.json",
    ):
        assert "url" not in without.text(path).lower()
        assert "UR  -" not in without.text(path)
        assert ".html" not in without.text(path)
    assert not (without.site / "sitemap.xml").exists()
    assert "href=" not in without.text("feed.xml")
    awesome = without.text("data/awesome.md")
    assert "MedCPT" in awesome
    assert ".html" not in awesome
    page = without.page("models/medcpt.html")
    assert not page.xpath("//link[@rel='canonical']")
    assert not page.xpath("//meta[@property='og:url' or @name='citation_fulltext_html_url']")
    assert (
        "The address of the site is not set"
        in page.xpath("//section[@id='cite']")[0].text_content()
    )
    every = "".join(path.read_text("utf-8", "replace") for path in without.site.rglob("*.html"))
    assert "127.0.0.1" not in every + without.text("feed.xml")


def test_with_an_address_everything_names_it(known: Built) -> None:
    assert "address is not set" not in known.said
    assert f"url = {{{ADDRESS}models/medcpt.html}}" in known.text("cite/models/medcpt.bib")
    assert f"UR  - {ADDRESS}book/data.html" in known.text("cite/data.ris")
    assert f"<loc>{ADDRESS}models/medcpt.html</loc>" in known.text("sitemap.xml")
    assert set(re.findall(r'href="([^"]*)"', known.text("feed.xml"))) >= {ADDRESS + "feed.xml"}
    assert f"({ADDRESS}models/medcpt.html)" in known.text("data/awesome.md")
    page = known.page("book/data.html")
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}book/data.html"]
    assert page.xpath("//meta[@name='citation_pdf_url']/@content") == [
        f"{ADDRESS}pdf/chapters/data.pdf"
    ]
    assert not known.page("book/works.html").xpath("//meta[@name='citation_pdf_url']")
    assert "address of the site is not set" not in known.text("book/data.html")
    assert known.page("404.html").xpath("//base/@href")[0] == "/book/"


def test_one_line_of_the_settings_sets_it(tiny: Path) -> None:
    assert site_address(tiny, {}) == ""
    replace(tiny / "_config.yml", "html:\n", "html:\n  baseurl: https://a.example/x\n")
    assert site_address(tiny, {}) == "https://a.example/x/"
    assert site_address(tiny, {"SURVEYBOOK_ADDRESS": "https://b.example"}) == "https://b.example/"
    with pytest.raises(ValueError, match="give the whole address"):
        site_address(tiny, {"SURVEYBOOK_ADDRESS": "b.example"})


def described(page: html.HtmlElement, within: str) -> list[dict[str, list[str]]]:
    """What Zotero's COinS translator would find: spans of class Z3988 by keys of OpenURL."""
    found = []
    for title in page.xpath(f"{within}//span[contains(@class, 'Z3988')]/@title"):
        told: dict[str, list[str]] = {}
        for key, value in parse_qsl(title, strict_parsing=True):
            told.setdefault(key, []).append(value)
        assert told["ctx_ver"] == ["Z39.88-2004"]
        assert told["rft_val_fmt"][0].startswith("info:ofi/fmt:kev:mtx:")
        found.append(told)
    return found


def test_each_work_of_a_page_is_importable(known: Built) -> None:
    works = described(
        known.page("book/works.html"),
        "//div[@role='doc-biblioentry' or contains(@class,'citation')]",
    )
    (medcpt,) = [one for one in works if one["rft.atitle"] == ["MedCPT: contrastive retrieval"]]
    assert medcpt["rft.au"] == ["Jin, Qiao"]
    assert medcpt["rft.jtitle"] == ["Bioinformatics"]
    assert medcpt["rft.genre"] == ["article"]
    assert "info:doi/10.1093/bioinformatics/btad651" in medcpt["rft_id"]
    rows = described(known.page("book/introduction.html"), "//table[contains(@class, 'entries')]")
    assert rows == [medcpt]


def test_a_page_describes_itself_by_embedded_metadata(known: Built) -> None:
    # Zotero's Embedded Metadata asks for a title, and reads authors and container beside it.
    for path in ("book/data.html", "models/medcpt.html"):
        page = known.page(path)
        for name in (
            "citation_title",
            "citation_author",
            "citation_inbook_title",
            "citation_publication_date",
        ):
            assert page.xpath(f"//meta[@name='{name}']/@content"), (path, name)


def test_a_retracted_work_is_marked_everywhere(known: Built) -> None:
    introduction = known.page("book/introduction.html")
    words = introduction.xpath("string(//article)")
    assert "Jin (2023, retracted)" in words
    assert "He and Chen, 2024)" in words
    assert "retracted" in introduction.xpath("string(//table[contains(@class, 'entries')]//tbody)")
    listed = known.page("book/works.html").xpath("string(//article)")
    assert "RETRACTED 2024-05-03; notice: doi:10.1000/notice" in " ".join(listed.split())
    entry = known.page("models/medcpt.html")
    assert "was retracted on 2024-05-03" in entry.xpath("string(//p[contains(@class, 'notice')])")
    assert "https://doi.org/10.1000/notice" in entry.xpath(
        "//p[contains(@class, 'notice')]/a/@href"
    )
    assert "RETRACTED" in entry.xpath("string(//div[@class='entry-works'])")
    for path in (
        "data/references.bib",
        "data/references.ris",
        "data/references.csl.json",
        "data/awesome.md",
    ):
        assert "Retracted 2024" in known.text(path).replace("\\", ""), path
    explore = json.loads(known.text("data/explore/models.json"))
    assert explore["rows"]["columns"]["work"][0] == "Jin 2023, retracted"
    assert (
        "Retracted 2024-05-03"
        in json.loads(known.text("data/explore/models.bib.json"))["works"]["jin2023medcpt"]
    )
    (record,) = json.loads(known.text("data/models.json"))
    assert record["notice"].startswith("Retracted 2024-05-03")
    assert json.loads(known.text("data/datasets.json"))[0]["notice"] is None
    found = [path.read_text("utf-8") for path in (known.site / "search").rglob("*.json")]
    assert any("Jin 2023, retracted" in text for text in found)
