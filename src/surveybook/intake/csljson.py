"""CSL-JSON (Zotero, Mendeley, pandoc, DOI content negotiation) to records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..sources.limits import LimitError, parse_json
from .assembly import Given, assemble
from .latex import read_markup
from .names import Names, listed_names
from .record import Intake, Record, Refusal, UnusableRecordError

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "paper-conference": "inproceedings",
    "chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "entry-dictionary": "incollection",
    "book": "book",
    "report": "techreport",
    "thesis": "phdthesis",
    "dataset": "dataset",
    "software": "software",
    # Names of Crossref and of older versions of the format.
    "journal-article": "article",
    "proceedings-article": "inproceedings",
    "book-chapter": "incollection",
}
_FIELDS = {
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "edition": "edition",
    "publisher": "publisher",
    "collection-title": "series",
    "DOI": "doi",
    "URL": "url",
    "ISBN": "isbn",
    "note": "note",
    "archive": "archive",
    "archive_location": "eprint",
}


class NotThisFormatError(ValueError):
    """A file that is not what it seems to be; says where it stops to be."""


def read_csl_json(text: str, provenance: str) -> Intake:
    """The works of a CSL-JSON file: an array of items, one item, or ``{"items": [...]}``.

    Raises:
        NotThisFormatError: it is no JSON, or no such array.
    """
    try:
        data = parse_json(text)
    except LimitError as error:
        raise NotThisFormatError(f"line {error.line or 1}: {error}") from error
    if isinstance(data, dict):
        data = data.get("items") or data.get("message") or data
        data = data if isinstance(data, list) else [data]
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data) or not data:
        raise NotThisFormatError("line 1: this JSON holds no list of CSL items")
    records: list[Record] = []
    refused: list[Refusal] = []
    lines = _lines(text, data)
    for item, line in zip(data, lines, strict=True):
        key = str(item.get("id") or item.get("citation-key") or item.get("DOI") or "")
        try:
            records.append(assemble(_given(item, key, line), provenance))
        except UnusableRecordError as error:
            refused.append(Refusal(key, line, str(error)))
        except (AttributeError, TypeError, KeyError, IndexError):
            reason = "is not built like a CSL item: its names, dates or texts are of other types"
            refused.append(Refusal(key, line, reason))
    return Intake("CSL-JSON", records, refused)


def _given(item: Mapping[str, Any], key: str, line: int) -> Given:
    fields = {
        name: _one(item[variable]) for variable, name in _FIELDS.items() if item.get(variable)
    }
    notes: list[str] = []
    kind = _TYPES.get(item.get("type", ""), "misc")
    container = read_markup(_one(item.get("container-title") or ""))
    if container.plain:
        fields["journal" if kind in ("article", "misc") else "booktitle"] = container.plain
    number = _one(item.get("number") or "")
    if number and item.get("type") in ("article", "report", "dataset") and "number" not in fields:
        fields["number"] = number
    if item.get("genre"):
        fields["type"] = _one(item["genre"])
    if kind in ("techreport", "phdthesis") and fields.get("publisher"):
        fields["institution"] = fields.pop("publisher")
    for name in ("issued", "published-print", "published-online", "published", "posted", "created"):
        date = item.get(name)
        year = _year(date)
        if year:
            fields["year"] = year
            break
    title = _one(item.get("title") or "")
    subtitle = _one(item.get("subtitle") or "")
    retracted = ""
    for update in [*(item.get("update-to") or []), *(item.get("updated-by") or [])]:
        if update.get("type") == "retraction" and update in (item.get("updated-by") or []):
            retracted = str(update.get("DOI") or "stated in its record")
    return Given(
        kind=kind,
        title=read_markup(f"{title}: {subtitle}" if subtitle else title),
        authors=_names(item.get("author") or [], "author"),
        editors=_names(item.get("editor") or [], "editor"),
        fields=fields,
        key=key,
        line=line,
        retracted=retracted,
        notes=notes,
    )


def _one(value: Any) -> str:
    """The first of several values; programs differ in whether one value is a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value)


def _year(date: Any) -> str:
    if not isinstance(date, Mapping):
        return ""
    parts = date.get("date-parts") or [[]]
    if parts[0] and parts[0][0]:
        return str(parts[0][0])
    return str(date.get("raw") or date.get("literal") or "")


def _names(given: list[Mapping[str, str]], role: str) -> Names:
    names: list[str] = []
    notes: list[str] = []
    for name in given:
        whole = name.get("literal") or name.get("name") or ""
        family = " ".join(
            filter(
                None,
                (
                    name.get("dropping-particle"),
                    name.get("non-dropping-particle"),
                    name.get("family"),
                ),
            )
        )
        first, suffix = name.get("given", ""), name.get("suffix", "")
        if whole:
            found = listed_names([whole], role) if whole.lower().startswith("et al") else None
            names += found.names if found else [f"{{{read_markup(whole).plain}}}"]
        elif family and not first and " " in family and not name.get("non-dropping-particle"):
            names.append(f"{{{read_markup(family).plain}}}")
        else:
            parts = (family, suffix, first)
            names.append(", ".join(read_markup(part).plain for part in parts if part))
    return Names(tuple(filter(None, names)), tuple(notes))


def _lines(text: str, items: list[Any]) -> list[int]:
    """The line on which each item starts: where the decoder finds the next object."""
    decoder = json.JSONDecoder()
    at = text.find("[") + 1 if text.lstrip().startswith("[") else -1
    lines = []
    for _ in items:
        start = text.find("{", at) if at >= 0 else -1
        if start < 0:
            lines.append(1)
            continue
        lines.append(text.count("\n", 0, start) + 1)
        at = decoder.raw_decode(text, start)[1]
    return lines
