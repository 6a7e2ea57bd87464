"""Formulas on paper: in headings, text, captions and titles of works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.conftest import surveybook
from tests.support.formulas import write
from tests.support.printing import text_of


@pytest.mark.book
def test_formulas_are_set_and_the_outline_has_their_text(tmp_path: Path) -> None:
    root = write(tmp_path / "book")
    # A table of models leads to pages that this book does not have.
    chapter = root / "book/introduction.md"
    text = chapter.read_text(encoding="utf-8")
    text = text.split("```{code-cell}")[0].replace(", and {numref}`tab-models` after", ", after")
    chapter.write_text(text, encoding="utf-8")
    done = surveybook(root, "pdf")
    assert done.returncode == 0, done.stderr
    book = root / "_build/pdf/book.pdf"
    outline = [str(item["/Title"]) for item in PdfReader(book).outline]  # type: ignore[call-overload]
    assert "2 Formulas of ℓ2" in outline
    printed = re.sub(r"\s", "", text_of(book))
    for shown in ("Formulasofℓ2", "Attentioncosts𝑂(𝑛2)", "ofwhich(2.1)saysnothing", "𝑛>5", "𝛽2+1"):
        assert shown in printed
    assert "$$" not in printed
