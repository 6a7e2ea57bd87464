"""BibTeX and biblatex files of other programs to records.

bibtexparser finds the entries and recovers after a fault, so one bad entry costs no other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import bibtexparser
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    Field,
    ParsingFailedBlock,
    String,
)

from .assembly import Given, assemble
from .bibtexvalues import bare_identifier, is_undefined, joined_value, with_keys
from .latex import Reading, UnreadableValueError, read_value
from .namecommas import UnreadableNamesError
from .names import Names, read_names
from .record import Intake, Record, Refusal, UnusableRecordError

_TYPES = {
    "conference": "inproceedings",
    "inproceeding": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
    "mvbook": "book",
    "collection": "book",
    "booklet": "book",
    "bookinbook": "incollection",
    "suppbook": "incollection",
    "inreference": "incollection",
    "mvproceedings": "proceedings",
    "periodical": "book",
    "data": "dataset",
}
_NAMES = {
    "journaltitle": "journal",
    "fulljournal": "journal",
    "location": "address",
    "eprinttype": "archive",
    "archiveprefix": "archive",
    "eprintclass": "primaryclass",
    "maintitle": "booktitle",
    "issue": "number",
    "link": "url",
    "addendum": "note",
    "annote": "annotation",
}
_USED = frozenset(
    [
        "journal",
        "booktitle",
        "publisher",
        "institution",
        "school",
        "organization",
        "series",
        "volume",
        "number",
        "pages",
        "edition",
        "doi",
        "eprint",
        "archive",
        "primaryclass",
        "url",
        "howpublished",
        "note",
        "isbn",
        "year",
        "date",
        "eventdate",
        "month",
        "retracted",
        "corrected",
        "type",
        "eid",
    ]
)
_READ_OTHERWISE = frozenset(["title", "subtitle", "author", "editor", "crossref", "abstract"])
_INHERITED = (
    "booktitle", "editor", "publisher", "year", "date", "series", "volume", "isbn", "organization"
)  # fmt: skip
_MONTHS = dict.fromkeys(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
)


@dataclass(frozen=True)
class RawEntry:
    """An entry as written: type and lower-case fields with their TeX, macros put in."""

    kind: str
    key: str
    line: int
    fields: Mapping[str, str]
    notes: tuple[str, ...] = ()


def read_bibtex(text: str, provenance: str) -> Intake:
    """The works of a BibTeX file."""
    library = bibtexparser.parse_string(with_keys(text), parse_stack=[])
    refused: list[Refusal] = []
    macros: dict[str, str] = {name: name.capitalize() for name in _MONTHS}
    for block in library.blocks:
        if isinstance(block, String):
            macros[block.key.lower()] = joined_value(block.value, macros) or ""
    raw: list[RawEntry] = []
    for block in library.blocks:
        try:
            if isinstance(block, Entry):
                raw.append(_raw(block, block.fields, macros))
            elif isinstance(block, DuplicateFieldKeyBlock | DuplicateBlockKeyBlock):
                kept = block.ignore_error_block
                if isinstance(kept, Entry):
                    raw.append(_raw(kept, kept.fields, macros))
                elif isinstance(kept, DuplicateFieldKeyBlock):
                    inner = kept.ignore_error_block
                    raw.append(_raw(inner, inner.fields, macros))
            elif isinstance(block, ParsingFailedBlock):
                refused.append(_unparsed(block))
        except UnusableRecordError as error:
            entry = getattr(block, "ignore_error_block", block)
            refused.append(Refusal(getattr(entry, "key", ""), _line(block), str(error)))
    records: list[Record] = []
    parents = {entry.key.lower(): entry for entry in raw}
    volumes = {entry.fields.get("crossref", "").lower() for entry in raw} - {""}
    for entry in raw:
        if entry.key.lower() in volumes:
            continue
        try:
            records.append(_record(_with_inherited(entry, parents), provenance))
        except (UnusableRecordError, UnreadableValueError, UnreadableNamesError) as error:
            refused.append(Refusal(entry.key, entry.line, str(error)))
    return Intake("BibTeX", records, sorted(refused, key=lambda each: each.line))


def _line(block: object) -> int:
    return (getattr(block, "start_line", 0) or 0) + 1


def _unparsed(block: ParsingFailedBlock) -> Refusal:
    match = re.match(r"\s*@\w+\s*[{(]\s*([^\s,{}=]*)", block.raw or "")
    return Refusal(
        match[1] if match else "",
        _line(block),
        "cannot be read to its end; look for a missing brace, quotation mark or comma in it",
    )


def _raw(entry: Entry, fields: list[Field], macros: Mapping[str, str]) -> RawEntry:
    found: dict[str, str] = {}
    notes: list[str] = []
    double: dict[str, list[str]] = {}
    for each in fields:
        name = each.key.lower().strip()
        value = joined_value(str(each.value), macros)
        if value is None:
            raise UnusableRecordError(
                f"has no readable value for {name}; look for a missing comma, brace or "
                "quotation mark there"
            )
        name = _NAMES.get(name, name)
        if is_undefined(str(each.value), macros):
            notes.append(f"{name}: no @string says what '{value}' stands for; it is taken as it is")
        if name in found and found[name] != value and value:
            double.setdefault(name, [found[name]]).append(value)
        found[name] = found.get(name) or value
    for name, values in double.items():
        if name == "url":
            found["url"] = " ".join(values)
        elif name in ("archive", "journal", "booktitle", "note", "number") and name not in {
            each.key.lower()
            for each in fields
            if [f.key.lower() for f in fields].count(each.key.lower()) > 1
        }:
            # Two fields of other names that mean the same, such as journal and journaltitle.
            continue
        elif name in _USED or name in ("title", "author", "editor"):
            shown = " and ".join(f"'{value[:40]}'" for value in values)
            raise UnusableRecordError(f"has {name} twice: {shown}; delete one of them")
    return RawEntry(entry.entry_type.lower(), entry.key.strip(), _line(entry), found, tuple(notes))


def _with_inherited(entry: RawEntry, parents: Mapping[str, RawEntry]) -> RawEntry:
    key = entry.fields.get("crossref", "")
    if not key:
        return entry
    parent = parents.get(key.lower())
    if parent is None:
        note = f"its crossref '{key}' is not in the file"
        return replace(entry, notes=(*entry.notes, note))
    more = {name: parent.fields[name] for name in _INHERITED if parent.fields.get(name)}
    if entry.kind == "article":
        more["journal"] = parent.fields.get("journal") or parent.fields.get("title", "")
    else:
        more.setdefault("booktitle", parent.fields.get("title", ""))
    return replace(entry, fields={**more, **{k: v for k, v in entry.fields.items() if v}})


def _record(entry: RawEntry, provenance: str) -> Record:
    notes = list(entry.notes)
    fields: dict[str, str] = {}
    for name in _USED & set(entry.fields):
        value = entry.fields[name]
        if name in ("doi", "url", "howpublished", "eprint"):
            fields[name] = bare_identifier(value)
        else:
            reading = _field(name, value)
            fields[name] = reading.plain
            notes += [f"{name}: {note}" for note in reading.notes]
    dropped = sorted(set(filter(entry.fields.get, entry.fields)) - _USED - _READ_OTHERWISE)
    if dropped:
        notes.append(f"left out, for the survey does not use it: {', '.join(dropped)}")
    title = entry.fields.get("title", "")
    if entry.fields.get("subtitle"):
        title = f"{title}: {entry.fields['subtitle']}"
    empty = Names(())
    authors, editors = entry.fields.get("author", ""), entry.fields.get("editor", "")
    kind = _TYPES.get(entry.kind, entry.kind)
    if kind == "phdthesis" and re.search("master", fields.get("type", ""), re.I):
        kind = "mastersthesis"
    return assemble(
        Given(
            kind=kind,
            title=_field("title", title),
            authors=read_names(authors) if authors.strip() else empty,
            editors=read_names(editors, "editor") if editors.strip() else empty,
            fields=fields,
            key=entry.key,
            line=entry.line,
            notes=notes,
        ),
        provenance,
    )


def _field(name: str, value: str) -> Reading:
    try:
        return read_value(value)
    except UnreadableValueError as error:
        raise UnreadableValueError(f"{name}: {error}") from error
