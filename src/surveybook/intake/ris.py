"""RIS (EndNote, Zotero, publishers' "cite" buttons) and PubMed's nbib to records.

rispy knows the tags; the two formats differ in their tags alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import rispy

from .assembly import Given, assemble
from .csljson import NotThisFormatError
from .latex import read_markup
from .names import Names, listed_names
from .record import Intake, Record, Refusal, UnusableRecordError

_TYPES = {
    "JOUR": "article",
    "MGZN": "article",
    "NEWS": "article",
    "EJOUR": "article",
    "JFULL": "article",
    "ABST": "article",
    "INPR": "article",
    "CPAPER": "inproceedings",
    "CONF": "inproceedings",
    "CHAP": "incollection",
    "ECHAP": "incollection",
    "ENCYC": "incollection",
    "DICT": "incollection",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "RPRT": "techreport",
    "GOVDOC": "techreport",
    "STAND": "techreport",
    "THES": "phdthesis",
    "DATA": "dataset",
    "COMP": "software",
}
_FIELDS = {
    "volume": "volume",
    "number": "number",
    "publisher": "publisher",
    "doi": "doi",
    "edition": "edition",
    "name_of_database": "database",
    "accession_number": "accession",
    "type_of_work": "type",
    "custom7": "eid",
}
_NBIB = {
    "VI": "volume",
    "IP": "number",
    "PG": "pages",
    "PB": "publisher",
    "EN": "edition",
}
_RIS_RECORD = re.compile(r"(?m)^\ufeff?[ \t]*TY[ \t]{1,2}-[ \t]?(\S+)")


def read_ris(text: str, provenance: str) -> Intake:
    """The works of a RIS file.

    Raises:
        NotThisFormatError: no record can be read.
    """
    records: list[Record] = []
    refused: list[Refusal] = []
    for line, block in _blocks(text, _RIS_RECORD):
        # A record that lacks its end costs no other.
        body = re.sub(r"(?m)^\s*ER\s{1,2}-.*$", "", block).rstrip() + "\nER  - \n"
        body = re.sub(r"(?m)^([A-Z][A-Z0-9]) ?- ?", r"\1  - ", body.lstrip("\ufeff"))
        try:
            entries = rispy.loads(body, skip_unknown_tags=True)
        except (rispy.parser.ParseError, OSError, ValueError, TypeError) as error:
            refused.append(Refusal("", line, f"cannot be read as RIS ({error})"))
            continue
        for entry in entries:
            key = str(entry.get("id") or entry.get("label") or entry.get("doi") or "")
            try:
                records.append(assemble(_given(entry, key, line), provenance))
            except UnusableRecordError as error:
                refused.append(Refusal(key, line, str(error)))
    if not records and not refused:
        raise NotThisFormatError("line 1: no record in it; a record of RIS starts with 'TY  - '")
    return Intake("RIS", records, refused)


def _blocks(text: str, start: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    matches = list(start.finditer(text))
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        yield text.count("\n", 0, match.start()) + 1, text[match.start() : end].lstrip("\n")


def _given(entry: Mapping[str, Any], key: str, line: int) -> Given:
    kind = _TYPES.get(entry.get("type_of_reference", ""), "misc")
    fields = {name: str(entry[tag]) for tag, name in _FIELDS.items() if entry.get(tag)}
    fields["year"] = str(
        entry.get("year") or entry.get("publication_year") or entry.get("date") or ""
    )
    venue = next(
        (
            str(entry[tag])
            for tag in (
                "journal_name",
                "secondary_title",
                "custom3",
                "alternate_title3",
                "alternate_title1",
                "alternate_title2",
            )
            if entry.get(tag)
        ),
        "",
    )
    if kind == "inproceedings" and entry.get("custom3"):
        venue = str(entry["custom3"])
    if venue:
        fields["journal" if kind in ("article", "misc") else "booktitle"] = read_markup(venue).plain
    if entry.get("tertiary_title"):
        fields["series"] = str(entry["tertiary_title"])
    first, last = str(entry.get("start_page") or ""), str(entry.get("end_page") or "")
    fields["pages"] = first if not last or "-" in first else f"{first}--{last}"
    fields["url"] = " ".join([*map(str, entry.get("urls") or []), str(entry.get("url") or "")])
    if kind in ("techreport", "phdthesis") and fields.get("publisher"):
        fields["institution"] = fields.pop("publisher")
    if entry.get("issn") and kind in ("book", "incollection"):
        fields["isbn"] = str(entry["issn"])
    # Our own files and Zotero's name the preprint server and the number there so.
    if fields.get("accession") and fields.get("database"):
        fields |= {"archive": fields["database"], "eprint": fields["accession"]}
    notes = [str(note) for note in entry.get("notes") or []]
    marked = [note for note in notes if re.match(r"\W*(?:retracted|retraction)", note, re.I)]
    fields["note"] = marked[0] if marked else ""
    title = str(entry.get("title") or entry.get("primary_title") or "")
    return Given(
        kind=kind,
        title=read_markup(title),
        authors=_names(entry, ("authors", "first_authors"), "author"),
        editors=_names(entry, ("editors", "secondary_authors"), "editor"),
        fields=fields,
        key=key,
        line=line,
    )


def _names(entry: Mapping[str, Any], tags: tuple[str, ...], role: str) -> Names:
    for tag in tags:
        if entry.get(tag):
            return listed_names([read_markup(str(name)).plain for name in entry[tag]], role)
    return Names(())


def read_nbib(text: str, provenance: str) -> Intake:
    """The works of a PubMed file (nbib, MEDLINE): full names before short ones, the journal's
    title, and the retraction that a record names.

    Raises:
        NotThisFormatError: no record can be read.
    """
    records: list[Record] = []
    refused: list[Refusal] = []
    for line, block in _blocks(text, re.compile(r"(?m)^\ufeff?PMID- ?(\d+)")):
        tags = _medline(block)
        number = tags.get("PMID", [""])[0]
        key = f"PMID {number}"
        try:
            records.append(
                assemble(_nbib(tags, key, line), f"{provenance}; PubMed record {number}")
            )
        except UnusableRecordError as error:
            refused.append(Refusal(key, line, str(error)))
    if not records and not refused:
        raise NotThisFormatError("line 1: no record in it; a record of PubMed starts with 'PMID- '")
    return Intake("nbib", records, refused)


def _medline(block: str) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    name = ""
    for text in block.splitlines():
        match = re.match(r"([A-Z]{2,4}) *- ?(.*)", text)
        if match:
            name = match[1]
            tags.setdefault(name, []).append(match[2].strip())
        elif name and text.startswith("      "):
            tags[name][-1] += f" {text.strip()}"
    return tags


def _nbib(tags: Mapping[str, list[str]], key: str, line: int) -> Given:
    fields = {name: tags[tag][0] for tag, name in _NBIB.items() if tags.get(tag)}
    fields["journal"] = (tags.get("JT") or tags.get("TA") or [""])[0]
    fields["year"] = (tags.get("DP") or tags.get("DEP") or [""])[0][:4]
    identifiers = [*tags.get("LID", []), *tags.get("AID", [])]
    dois = [text.removesuffix("[doi]").strip() for text in identifiers if text.endswith("[doi]")]
    fields["doi"] = dois[0] if dois else ""
    if not dois:
        fields["url"] = f"https://pubmed.ncbi.nlm.nih.gov/{tags['PMID'][0]}/"
    # PubMed gives pages as 172-80.
    first, _, last = fields.get("pages", "").partition("-")
    if last.isdecimal() and first.isdecimal() and len(last) < len(first):
        fields["pages"] = f"{first}-{first[: len(first) - len(last)]}{last}"
    names = tags.get("FAU") or [re.sub(r"\s+(\S+)$", r", \1", name) for name in tags.get("AU", [])]
    groups = [f"{{{name}}}" for name in tags.get("CN", [])]
    people = listed_names(names)
    types = " ".join(tags.get("PT", [])).lower()
    kind = "book" if tags.get("BTI") and not tags.get("TI") else "article"
    if server_preprint := "preprint" in types:
        kind = "misc"
    retracted = ""
    if tags.get("RIN") or "retracted publication" in types:
        doi = re.search(r"10\.\d{4,9}/\S+", " ".join(tags.get("RIN", [])))
        retracted = doi[0].rstrip(".") if doi else "stated in its PubMed record"
    title = " ".join(tags.get("TI") or tags.get("BTI") or [""])
    return Given(
        kind="article" if server_preprint else kind,
        title=read_markup(
            title.strip("[]").rstrip(".") if title.startswith("[") else title.rstrip(".")
        ),
        authors=Names((*people.names, *groups), people.notes),
        fields=fields,
        key=key,
        line=line,
        retracted=retracted,
    )
