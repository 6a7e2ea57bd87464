"""The fields of a given work made into a record: what every format has in common.

Here are decided the year, the identifiers, whether it is a preprint, whether its title carries
a mark of retraction, and whether it has what the survey cannot do without.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..sources.bibtexfields import VENUE
from ..sources.notices import Notice, notice_title, says_retracted, unmarked_title
from ..sources.preprints import doi_of_preprint, keeps_doi, preprint_of_doi, server_named
from .identifiers import DOI, addresses, doi_of, preprint_of
from .latex import Reading
from .namecommas import OTHERS
from .names import Names
from .record import KEPT_TYPES, Record, UnusableRecordError

_INSTITUTION = {"techreport": "institution", "phdthesis": "school", "mastersthesis": "school"}


@dataclass(frozen=True)
class Given:
    """A work as a format gives it, in plain text: ``fields`` by BibTeX's names (journal,
    booktitle, publisher, year, doi, url, eprint, archive, note, ...)."""

    kind: str
    title: Reading
    authors: Names
    fields: Mapping[str, str]
    key: str = ""
    line: int = 0
    editors: Names = field(default_factory=lambda: Names(()))
    retracted: str = ""
    notes: Sequence[str] = ()


def assemble(given: Given, provenance: str) -> Record:
    """The record of a given work.

    Raises:
        UnusableRecordError: it lacks a title, an author or a year.
    """
    notes = [*given.notes, *given.title.notes, *given.authors.notes, *given.editors.notes]
    fields = {name: " ".join(text.split()) for name, text in given.fields.items() if text.strip()}
    authors = _authors(given, fields, notes)
    title, spans, marks = _title(given.title, notes)
    year = _year(fields)
    missing = [
        name
        for name, there in (
            ("title", title),
            ("author", authors or given.editors.names),
            ("year", year),
        )
        if not there
    ]
    if missing:
        stated = fields.get("year") or fields.get("date")
        hint = f" (its year is '{stated}')" if "year" in missing and stated else ""
        raise UnusableRecordError(
            f"has no {' and no '.join(missing)}{hint}; add it to the file and run the command again"
        )
    urls = addresses(fields, notes)
    doi = doi_of(fields, urls, notes)
    archive, eprint = preprint_of(fields, doi, urls, notes)
    venue_name = VENUE.get(given.kind, "journal")
    venue = fields.get(venue_name) or fields.get("journal") or fields.get("booktitle", "")
    kind = given.kind
    is_preprint = bool(archive) and _is_only_preprint(fields, doi, venue)
    if is_preprint:
        venue, kind = "", "misc"
        for name in ("volume", "number", "pages", "publisher", "series"):
            fields.pop(name, None)
        doi = doi or doi_of_preprint(archive, eprint)
        if not keeps_doi(archive):
            doi = ""
    elif archive and preprint_of_doi(doi) and not keeps_doi(archive):
        doi = ""
    kind, institution = _kind(kind, venue, fields, notes)
    if kind not in VENUE and venue and not is_preprint:
        notes.append(f"'{venue}' is left out: an @{kind} has no journal")
        venue = ""
    first = year
    numbered = re.match(r"(\d{2})\d{2}\.", eprint) if archive == "arXiv" else None
    dated = re.match(r"(\d{4})\.\d{2}\.\d{2}\.", eprint)
    if numbered or dated:
        posted = 2000 + int(numbered[1]) if numbered else int(dated[1]) if dated else year
        first = min(year, posted)
    marked = given.retracted or marks.get("retracted", "")
    retracted = _retraction(fields, marked, notes)
    return Record(
        title=title,
        authors=authors,
        year=year,
        first=first,
        type=kind,
        venue=venue,
        volume=fields.get("volume", ""),
        number=fields.get("number", ""),
        pages=re.sub(r"\s*[-–—‐‑]+\s*", "--", fields.get("pages", "")),
        publisher=fields.get("publisher", ""),
        doi=doi,
        eprint=eprint,
        archive=archive,
        url=urls[0] if urls else "",
        provenance=provenance,
        primaryclass=fields.get("primaryclass", "") if archive == "arXiv" else "",
        editors=given.editors.names,
        series=fields.get("series", ""),
        edition=fields.get("edition", ""),
        institution=institution,
        isbn=fields.get("isbn", ""),
        further_urls=tuple(urls[1:]),
        protected=spans,
        retracted=retracted,
        corrected=fields.get("corrected", ""),
        notice=marks.get("notice", ""),
        key=given.key,
        line=given.line,
        notes=tuple(dict.fromkeys(notes)),
    )


def _authors(given: Given, fields: Mapping[str, str], notes: list[str]) -> tuple[str, ...]:
    names = given.authors.names
    if names == (OTHERS,):
        return ()
    if not names and not given.editors.names:
        for name in ("organization", "institution", "publisher"):
            # A publisher answers for a page or report; that of a book or article wrote nothing.
            if fields.get(name) and (name != "publisher" or given.kind not in ("book", *VENUE)):
                notes.append(f"no author is named: the {name} '{fields[name]}' is taken for it")
                return (f"{{{fields[name]}}}",)
    if OTHERS in names:
        notes.append("its author list is cut short: write all authors")
    return names


def _title(
    reading: Reading, notes: list[str]
) -> tuple[str, tuple[tuple[int, int], ...], dict[str, str]]:
    """The title without marks of retraction, its protected places, and what the marks said."""
    whole = reading.plain
    marks: dict[str, str] = {}
    start, end = unmarked_title(whole)
    if (start, end) != (0, len(whole)):
        marks["retracted"] = "marked in the title of its record"
        notes.append(
            f"the title's mark '{(whole[:start] + whole[end:]).strip()}' is read as retracted"
        )
    else:
        found = notice_title(whole)
        if found:
            marks["notice"], start = found
            end = len(whole.rstrip("”\"’'» ."))
    spans = tuple(
        (max(first, start) - start, min(last, end) - start)
        for first, last in reading.protected
        if min(last, end) > max(first, start)
    )
    return whole[start:end], spans, marks


def _year(fields: Mapping[str, str]) -> int:
    for name in ("year", "date", "issued", "eventdate"):
        text = fields.get(name, "")
        match = re.fullmatch(r"[\[(c©]*\s*(\d{4})(?:[a-z]|\s*[-/.,]\s*\S.*|\s.*|T.*)?[\])]*", text)
        match = match or re.search(r"\b((?:19|20)\d{2})[\])]*$", text)
        if match and 1000 < int(match[1]) < 2200:
            return int(match[1])
    return 0


def _is_only_preprint(fields: Mapping[str, str], doi: str, venue: str) -> bool:
    """Whether this version is the preprint itself, not a published one that names its own."""
    is_published = bool(doi) and preprint_of_doi(doi) is None
    of_server = not venue or server_named(venue) or re.search(r"\bpreprint\b", venue, re.I)
    return bool(of_server) and not is_published


def _kind(kind: str, venue: str, fields: Mapping[str, str], notes: list[str]) -> tuple[str, str]:
    """The type that fits what there is, and the institution."""
    kind = kind if kind in KEPT_TYPES else "misc"
    if kind in VENUE and not venue:
        kind = "misc"
    institution = fields.get("institution") or fields.get("school") or ""
    if kind in _INSTITUTION:
        institution = institution or fields.get("organization") or fields.get("publisher", "")
        if not institution:
            return "misc", ""
    return kind, institution


def _retraction(fields: Mapping[str, str], marked: str, notes: list[str]) -> str:
    """The value of the field ``retracted``: as given, from a note, or from the title's mark."""
    note = fields.get("note", "")
    if note and says_retracted(note):
        doi = DOI.search(note)
        date = re.search(r"\b\d{4}-\d{2}-\d{2}\b", note)
        told = Notice("retracted", date[0] if date else "", doi[0].rstrip(".,;)") if doi else "")
        notes.append(f"the note '{note[:60]}' is read as retracted")
        marked = told.value or marked or "stated in a note of its record"
    elif note and not server_named(note) and not re.match(r"\W*arxiv", note, re.IGNORECASE):
        notes.append("left out, for the survey does not use it: note")
    return fields.get("retracted", "") or marked
