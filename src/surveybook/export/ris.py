"""CSL-JSON items as RIS, which the reference managers without BibTeX read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import rispy

from .csl import Item

_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry-encyclopedia": "ENCYC",
    "paper-conference": "CPAPER",
    "report": "RPRT",
    "software": "COMP",
    "thesis": "THES",
    "webpage": "ELEC",
}
_FIELDS = {
    "title": "title",
    "container-title": "secondary_title",
    "collection-title": "tertiary_title",
    "volume": "volume",
    "issue": "number",
    "publisher": "publisher",
    "version": "edition",
    "DOI": "doi",
    "archive": "name_of_database",
    "archive_location": "accession_number",
    "genre": "type_of_work",
    "id": "id",
}


class _Writer(rispy.RisWriter):
    """Without a number before each record, which is not part of the format."""

    SEPARATOR: ClassVar[str] = ""

    def set_header(self, count: int) -> str:
        return ""


def ris(items: Iterable[Item]) -> str:
    """Items as the text of a RIS file, one record each.

    Line breaks inside a value become spaces: a RIS line is a field.
    """
    text: str = rispy.dumps([_record(item) for item in items], implementation=_Writer)
    return text


def _record(item: Item) -> dict[str, Any]:
    record: dict[str, Any] = {"type_of_reference": _TYPES.get(item["type"], "GEN")}
    for variable, key in (("author", "authors"), ("editor", "secondary_authors")):
        if item.get(variable):
            record[key] = [_one_line(listed_name(name)) for name in item[variable]]
    record |= {key: _one_line(item[name]) for name, key in _FIELDS.items() if item.get(name)}
    if item["type"] == "paper-conference" and item.get("container-title"):
        # Managers read T2 of a conference paper as the conference, C3 as its proceedings.
        record["custom3"] = record["secondary_title"]
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    if parts:
        record["year"] = str(parts[0])
    if len(parts) == 3:
        record["date"] = "/".join(f"{part:02}" for part in parts)
    first, _, last = item.get("page", "").partition("-")
    record |= {key: page for key, page in (("start_page", first), ("end_page", last)) if page}
    if item.get("note"):
        record["notes"] = [_one_line(item["note"])]
    if item.get("URL"):
        record["urls"] = [_one_line(item["URL"])]
    return record


def listed_name(name: dict[str, str]) -> str:
    """A CSL name as "Family, Given, Suffix"; the name of a group as it is."""
    if "literal" in name:
        return name["literal"]
    return ", ".join(name[part] for part in ("family", "given", "suffix") if name.get(part))


def _one_line(text: str) -> str:
    return " ".join(str(text).split())
