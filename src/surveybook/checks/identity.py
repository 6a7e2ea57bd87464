"""Whether two descriptions are of one work: by identifiers first, then by title, authors and
year together.

A work and its preprint are one; two DOIs are two works, unless one of them is a preprint's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from ..sources.preprints import preprint_of_doi
from .agreement import alike, plain_letters

_SAME_TITLE = 0.9
_RENAMED = 0.75
"""How alike, 0 to 1, the titles of two versions of one work are."""
_TELLING = re.compile(r"[\w-]*\d[\w.-]*|[\w-]+[+*]+")
"""Words of a title that tell one model from the next: MedCPT++, GPT-4, SAM-Med2D, 2."""
_BETWEEN_VERSIONS = 5
_BETWEEN_COPIES = 1
"""Years that may lie between a preprint and its published version, or two records of one."""


class Described(Protocol):
    """A work of references.bib, or one that may enter it."""

    def text(self, field: str) -> str:
        """A field as a reader sees it; "" if absent."""

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors in order."""


def preprint_ids(work: Described) -> set[tuple[str, str]]:
    """The preprints (server in lower case, number) that a work's eprint, DOI and address name."""
    found = set()
    server = work.text("archiveprefix") or "arXiv"
    if work.text("eprint"):
        found.add((server.lower(), work.text("eprint").lower()))
    preprint = preprint_of_doi(work.text("doi"), server)
    if preprint:
        found.add((preprint[0].lower(), preprint[1].lower()))
    address = re.search(
        r"arxiv(?:\.org/(?:abs|pdf|html)/|\.)(\d{4}\.\d{4,5})", work.text("url"), re.IGNORECASE
    )
    if address:
        found.add(("arxiv", address[1]))
    return found


def published_doi(work: Described) -> str:
    """The DOI of a work unless it is a preprint's, in lower case; or ""."""
    doi = work.text("doi").lower()
    return "" if preprint_of_doi(doi) else doi


def is_preprint_only(work: Described) -> bool:
    """Whether a work is described in its preprint's version alone."""
    venue = work.text("journal") or work.text("booktitle") or work.text("publisher")
    return bool(preprint_ids(work)) and not published_doi(work) and not venue


def shared_identifier(one: Described, other: Described) -> str:
    """What identifier two descriptions share, in words; "" if none."""
    doi = one.text("doi").lower()
    if doi and doi == other.text("doi").lower():
        return "DOI"
    shared = sorted(preprint_ids(one) & preprint_ids(other))
    return f"{'arXiv id' if shared[0][0] == 'arxiv' else 'preprint number'}" if shared else ""


def contradiction(one: Described, other: Described) -> str:
    """Why the identifiers say that these are two works; "" if they do not."""
    if published_doi(one) and published_doi(other) and published_doi(one) != published_doi(other):
        return "their DOIs differ"
    numbers, others = dict(preprint_ids(one)), dict(preprint_ids(other))
    for server in sorted(set(numbers) & set(others)):
        if not preprint_ids(one) & preprint_ids(other):
            return f"their {'arXiv ids' if server == 'arxiv' else 'preprint numbers'} differ"
    return ""


def may_be_one(one: Described, other: Described) -> bool:
    """Whether two works of one title can be one: neither identifiers nor authors nor a name in
    the title tell them apart."""
    return (
        not contradiction(one, other)
        and shared_authors(one.authors, other.authors) is not False
        and _names_agree(one.text("title"), other.text("title"))
    )


def title_likeness(one: Described, other: Described, titles: Sequence[str] | None = None) -> float:
    """How alike the titles are, 0 to 1, if title, authors and year together say that these are
    one work; else 0. ``titles``: of ``other``, if it has had several."""
    if contradiction(one, other):
        return 0.0
    overlap = shared_authors(one.authors, other.authors)
    if overlap is False or not _years_agree(one, other):
        return 0.0
    versions = is_preprint_only(one) != is_preprint_only(other)
    least = _RENAMED if versions and overlap else _SAME_TITLE
    best = 0.0
    for title in titles or [other.text("title")]:
        if _names_agree(one.text("title"), title):
            likeness = alike(one.text("title"), title)
            best = max(best, likeness if likeness >= least else 0.0)
    return best


def _names_agree(one: str, other: str) -> bool:
    """Whether neither title names something that the other does not: "MedCPT++" and "MedCPT"."""
    first, second = (set(_TELLING.findall(title.lower())) for title in (one, other))
    if first != second:
        return False
    heads = [title.partition(":") for title in (one, other)]
    if all(colon and len(head.split()) <= 4 for head, colon, _ in heads):
        return plain_letters(heads[0][0]) == plain_letters(heads[1][0])
    return True


def shared_authors(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """Whether the author lists are of one work; None if one of them is not known."""
    first, second = (
        [_family(name) for name in names if name != "others"] for names in (one, other)
    )
    if not first or not second:
        return None
    if first[0] == second[0]:
        return True
    return 2 * len(set(first) & set(second)) >= min(len(set(first)), len(set(second)))


def _years_agree(one: Described, other: Described) -> bool:
    years = []
    for work in (one, other):
        stated = [work.text(field) for field in ("firstyear", "year")]
        years.append([int(year) for year in stated if re.fullmatch(r"\d{4}", year)])
    if not all(years):
        return True
    apart = min(abs(first - second) for first in years[0] for second in years[1])
    versions = is_preprint_only(one) != is_preprint_only(other)
    return apart <= (_BETWEEN_VERSIONS if versions else _BETWEEN_COPIES)


def _family(author: str) -> str:
    family = author.split(",")[0] if "," in author else author.split(" ")[-1]
    return plain_letters(family)
