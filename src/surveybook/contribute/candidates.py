"""A work that may enter the survey, as the fields that references.bib would have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..export.bibtex import tex_escape
from ..intake.record import Record, UnusableRecordError
from ..sources.bibtexfields import VENUE
from ..sources.bibtexvalues import plain, split_names
from ..sources.characters import odd_characters
from ..sources.webaddress import arxiv_address, doi_address
from .naming import protect_capitals

_INSTITUTION = {"phdthesis": "school", "mastersthesis": "school"}


@dataclass(frozen=True)
class Candidate:
    """A work by its BibTeX type and fields (values without outer braces, in any order).

    ``key`` and ``line`` are its place in the file it comes from, if it comes from one; ``notes``
    say what was interpreted. ``notice`` is "retracted" or "corrected" if this is such a notice
    about the work of its title.
    """

    type: str
    fields: Mapping[str, str]
    key: str = ""
    line: int = 0
    notes: tuple[str, ...] = ()
    notice: str = ""

    def text(self, field: str) -> str:
        """A field as a reader sees it; "" if absent."""
        return plain(self.fields.get(field, ""))

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors in order, as written."""
        return tuple(split_names(self.fields.get("author", "")))

    @property
    def arxiv(self) -> str:
        """Its arXiv id, or ""."""
        named = self.text("archiveprefix").lower()
        return self.text("eprint") if named in ("", "arxiv") else ""


def from_record(record: Record, checked: str) -> Candidate:
    """What a record says, on the day ``checked`` (YYYY-MM-DD).

    Raises:
        UnusableRecordError: it holds a character that no source may hold.
    """
    for name, text in vars(record).items():
        for odd in odd_characters(text if isinstance(text, str) else ""):
            raise UnusableRecordError(f"{name} holds {odd.what}, at character {odd.column}")
    kind = record.type if record.venue or record.type not in VENUE else "misc"
    is_preprint = bool(record.eprint) and kind == "misc"
    url = record.url
    if not url and re.fullmatch(r"[\w./:;()-]+", record.doi):
        url = doi_address(record.doi)
    elif not url and record.arxiv:
        url = arxiv_address(record.arxiv)
    fields = {
        "title": protect_capitals(_protected(record)),
        "author": " and ".join(map(_name, record.authors)),
        "editor": " and ".join(map(_name, record.editors)),
        "firstyear": str(record.first or record.year),
        "year": str(record.year),
        VENUE.get(kind, "journal"): tex_escape(record.venue) if kind in VENUE else "",
        "series": tex_escape(record.series),
        "volume": tex_escape(record.volume),
        "number": tex_escape(record.number),
        "pages": tex_escape(record.pages),
        "edition": tex_escape(record.edition),
        "publisher": tex_escape(record.publisher) if kind != "article" else "",
        _INSTITUTION.get(kind, "institution"): tex_escape(record.institution),
        "isbn": record.isbn,
        "note": "also at " + " and ".join(f"\\url{{{each}}}" for each in record.further_urls)
        if record.further_urls
        else "",
        "doi": record.doi,
        "eprint": record.eprint,
        "archiveprefix": record.archive if record.eprint else "",
        "primaryclass": record.primaryclass,
        "url": url,
        "retracted": tex_escape(record.retracted),
        "corrected": tex_escape(record.corrected),
        "authorversion": record.archive if is_preprint else "published",
        "checked": checked,
        "provenance": tex_escape(record.provenance),
    }
    present = {name: value for name, value in fields.items() if value}
    return Candidate(kind, present, record.key, record.line, record.notes, record.notice)


def _protected(record: Record) -> str:
    """The title as a BibTeX value, with braces where the record protects capitals."""
    parts, at = [], 0
    for start, end in record.protected:
        if re.search(r"[A-Z]", record.title[start:end]):
            parts += [_escaped(record.title[at:start]), f"{{{_escaped(record.title[start:end])}}}"]
            at = end
    return "".join([*parts, _escaped(record.title[at:])])


def _escaped(text: str) -> str:
    # The citation software reads a circumflex as it stands, but not the command for it.
    return tex_escape(text).replace(r"\textasciicircum{}", "^")


def _name(name: str) -> str:
    """A name with the braces that hold its words together."""
    parts = re.split(r"([{}])", name)
    return "".join(part if part in "{}" else _escaped(part) for part in parts)
