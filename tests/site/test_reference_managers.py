"""Every page gives a reference manager what it describes: by tags in its head, and by COinS where
there are many works; other programs read every file of citations."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypandoc
import pytest
import rispy
from lxml import html

from surveybook.catalog import load
from tests.conftest import surveybook
from tests.support import zotero
from tests.support.tiny import replace, write_tiny_book

pytestmark = pytest.mark.book
ADDRESS = "https://survey.example/"
GROUP = "{World Example Organization}"
TOOLS = re.compile(r"(_static/.*|search|genindex|404|explore/.*|py-modindex)\.html")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny book that was printed and built, one of its works by an organisation."""
    root = write_tiny_book(tmp_path_factory.mktemp("managers") / "book")
    replace(root / "references.bib", "{Jin, Qiao}", f"{{{GROUP}}}")
    printed = root / "_build" / "pdf" / "chapters"
    printed.mkdir(parents=True)
    for path in (printed.parent / "book.pdf", printed / "data.pdf"):
        path.write_bytes(b"%PDF-1.7\n")
    done = surveybook(root, "build", env={"SURVEYBOOK_ADDRESS": ADDRESS})
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, html.HtmlElement]:
    site = root / "_build" / "html"
    return {
        name: html.document_fromstring(path.read_bytes())
        for path in sorted(site.rglob("*.html"))
        if not TOOLS.fullmatch(name := path.relative_to(site).as_posix())
        # The site's root leads on to the first chapter.
        and b'http-equiv="refresh"' not in path.read_bytes().lower()
    }


def test_every_page_is_one_item(pages: dict[str, html.HtmlElement]) -> None:
    assert {"book/introduction.html", "book/data.html", "models/medcpt.html"} <= set(pages)
    for name, tree in pages.items():
        found = zotero.embedded(tree)
        assert found, name
        assert found.type in ("bookSection", "book"), (name, found)
        assert re.fullmatch(r"\d{4}/\d{2}/\d{2}", found.fields["date"]), name
        assert found.creators, name
        assert all(last for last, _ in found.creators), name
        assert found.fields["url"].startswith(ADDRESS), name
        assert found.fields["language"] == "en"
        if found.type == "bookSection":
            assert found.fields["bookTitle"], name
            assert found.fields["title"] != found.fields["bookTitle"]


def test_an_item_has_the_pdf_that_there_is(root: Path, pages: dict[str, html.HtmlElement]) -> None:
    pdfs = {name: found.fields["pdf"] for name, tree in pages.items()
            if (found := zotero.embedded(tree)) and found.fields["pdf"]}  # fmt: skip
    assert pdfs["book/data.html"] == f"{ADDRESS}pdf/chapters/data.pdf"
    # The first chapter's page stands for the book.
    assert pdfs["book/introduction.html"] == f"{ADDRESS}pdf/book.pdf"
    assert "book/works.html" not in pdfs
    for address in pdfs.values():
        assert (root / "_build" / "html" / address.removeprefix(ADDRESS)).is_file()


def test_a_bibliography_gives_each_of_its_works(
    root: Path, pages: dict[str, html.HtmlElement]
) -> None:
    works = load(root).works
    found = {item.fields["title"]: item for item in zotero.coins(pages["book/works.html"])}
    assert set(found) == {work.text("title") for work in works.values()}
    for work in works.values():
        item = found[work.text("title")]
        assert item.type == "journalArticle"
        assert item.fields["publicationTitle"] == work.text("journal")
        assert item.fields["date"][:4] == work.text("year")
        assert item.fields["DOI"] == work.text("doi")
        assert len(item.creators) == len(work.authors)
    assert found["MedCPT: contrastive retrieval"].creators == [("World Example Organization", "")]


def test_a_table_gives_the_works_of_its_rows(pages: dict[str, html.HtmlElement]) -> None:
    titles = [item.fields["title"] for item in zotero.coins(pages["book/introduction.html"])]
    assert "MedCPT: contrastive retrieval" in titles


def cited(root: Path, suffix: str) -> Iterator[Path]:
    files = sorted((root / "_build" / "html").rglob(f"*{suffix}"))
    assert files
    yield from files


def with_pandoc(path: Path, form: str) -> list[dict[str, object]]:
    text = path.read_text(encoding="utf-8")
    return list(json.loads(pypandoc.convert_text(text, "csljson", format=form)))


def test_pandoc_reads_every_bibtex_and_ris_file(root: Path) -> None:
    for suffix, form in ((".bib", "biblatex"), (".bib", "bibtex"), (".ris", "ris")):
        for path in cited(root, suffix):
            read = with_pandoc(path, form)
            text = path.read_text(encoding="utf-8")
            expected = len(re.findall(r"^@|^TY  - ", text, re.MULTILINE))
            assert len(read) == expected > 0, path
            assert all(item.get("title") for item in read), path


def test_pandoc_sets_every_csl_file(root: Path) -> None:
    for path in cited(root, ".csl.json"):
        items = json.loads(path.read_text(encoding="utf-8"))
        read = with_pandoc(path, "csljson")
        assert [item["id"] for item in read] == [item["id"] for item in items]


def test_an_organisation_is_one_in_every_format(root: Path) -> None:
    whole = {path.suffix: path for path in (root / "_build" / "html" / "data").iterdir()}
    names = [item.get("author") for item in with_pandoc(whole[".bib"], "biblatex")]
    assert [{"literal": "World Example Organization"}] in names
    read = rispy.loads(whole[".ris"].read_text(encoding="utf-8"))
    assert ["World Example Organization"] in [item.get("authors") for item in read]


def test_pandoc_prints_a_citation_from_our_file(root: Path) -> None:
    bib = next(path for path in cited(root, ".bib") if "jin2023medcpt" in path.read_text("utf-8"))
    arguments = [pypandoc.get_pandoc_path(), "--citeproc", f"--bibliography={bib}", "--to=plain"]
    done = subprocess.run(
        arguments, input="See @jin2023medcpt.", capture_output=True, text=True, check=True
    )
    assert "See World Example Organization (2023)" in " ".join(done.stdout.split())
    assert not done.stderr
