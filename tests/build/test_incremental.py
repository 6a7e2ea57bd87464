"""Building again after an edit gives what building from nothing gives, and does less."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from lxml import html

from surveybook.sources.schema import load_schema
from tests.conftest import surveybook
from tests.support.tiny import MODEL, ROWS, format_rows, replace, set_cell, write_tiny_book

pytestmark = pytest.mark.xdist_group("incremental")
STAGED = "_build/next/_build/html"


def build(root: Path) -> None:
    done = surveybook(root, "build")
    assert done.returncode == 0, done.stderr


def pages(root: Path) -> dict[str, str]:
    """Every published page and file of text, without the style sheets' checksums, which a
    first build can not know."""
    site = root / "_build" / "html"
    return {
        path.relative_to(site).as_posix(): re.sub(r"\?v=\w+", "", path.read_text("utf-8"))
        for path in site.rglob("*")
        if path.suffix in (".html", ".json", ".bib", ".ris", ".csv", ".xml", ".md")
    }


def searchable(root: Path) -> set[str]:
    text = (root / "_build/html/searchindex.js").read_text(encoding="utf-8")
    return set(json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))["docnames"])


def add_model(root: Path, identifier: str, name: str) -> None:
    table = load_schema(root).tables["models"]
    second = MODEL | {"id": identifier, "name": name}
    blank = dict.fromkeys(table.fields, "")
    rows = [blank | row for row in (*ROWS["models"], second)]
    (root / table.path).write_text(format_rows(table, rows), encoding="utf-8")
    evidence = load_schema(root).tables["evidence"]
    proofs = ROWS["evidence"] + [
        proof | {"id": identifier} for proof in ROWS["evidence"] if proof["table"] == "models"
    ]
    (root / evidence.path).write_text(format_rows(evidence, proofs), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny book with two models, of which a chapter speaks that has no table of them."""
    root = write_tiny_book(tmp_path_factory.mktemp("incremental") / "book")
    add_model(root, "second", "Second model")
    replace(root / "book/data.md", "# Data\n", "# Data\n\nUsed by [it](#model-medcpt).\n")
    build(root)
    shutil.copytree(root, root.with_name("kept"), copy_function=shutil.copy2)
    return root


@pytest.fixture
def book(built: Path) -> Path:
    """That book in its place, as it was when it had been built."""
    shutil.rmtree(built)
    return shutil.copytree(built.with_name("kept"), built, copy_function=shutil.copy2)


def test_an_edit_gives_what_a_clean_build_gives(book: Path, tmp_path: Path) -> None:
    set_cell(book, "models", "second", "name", "Renamed model")
    replace(book / "book/introduction.md", "A line about", "One line about")
    build(book)
    page = html.parse(str(book / "_build/html/models/medcpt.html"))
    chapters = page.xpath("//h2[@id='chapters']/following-sibling::ul[1]/li/a/text()")
    assert chapters == ["A tiny survey", "Data"]
    clean = tmp_path / "clean"
    shutil.copytree(book, clean, ignore=shutil.ignore_patterns("_build"))
    build(clean)
    made, expected = pages(book), pages(clean)
    assert made.keys() == expected.keys()
    assert [name for name in made if made[name] != expected[name]] == []
    assert searchable(book) == searchable(clean) >= {"models/medcpt", "models/second"}


def test_a_page_that_stays_the_same_is_not_made_again(book: Path) -> None:
    kept = book / STAGED / "models/medcpt.html"
    changed = book / STAGED / "models/second.html"
    before = kept.stat().st_mtime_ns, changed.stat().st_mtime_ns
    set_cell(book, "models", "second", "name", "Renamed model")
    build(book)
    assert kept.stat().st_mtime_ns == before[0]
    assert changed.stat().st_mtime_ns > before[1]
    assert "Renamed model" in (book / "_build/html/models/second.html").read_text("utf-8")


def test_what_only_an_entry_page_shows_is_not_stale(book: Path) -> None:
    set_cell(book, "evidence", "code", "locator", "Table 42")
    build(book)
    assert "Table 42" in (book / "_build/html/models/medcpt.html").read_text("utf-8")


def test_a_removed_entry_leaves_nothing_behind(book: Path) -> None:
    for name in ("models", "evidence"):
        table = load_schema(book).tables[name]
        blank = dict.fromkeys(table.fields, "")
        rows = [blank | row for row in ROWS[name]]
        (book / table.path).write_text(format_rows(table, rows), encoding="utf-8")
    build(book)
    left = [name for name in pages(book) if "second" in name]
    assert left == []
    assert "models/second" not in searchable(book)


def test_a_setting_that_every_page_shows_changes_every_page(book: Path) -> None:
    replace(book / "CITATION.cff", "2026.11.0", "2026.12.0")
    build(book)
    for name in ("models/medcpt.html", "models/second.html"):
        assert "version 2026.12.0" in (book / "_build/html" / name).read_text("utf-8")
