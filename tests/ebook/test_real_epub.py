"""The e-book of the real book, made after its PDFs as it is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.ebook.links import file_of
from tests.conftest import surveybook
from tests.support.ebooks import Ebook
from tests.support.printing import printed_chapters

# On the worker that prints the real book.
pytestmark = [pytest.mark.book, pytest.mark.xdist_group("pdf")]


@pytest.fixture(scope="module")
def ebook(printed: Path) -> Ebook:
    root = printed.parents[1]
    done = surveybook(root, "epub")
    assert done.returncode == 0, done.stderr
    return Ebook.read(root / "_build" / "epub" / "book.epub")


def test_an_e_reader_can_show_all_of_it(ebook: Ebook) -> None:
    assert ebook.faults() == []
    assert len(ebook.pages) > 30
    assert any(name.endswith(".svg") for name in ebook.files)


def test_its_contents_are_the_chapters_in_order(ebook: Ebook) -> None:
    chapters = [f"EPUB/{file_of(name)}" for name in printed_chapters()]
    assert [name for name in ebook.contents if name in chapters] == chapters
    assert [name for name in ebook.read_in_turn if name in chapters] == chapters
