"""The e-book of a tiny book: read back as an e-reader does."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from docutils import nodes

from surveybook.ebook.links import OWN_FILES, file_of
from surveybook.ebook.package import archive
from surveybook.ebook.stacking import records
from tests.conftest import surveybook
from tests.support.ebooks import NAMES, Ebook
from tests.support.tiny import replace, write_tiny_book

pytestmark = pytest.mark.book

_FIGURE = """

The formula $x^2$, and {cite:t}`jin2023medcpt`.

```{figure} ../dot.svg
:name: fig-dot
:alt: A dot & a line

A dot
```
"""


def made(root: Path, **env: str) -> Path:
    done = surveybook(root, "epub", env=env)
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
    (root / "book" / "more").mkdir()
    for name in ("more.facts", "more/facts"):
        text = f"# The page {name}\n\nSee {{ref}}`tab-data`.\n"
        (root / "book" / f"{name}.md").write_text(text, encoding="utf-8")
        replace(root / "_toc.yml", "chapters:\n", f"chapters:\n  - file: book/{name}\n")
    return made(root)


@pytest.fixture(scope="module")
def ebook(epub: Path) -> Ebook:
    return Ebook.read(epub)


def test_the_archive_begins_with_its_kind(epub: Path) -> None:
    with zipfile.ZipFile(epub) as packed:
        first, *others = packed.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert packed.read("mimetype") == b"application/epub+zip"
        assert {each.date_time for each in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}


def test_an_e_reader_can_show_all_of_it(ebook: Ebook) -> None:
    assert ebook.faults() == []
    assert ebook.pages["EPUB/book.introduction.xhtml"].xpath("//x:img", namespaces=NAMES)
    for name in ("title", "creator", "language", "identifier", "date", "rights"):
        assert ebook.package.findtext(f".//dc:{name}", namespaces=NAMES), name
    told = {meta.get("property") for meta in ebook.package.iterfind(".//opf:meta", NAMES)}
    assert {"dcterms:modified", "schema:accessMode", "schema:accessibilityFeature"} <= told


def test_faults_of_an_e_book_are_found(ebook: Ebook) -> None:
    name = "EPUB/book.introduction.xhtml"
    for old, new, fault in (
        (b'alt="A dot &amp; a line"', b'alt=""', "has no alternative text"),
        (b'src="images/', b'src="elsewhere/', "is not in the e-book"),
        (b"</body>", b"<script/></body>", "script"),
        (b"</body>", b'<a href="book.data.xhtml#none">x</a></body>', "leads to no anchor"),
        (b"</body>", b'<a href="none.xhtml">x</a></body>', "leads to no page"),
    ):
        assert old in ebook.files[name]
        changed = Ebook(ebook.files | {name: ebook.files[name].replace(old, new, 1)})
        assert fault in " ".join(changed.faults())
    fewer = Ebook({each: text for each, text in ebook.files.items() if each != "EPUB/book.css"})
    assert "the package names" in fewer.faults()[0]


def test_no_two_pages_share_a_file(ebook: Ebook) -> None:
    for name in ("more.facts", "more/facts"):
        page = ebook.pages[f"EPUB/{file_of(f'book/{name}')}"]
        assert f"The page {name}" in "".join(page.itertext())
    names = ["a.b", "a/b", "a~.b", "a~/b", "a~b", "a.~b", *OWN_FILES, *(f"{n}~" for n in OWN_FILES)]
    taken = {file_of(name) for name in names} | {f"{name}.xhtml" for name in OWN_FILES}
    assert len(taken) == len(names) + len(OWN_FILES)


def test_figures_formulas_and_citations_are_shown(ebook: Ebook) -> None:
    page = ebook.pages["EPUB/book.introduction.xhtml"]
    assert page.xpath("//x:img[@alt='A dot & a line']", namespaces=NAMES)
    assert page.xpath("//m:math", namespaces=NAMES)
    cited = page.xpath(
        "//x:a[contains(., 'Jin')]/@href | //x:a[. = '2023']/@href", namespaces=NAMES
    )[-1]
    target, _, anchor = cited.partition("#")
    (work,) = ebook.pages[f"EPUB/{target}"].xpath(f"//*[@id='{anchor}']")
    assert "contrastive retrieval" in "".join(work.itertext())


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (made(write_tiny_book(tmp_path / name)) for name in ("one", "another"))
    assert first.read_bytes() == second.read_bytes()
    assert modified(first).endswith("T00:00:00Z")
    done = surveybook(tmp_path / "one", "epub")
    assert "nothing has changed" in done.stderr


def modified(epub: Path) -> str:
    found = Ebook.read(epub).package.xpath(
        "string(//opf:meta[@property='dcterms:modified'])", namespaces=NAMES
    )
    return str(found)


def test_a_fault_is_named_and_leaves_the_former_e_book(tmp_path: Path) -> None:
    root = write_tiny_book(tmp_path / "book")
    made_then = made(root, SOURCE_DATE_EPOCH="1700000000")
    assert modified(made_then) == "2023-11-14T22:13:20Z"
    before = made_then.read_bytes()
    replace(root / "book" / "data.md", "# Data\n", "# Data\n\nSo $\\foo{x}$.\n")
    done = surveybook(root, "epub")
    assert done.returncode == 1
    assert re.search(r"book/data\.md:\d+: .*\\foo\{x\}", done.stderr), done.stderr
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
