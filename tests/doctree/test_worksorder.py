"""The order of works in a bibliography, and on which of its pages each stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from pybtex.database import parse_string

from surveybook.doctree.worksorder import WorksOrder, letter_of
from surveybook.site.bibstyle import register
from tests.support.pages import build_pages

WORKS = """\
@misc{zz1, title = {Zebra}, author = {Adams, Ann}, year = {2024}}
@misc{aa2, title = {The {Middle} way}, year = {2020}}
@misc{bb3, title = {A}, author = {{World Health Organization}}, year = {2024}}
@misc{cc4, title = {B}, author = {{The UniProt Consortium} and Zhu, Li}, year = {2023}}
@misc{dd5, title = {C}, author = {{10x Genomics}}, year = {2023}}
@misc{ee6, title = {D}, author = {Östling, Eva}, year = {2023}}
@misc{ff7, title = {E}, author = {张君冬}, year = {2024}}
@misc{gg8, title = {F}, editor = {Cole, Kim}, year = {2024}}
@misc{hh9, title = {G}, author = {Adams, Ann}, year = {2023}}
@misc{ii0, title = {H}, author = {de la Cruz, Ana}, year = {2023}}
"""
SORTED = ["dd5", "hh9", "zz1", "gg8", "ii0", "aa2", "ee6", "cc4", "bb3", "ff7"]


def test_organisations_and_titles_stand_among_the_names() -> None:
    entries = list(parse_string(WORKS, "bibtex").entries.values())
    entries.sort(key=WorksOrder().sorting_key)
    assert [entry.key for entry in entries] == SORTED
    assert "".join(map(letter_of, entries)) == "aaacdmouwz"


@pytest.mark.book
def test_pages_hold_the_works_of_their_letters(tmp_path: Path) -> None:
    register()
    source = tmp_path / "source"
    source.mkdir()
    (source / "works.bib").write_text(WORKS, encoding="utf-8")
    pages = {
        "index": "# Works\n\n```{toctree}\nfirst\nlast\n```\n",
        "first": '# To M\n\n```{bibliography}\n:filter: letter % "[a-m]"\n```\n',
        "last": '# From N\n\n```{bibliography}\n:filter: letter % "[n-z]"\n```\n',
    }
    site, _ = build_pages(
        tmp_path,
        pages,
        extensions=("surveybook.doctree", "surveybook.site.nodewriters"),
        settings={"bibtex_bibfiles": ["works.bib"], "bibtex_default_style": "survey"},
    )
    listed = [
        re.sub(r"\W", "", label.text_content())
        for name in ("first", "last")
        for label in html.parse(str(site / f"{name}.html")).xpath("//span[@class='label']")
    ]
    assert listed == SORTED
