"""What stands before the first chapter, and what each chapter is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from lxml import html
from pypdf import PdfReader

from surveybook.printing.abbreviations import find_abbreviations
from surveybook.sources.datafiles import Row
from tests.conftest import surveybook
from tests.support.printing import letters, texts_of
from tests.support.tiny import replace

ABOUT = "What data there are: counted, and *compared* # by [kind]."
GLOSSARY = """
Models read positron emission tomography (PET) and other images.

```{glossary}
AUROC
Area under the curve
  How well scores separate two classes.

Plain term
  Has no short form.
```
"""


def _explained(sentence: str) -> list[tuple[str, str]]:
    document = new_document("a")
    section = nodes.section()
    section += nodes.paragraph("", sentence)
    document += section
    return [(each.short, each.long) for each in find_abbreviations({"page": document}, ())]


@pytest.mark.parametrize(
    ("sentence", "long"),
    [
        ("A scan by computed tomography (CT) shows it.", "Computed tomography"),
        (
            "The Food and Drug Administration (FDA, since 1906) decides.",
            "Food and Drug Administration",
        ),
        (
            "In reinforcement learning with verifiable rewards (RLVR) it is",
            "Reinforcement learning with verifiable rewards",
        ),
        ("Its code is under the licence (MIT) of the", ""),
        ("One of them (UNI) was", ""),
        ("In three comparisons of the heart (see Smith) it", ""),
    ],
)
def test_a_sentence_explains_a_short_form_by_its_initials(sentence: str, long: str) -> None:
    assert [each for _, each in _explained(sentence)] == ([long] if long else [])


def test_terms_with_a_short_label_are_listed() -> None:
    terms = [
        Row(1, {"label": "MRI", "definition": "Magnetic resonance imaging, with contrast."}),
        Row(2, {"label": "DNA", "definition": "Genomic sequence."}),
        Row(3, {"label": "Text", "definition": "Text."}),
    ]
    found = find_abbreviations({}, terms)
    assert [(each.short, each.long) for each in found] == [("MRI", "Magnetic resonance imaging")]


@pytest.mark.book
def test_preface_abbreviations_and_abstracts(tiny: Path) -> None:
    preface = "---\nprint: front\n---\n\n# Preface\n\nFor whom, as [](data.md) shows.\n"
    (tiny / "book/preface.md").write_text(preface, encoding="utf-8")
    replace(tiny / "_toc.yml", "chapters:\n", "chapters:\n  - file: book/preface\n")
    data = tiny / "book/data.md"
    replace(data, "name: python3\n---", f"name: python3\ndescription: '{ABOUT}'\n---")
    replace(data, "# Data\n", f"# Data\n\nSee the [](preface.md).\n{GLOSSARY}")
    done = surveybook(tiny, "build", "--pdf")
    assert done.returncode == 0, done.stderr

    printed = tiny / "_build/html/pdf"
    assert sorted(path.stem for path in printed.rglob("*.pdf")) == ["book", "data", "introduction"]
    pages = texts_of(printed / "book.pdf")
    labels = PdfReader(printed / "book.pdf").page_labels
    first = labels.index("1")
    front, text = "\n".join(pages[:first]), "\n".join(pages[first:])
    assert "For whom, as Data shows." in front
    assert "Chapter 1" in text
    assert "Preface" not in text.partition("See the")[0]
    assert "Figures" not in front
    assert "Abbreviations" not in text
    listed = letters(front[front.rindex("Abbreviations") :])
    for explained in (
        "AUROC Area under the curve",
        "MRI Magnetic resonance imaging",
        "PET Positron emission tomography",
    ):
        assert letters(explained) in listed
    assert "AUROC, Area under the curve" in text

    assert letters(ABOUT) in letters(text)
    assert letters(ABOUT) in letters(texts_of(printed / "chapters/data.pdf")[0])
    page = html.parse(str(tiny / "_build/html/book/data.html"))
    assert page.xpath("//meta[@name='description']/@content") == [ABOUT]
