"""Whether a work is in the survey already, perhaps as its preprint or published version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..checks.agreement import alike
from ..checks.identity import (
    Described,
    contradiction,
    preprint_ids,
    shared_identifier,
    title_likeness,
)
from ..sources.bibliography import Work

_RESEMBLES = 0.9
"""From which likeness of titles on a work that is taken as another one is mentioned."""


@dataclass(frozen=True)
class Known:
    """A work that is there already, and the words in which it was recognised."""

    work: Work
    because: str


@dataclass(frozen=True)
class Description:
    """What is known of a work: enough to compare it with those of the survey."""

    title: str
    authors: tuple[str, ...] = ()
    doi: str = ""
    eprint: str = ""

    def text(self, field: str) -> str:
        """A field; "" if absent."""
        return str(getattr(self, field, "")) if field in ("title", "doi", "eprint") else ""


def recognise(
    works: Iterable[Work], *, title: str, authors: Sequence[str], doi: str = "", arxiv: str = ""
) -> Known | None:
    """As :func:`recognise_work`, for a work of which no more than this is known."""
    return recognise_work(works, Description(title, tuple(authors), doi, arxiv))


def recognise_work(works: Iterable[Work], wanted: Described) -> Known | None:
    """The work with the same DOI or preprint number; else the one whose title, authors and
    year say that it is another version of the same work; else None."""
    works = list(works)
    for work in works:
        shared = shared_identifier(wanted, work)
        if shared:
            return Known(work, f"it has the same {shared}")
    best, score = None, 0.0
    for work in _with_common_words(works, wanted):
        titles = [text for text in (work.text("title"), work.text("earliertitle")) if text]
        likeness = title_likeness(wanted, work, titles)
        if likeness > score:
            best, score = work, likeness
    if best is None:
        return None
    title = best.text("title")
    return Known(best, f"its title is '{title}' (if it is another work, --new adds it)")


def resembling(works: Iterable[Work], wanted: Described) -> str:
    """A sentence on the work that has a title like this one's and yet is another; or ""."""
    for work in _with_common_words(list(works), wanted):
        if alike(wanted.text("title"), work.text("title")) >= _RESEMBLES:
            reason = contradiction(wanted, work) or "its name, authors or year differ"
            title = work.text("title")
            return f"it is taken as another work than '{work.key}', '{title}': {reason}"
    return ""


def arxiv_ids(work: Work) -> set[str]:
    """The arXiv ids that a work's eprint, DOI and address name."""
    return {number for server, number in preprint_ids(work) if server == "arxiv"}


def _with_common_words(works: Iterable[Work], wanted: Described) -> Iterable[Work]:
    """Those that share half of the words of a title: comparing letters is slow."""
    words = _words(wanted.text("title"))
    for work in works:
        for known in filter(None, (work.text("title"), work.text("earliertitle"))):
            if 2 * len(words & _words(known)) >= min(len(words), len(_words(known))):
                yield work
                break


def _words(title: str) -> set[str]:
    return set(re.findall(r"\w+", title.lower()))
