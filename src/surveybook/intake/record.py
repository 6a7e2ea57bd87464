"""The one form in which a work arrives, whichever program or service describes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

KEPT_TYPES = (
    "article",
    "inproceedings",
    "incollection",
    "inbook",
    "book",
    "proceedings",
    "techreport",
    "phdthesis",
    "mastersthesis",
    "dataset",
    "software",
    "misc",
)
"""The BibTeX types that the survey writes."""


class UnusableRecordError(ValueError):
    """A work that cannot be taken; says what is wrong and what would help."""


@dataclass(frozen=True)
class Record:
    """A work in plain Unicode text.

    ``type`` is one of :data:`KEPT_TYPES`. ``authors`` and ``editors`` are "Family, Given" or
    "Family, Jr., Given"; a group's name is in braces; "others" stands for those that are not
    named. Braces within a family name hold its words together. ``year`` is that of this
    version, ``first`` the one in which the work was first public. ``venue`` is the journal or
    the book. ``eprint`` is the number at the preprint server ``archive``. ``protected`` are the
    places (start, end) of ``title`` whose capitals the source protects. ``retracted`` and
    ``corrected`` are values of these fields (see :mod:`surveybook.sources.notices`);
    ``notice`` is "retracted" or "corrected" if the record itself is such a notice about the
    work of its title.

    ``key`` and ``line`` are its place in the file it comes from. ``notes`` say what was
    interpreted, one sentence each.
    """

    title: str
    authors: tuple[str, ...]
    year: int
    first: int
    type: str = "misc"
    venue: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    eprint: str = ""
    archive: str = ""
    url: str = ""
    provenance: str = ""
    primaryclass: str = ""
    editors: tuple[str, ...] = ()
    series: str = ""
    edition: str = ""
    institution: str = ""
    isbn: str = ""
    further_urls: tuple[str, ...] = ()
    protected: tuple[tuple[int, int], ...] = ()
    retracted: str = ""
    corrected: str = ""
    notice: str = ""
    key: str = ""
    line: int = 0
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def arxiv(self) -> str:
        """Its arXiv id, or ""."""
        return self.eprint if self.archive == "arXiv" else ""


@dataclass(frozen=True)
class Refusal:
    """A work of a file that was not taken: its place, and what is wrong with the remedy."""

    key: str
    line: int
    reason: str


@dataclass(frozen=True)
class Intake:
    """What a file holds: the works that can be used, and those that cannot."""

    format: str
    records: Sequence[Record]
    refused: Sequence[Refusal]
