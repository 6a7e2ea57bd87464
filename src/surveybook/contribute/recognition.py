"""Whether a work is in the survey already, perhaps as its preprint or published version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..checks.agreement import alike
from ..sources.bibliography import Work
from .naming import ascii_letters

_SAME_TITLE = 0.9
_RENAMED = 0.75
"""How alike the titles of two versions of one work are, if their first authors agree."""


@dataclass(frozen=True)
class Known:
    """A work that is there already, and the words in which it was recognised."""

    work: Work
    because: str


def recognise(
    works: Iterable[Work], *, title: str, authors: Iterable[str], doi: str = "", arxiv: str = ""
) -> Known | None:
    """The work with this DOI or arXiv id; else the one whose title is the most alike, if it is
    so alike that it must be another version of the same work; else None."""
    works = list(works)
    for work in works:
        if doi and work.text("doi").lower() == doi.lower():
            return Known(work, "it has the same DOI")
        if arxiv and arxiv in arxiv_ids(work):
            return Known(work, "it has the same arXiv id")
    family = _family(next(iter(authors), ""))
    words = _words(title)
    best, score = None, 0.0
    for work in works:
        if arxiv and arxiv_ids(work):
            # Two numbers are two works, however alike their titles are.
            continue
        same = bool(family) and family == _family(next(iter(work.authors), ""))
        for known in filter(None, (work.text("title"), work.text("earliertitle"))):
            # Comparing letters is slow; titles of one work share words.
            common = len(words & _words(known))
            if 2 * common < min(len(words), len(_words(known))):
                continue
            likeness = alike(title, known)
            if likeness > score and likeness >= (_RENAMED if same else _SAME_TITLE):
                best, score = work, likeness
    if best is None:
        return None
    title = best.text("title")
    return Known(best, f"its title is '{title}' (if it is another work, --new adds it)")


def arxiv_ids(work: Work) -> set[str]:
    """The arXiv ids that a work's eprint, DOI and address name."""
    places: Mapping[str, str] = {name: work.text(name) for name in ("doi", "url")}
    found = {
        match[1]
        for text in places.values()
        for match in re.finditer(r"arxiv(?:\.org/(?:abs|pdf|html)/|\.)(\d{4}\.\d{4,5})", text, re.I)
    }
    return found | ({work.text("eprint")} if work.is_arxiv and work.text("eprint") else set())


def _family(author: str) -> str:
    return ascii_letters(author.split(",")[0]).lower().strip()


def _words(title: str) -> set[str]:
    return set(re.findall(r"\w+", title.lower()))
