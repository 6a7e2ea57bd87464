"""The text of the book: enough of it, in plain and correct words, its numbers computed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from spellchecker import SpellChecker

from surveybook.catalog import Catalog
from tests.conftest import ROOT
from tests.support.prose import Chapter, chapters

FAMILIES = {
    f"methods/{name}"
    for name in ("language", "vision", "segment-anything", "bioinformatics", "multimodal")
}
COMPUTED = {
    "back/corrections",
    "back/state",
    "back/bibliography",
    "back/contributors",
    "back/reference",
    "studies/all-evaluations",
}
"""Pages that are computed as a whole; like them are those that only the site has, the preface, and
the works of a letter."""


def _is_computed(chapter: Chapter) -> bool:
    apart = re.search(r"^print: (false|front)$", chapter.path.read_text("utf-8"), re.MULTILINE)
    return chapter.name in COMPUTED or bool(apart) or "/bibliography-" in chapter.name


WRITTEN = [chapter for chapter in chapters() if not _is_computed(chapter)]
BY_NAME = pytest.mark.parametrize("chapter", WRITTEN, ids=lambda chapter: chapter.name)
WORD_LIST = ROOT / "tests" / "words.txt"


@BY_NAME
def test_a_chapter_has_enough_to_say(chapter: Chapter) -> None:
    family = chapter.name in FAMILIES
    assert len(chapter.words) >= (1500 if family else 800)
    if family:
        assert len(chapter.cited) >= 40


@pytest.mark.parametrize(
    "chapter", [c for c in WRITTEN if c.name != "glossary"], ids=lambda chapter: chapter.name
)
def test_a_chapter_opens_with_its_goals_and_ends_with_a_summary(chapter: Chapter) -> None:
    heads = re.findall(r"^## (.+)$", chapter.text, re.MULTILINE)
    opening = chapter.text[: chapter.text.index("\n## ")]
    assert re.search(r":class: goals\n(- .+\n(  .+\n)*){3,}", opening)
    assert heads[-1] == "Summary"


@BY_NAME
def test_sentences_are_short_enough(chapter: Chapter) -> None:
    lengths = [len(sentence.split()) for sentence in chapter.sentences() if "." in sentence]
    assert sum(lengths) / len(lengths) <= 22


@BY_NAME
def test_counts_of_the_surveys_own_entries_are_computed(chapter: Chapter) -> None:
    """A number of entries goes stale when it is typed; one of another work is cited."""
    counted = re.compile(r"\b\d[\d,.]*\s+(?:\w+\s+)?(?:models|works|studies|entries|data sets)\b")
    typed = [
        sentence
        for sentence in chapter.sentences()
        if counted.search(sentence) and "@" not in sentence
    ]
    assert not typed


def test_every_word_is_spelt_right(catalog: Catalog) -> None:
    known = set(WORD_LIST.read_text(encoding="utf-8").split())
    dictionary = SpellChecker()
    names = _names(catalog)
    wrong = set()
    for chapter in chapters():
        for word in chapter.words:
            for part in re.split(r"[-’']", word):
                plain = part.casefold()
                # Capitals inside a word make it a name or an abbreviation.
                if (
                    len(part) < 3
                    or plain in known
                    or plain in names
                    or part[1:] != part[1:].lower()
                ):
                    continue
                if dictionary.unknown([plain]):
                    wrong.add((chapter.name, part))
    assert not wrong


def test_the_word_list_holds_no_word_in_vain() -> None:
    used = {
        part.casefold() for c in chapters() for word in c.words for part in re.split(r"[-’']", word)
    }
    assert not set(WORD_LIST.read_text(encoding="utf-8").split()) - used


def _names(catalog: Catalog) -> set[str]:
    """Words in the names and facts of entries and in the names of authors."""
    texts = [cell for rows in catalog.rows.values() for row in rows for cell in row.cells.values()]
    texts += [author for work in catalog.works.values() for author in work.authors]
    return {
        word.casefold()
        for text in texts
        if "://" not in text
        for word in re.findall(r"[^\W\d_]+", text)
        if word[0].isupper()
    }


def test_every_glossary_term_is_linked_from_a_chapter() -> None:
    text = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8").partition("{glossary}")[2]
    # A term can have several names, one a line.
    items = re.findall(r"((?:^\S.*\n)+)  ", text, re.MULTILINE)
    listed = [{name.casefold() for name in item.splitlines()} for item in items]
    linked = {
        target.casefold()
        for chapter in chapters()
        for target in re.findall(r"\{term\}`(?:[^`<]*<)?([^`>]+)>?`", chapter.text)
    }
    assert listed
    assert not [names for names in listed if not names & linked]


@pytest.mark.xdist_group("real")
def test_every_figure_and_table_is_referred_to(site: Path) -> None:
    for path in sorted((site / "book").rglob("*.html")):
        page = html.document_fromstring(path.read_bytes())
        referred = set(
            page.xpath("//a[contains(@class, 'reference')][.//*[@class='std std-numref']]/@href")
        )
        for block in page.xpath("//figure[@id] | //table[@id][caption]"):
            assert f"#{block.get('id')}" in referred, f"{path.name}: {block.get('id')}"


COUNTING = ("growth", "ranking", "coverage", "openness", "prisma", "evaluations")
"""Figures that count the survey's own entries and show neither a result nor a mechanism."""


def test_figures_that_only_count_entries_are_few() -> None:
    drawn = [
        name
        for chapter in chapters()
        for name in re.findall(r"sb\.figures\.(\w+)\(", chapter.path.read_text("utf-8"))
    ]
    counting = sum(name in COUNTING for name in drawn)
    assert counting <= 6
    assert counting < len(drawn) / 4
