"""The e-book of a tiny book: read back as an e-reader does."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from docutils import nodes
from lxml import etree

from surveybook.ebook.package import archive
from surveybook.ebook.stacking import records
from tests.conftest import surveybook
from tests.support.tiny import replace, write_tiny_book

pytestmark = pytest.mark.book

_NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "m": "http://www.w3.org/1998/Math/MathML",
}
_FIGURE = """

The formula $x^2$, and {cite:t}`jin2023medcpt`.

```{figure} ../dot.svg
:name: fig-dot
:alt: A dot & a line

A dot
```
"""


def made(root: Path) -> Path:
    done = surveybook(root, "epub")
    assert done.returncode == 0, done.stderr
    return root / "_build" / "epub" / "book.epub"


@pytest.fixture(scope="module")
def epub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_tiny_book(tmp_path_factory.mktemp("ebook") / "book with a space")
    (root / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt"><path d="M0 0h9"/></svg>'
    )
    chapter = root / "book" / "introduction.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + _FIGURE, encoding="utf-8")
    return made(root)


@pytest.fixture(scope="module")
def files(epub: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(epub) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def pages(files: dict[str, bytes]) -> dict[str, etree._Element]:
    return {name: etree.fromstring(text) for name, text in files.items() if name.endswith(".xhtml")}


def test_the_archive_begins_with_its_kind(epub: Path) -> None:
    with zipfile.ZipFile(epub) as packed:
        first, *others = packed.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert packed.read("mimetype") == b"application/epub+zip"
        assert {each.date_time for each in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}


def test_the_package_names_every_file_once(files: dict[str, bytes]) -> None:
    package = etree.fromstring(files["EPUB/package.opf"])
    listed = [
        unquote(f"EPUB/{item.get('href')}")
        for item in package.iterfind(".//opf:manifest/opf:item", _NAMES)
    ]
    besides = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    assert sorted(listed) == sorted(files.keys() - besides)
    read = [item.get("idref") for item in package.iterfind(".//opf:itemref", _NAMES)]
    assert len(read) == len(set(read)) == len([name for name in listed if name.endswith("xhtml")])
    for name in ("title", "creator", "language", "identifier", "date", "rights"):
        assert package.findtext(f".//dc:{name}", namespaces=_NAMES), name
    told = {meta.get("property") for meta in package.iterfind(".//opf:meta", _NAMES)}
    assert {"dcterms:modified", "schema:accessMode", "schema:accessibilityFeature"} <= told


def test_every_link_leads_somewhere(pages: dict[str, etree._Element]) -> None:
    anchors = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    inward = 0
    for name, page in pages.items():
        for href in page.xpath("//x:a/@href", namespaces=_NAMES):
            parts = urlsplit(href)
            if parts.scheme:
                assert parts.scheme in ("http", "https", "mailto"), href
                continue
            inward += 1
            place = unquote(posixpath.join("EPUB", parts.path)) if parts.path else name
            assert place in pages, f"{name}: {href}"
            assert not parts.fragment or unquote(parts.fragment) in anchors[place], href
    assert inward


def test_it_needs_nothing_from_elsewhere(
    files: dict[str, bytes], pages: dict[str, etree._Element]
) -> None:
    pictures = 0
    for name, page in pages.items():
        assert not page.xpath(
            "//x:script|//x:iframe|//@style[contains(., 'url(')]", namespaces=_NAMES
        )
        for image in page.iterfind(".//x:img", _NAMES):
            assert image.get("alt"), name
            assert f"EPUB/{unquote(image.get('src'))}" in files, name
            pictures += 1
        for link in page.iterfind(".//x:link", _NAMES):
            assert f"EPUB/{link.get('href')}" in files
    assert pictures >= 2


def test_figures_formulas_and_citations_are_shown(pages: dict[str, etree._Element]) -> None:
    page = pages["EPUB/book.introduction.xhtml"]
    assert page.xpath("//x:img[@alt='A dot & a line']", namespaces=_NAMES)
    assert page.xpath("//m:math", namespaces=_NAMES)
    cited = page.xpath(
        "//x:a[contains(., 'Jin')]/@href | //x:a[. = '2023']/@href", namespaces=_NAMES
    )[-1]
    target, _, anchor = cited.partition("#")
    (work,) = pages[f"EPUB/{target}"].xpath(f"//*[@id='{anchor}']")
    assert "contrastive retrieval" in "".join(work.itertext())


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (made(write_tiny_book(tmp_path / name)) for name in ("one", "another"))
    assert first.read_bytes() == second.read_bytes()
    done = surveybook(tmp_path / "one", "epub")
    assert "nothing has changed" in done.stderr


def test_a_fault_leaves_the_former_e_book(tmp_path: Path) -> None:
    root = write_tiny_book(tmp_path / "book")
    before = made(root).read_bytes()
    replace(root / "book" / "introduction.md", "# ", "{ref}`nowhere`\n\n# ")
    assert surveybook(root, "epub").returncode == 1
    assert (root / "_build" / "epub" / "book.epub").read_bytes() == before


def test_the_archive_does_not_depend_on_the_order_of_files() -> None:
    assert archive({"a.css": b"1", "b.css": b"2"}) == archive({"b.css": b"2", "a.css": b"1"})


def table(*rows: tuple[str, ...]) -> nodes.table:
    made = [
        nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in row)) for row in rows
    ]
    head, body = nodes.thead("", made[0]), nodes.tbody("", *made[1:])
    return nodes.table("", nodes.tgroup("", head, body, cols=len(rows[0])))


def test_only_wide_tables_become_lists() -> None:
    assert not records(table(("Model", "AUC", "Cases"), ("MedCPT", "0.91", "1,200")))
    words = "a sentence that goes on and on " * 8
    wide = table(("Model", "What", "How"), ("MedCPT", words, words))
    assert records(wide)
