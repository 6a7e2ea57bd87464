"""EndNote's XML to records."""

from __future__ import annotations

from typing import Any

from lxml import etree

from .assembly import Given, assemble
from .csljson import NotThisFormatError
from .latex import read_markup
from .names import Names, listed_names
from .record import Intake, Record, Refusal, UnusableRecordError

_TYPES = {
    "journal article": "article",
    "electronic article": "article",
    "magazine article": "article",
    "newspaper article": "article",
    "conference paper": "inproceedings",
    "conference proceedings": "inproceedings",
    "book section": "incollection",
    "electronic book section": "incollection",
    "book": "book",
    "edited book": "book",
    "electronic book": "book",
    "report": "techreport",
    "thesis": "phdthesis",
    "dataset": "dataset",
    "computer program": "software",
}
_FIELDS = {
    "volume": "volume",
    "number": "number",
    "pages": "pages",
    "edition": "edition",
    "publisher": "publisher",
    "electronic-resource-num": "doi",
    "isbn": "isbn",
    "remote-database-name": "archive",
    "work-type": "type",
}


def read_endnote(text: str, provenance: str) -> Intake:
    """The works of an EndNote XML file.

    Raises:
        NotThisFormatError: it is no XML, or holds no records.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise NotThisFormatError(f"line {error.lineno}: this is no XML ({error.msg})") from error
    found = list(root.iter("record"))
    if not found:
        raise NotThisFormatError("line 1: this XML holds no <record> of EndNote")
    records: list[Record] = []
    refused: list[Refusal] = []
    for node in found:
        key = _text(node, "label") or _text(node, "rec-number")
        try:
            records.append(assemble(_given(node, key), provenance))
        except UnusableRecordError as error:
            refused.append(Refusal(key, node.sourceline or 0, str(error)))
    return Intake("EndNote XML", records, refused)


def _given(node: Any, key: str) -> Given:
    reference = node.find("ref-type")
    kind = _TYPES.get((reference.get("name", "") if reference is not None else "").lower(), "misc")
    fields = {name: _text(node, tag) for tag, name in _FIELDS.items() if _text(node, tag)}
    fields["year"] = _text(node, "dates/year")
    venue = _text(node, "periodical/full-title") or _text(node, "titles/secondary-title")
    fields["journal" if kind in ("article", "misc") else "booktitle"] = venue
    fields["series"] = _text(node, "titles/tertiary-title")
    urls = [_whole(each) for each in node.iterfind("urls//url")]
    fields["url"] = " ".join(urls)
    if fields.get("archive"):
        fields["eprint"] = _text(node, "accession-num")
        fields["archive"] = fields["archive"] if fields["eprint"] else ""
    if kind in ("techreport", "phdthesis") and fields.get("publisher"):
        fields["institution"] = fields.pop("publisher")
    return Given(
        kind=kind,
        title=read_markup(_styled(node.find("titles/title"))),
        authors=_names(node, "contributors/authors/author", "author"),
        editors=_names(node, "contributors/secondary-authors/author", "editor"),
        fields={name: text for name, text in fields.items() if text},
        key=key,
        line=node.sourceline or 0,
    )


def _names(node: Any, path: str, role: str) -> Names:
    # EndNote writes the name of a group with a comma at its end.
    names = [_whole(each) for each in node.iterfind(path)]
    people = []
    groups: dict[int, str] = {}
    for number, name in enumerate(names):
        if name.endswith(","):
            groups[number] = f"{{{name.rstrip(',')}}}"
        people.append(name)
    read = [
        groups.get(number) or "".join(listed_names([name], role).names)
        for number, name in enumerate(people)
    ]
    notes = [
        note
        for n, name in enumerate(people)
        if n not in groups
        for note in listed_names([name], role).notes
    ]
    return Names(tuple(filter(None, read)), tuple(notes))


def _styled(node: Any) -> str:
    """The text of a title with the faces of its pieces as tags."""
    if node is None:
        return ""
    tags = {"superscript": "sup", "subscript": "sub"}
    parts = [node.text or ""]
    for child in node:
        face = tags.get(child.get("face", ""), "")
        text = _whole(child)
        inner = "".join(map(str, child.itertext()))
        parts += [f"<{face}>{text}</{face}>" if face else inner, child.tail or ""]
    return "".join(parts)


def _text(node: Any, path: str) -> str:
    found = node.find(path)
    return "" if found is None else _whole(found)


def _whole(node: Any) -> str:
    """EndNote wraps every value in <style> elements."""
    return " ".join("".join(map(str, node.itertext())).split())
