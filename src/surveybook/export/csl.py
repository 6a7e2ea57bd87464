"""Works as CSL-JSON items, the form that citation processors and reference managers share.

The other citation formats of a whole bibliography are written from these items, so they can
not disagree about who wrote what and when.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from pybtex.bibtex.utils import split_name_list
from pybtex.database import InvalidNameString, Person

from ..catalog import Catalog
from ..sources.bibliography import Work
from ..sources.bibtexvalues import plain
from ..sources.webaddress import safe_address

Item = dict[str, Any]
"""A CSL-JSON item."""

_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "proceedings": "book",
    "book": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "software": "software",
    "dataset": "dataset",
    "online": "webpage",
}
_VARIABLES = {
    "volume": "volume",
    "number": "issue",
    "publisher": "publisher",
    "series": "collection-title",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "note": "note",
}


def csl_item(work: Work) -> Item:
    """A work as a CSL-JSON item; what the work lacks is absent.

    ``issued`` is the year of the version that is cited. ``original-date`` is the year in which
    the work was first public, given only where it is another one: styles print both.
    """
    item: Item = {"id": work.key, "type": _type(work), "title": work.text("title")}
    for role in ("author", "editor"):
        names = csl_names(work.fields.get(role, ""))
        if names:
            item[role] = names
    year, first = work.text("year"), work.text("firstyear")
    for variable, text in (("issued", year), ("original-date", first if first != year else "")):
        if re.fullmatch(r"\d{4}", text):
            item[variable] = {"date-parts": [[int(text)]]}
    container = work.text("journal") or work.text("booktitle")
    if container:
        item["container-title"] = container
    item |= {
        variable: work.text(field) for field, variable in _VARIABLES.items() if work.text(field)
    }
    sentences = [notice.sentence for notice in work.notices]
    if sentences:
        item["note"] = "; ".join(filter(None, (*sentences, work.text("note"))))
    institution = work.text("institution") or work.text("school")
    if institution:
        # Of a report or thesis CSL calls the institution its publisher.
        item.setdefault("publisher", institution)
    if work.text("pages"):
        item["page"] = work.text("pages").replace("–", "-")
    item |= _archive(work, is_preprint=item["type"] == "article")
    address = safe_address(work.fields.get("url", "")) or work.address
    if address:
        item["URL"] = address
    return item


def csl_names(field: str) -> list[dict[str, str]]:
    """The names of a BibTeX author field as CSL names, in order.

    A name wholly in braces, or one that BibTeX cannot take apart, is the name of a group and
    stays in one piece (``literal``). Particles such as "van" stay with the family name.
    """
    return [_name(name) for name in split_name_list(" ".join(field.split())) if name]


def _name(name: str) -> dict[str, str]:
    if name.startswith("{") and name.endswith("}"):
        return {"literal": plain(name)}
    try:
        person = Person(name)
    except InvalidNameString:
        return {"literal": plain(name)}
    parts = {
        "family": (*person.prelast_names, *person.last_names),
        "given": (*person.first_names, *person.middle_names),
        "suffix": person.lineage_names,
    }
    return {part: plain(" ".join(words)) for part, words in parts.items() if words}


def _type(work: Work) -> str:
    if work.type == "misc":
        return "article" if work.text("eprint") else "webpage"
    return _TYPES.get(work.type, "document")


def _archive(work: Work, *, is_preprint: bool) -> Item:
    """The archive that holds a version of the work, and its number there. For a preprint the
    archive is also what published it."""
    eprint = work.text("eprint")
    if not eprint:
        return {}
    archive = work.text("archiveprefix") or "arXiv"
    item: Item = {"archive": archive, "archive_location": eprint}
    if is_preprint:
        item |= {"number": f"{archive}:{eprint}", "publisher": archive, "genre": "preprint"}
    return item


def csl_json(items: Iterable[Item]) -> str:
    """Items as the text of a CSL-JSON file."""
    return json.dumps(list(items), ensure_ascii=False, indent=1) + "\n"


def bibliography_csl(catalog: Catalog) -> str:
    """Every work of the survey as the text of a CSL-JSON file, in the order of its key file."""
    return csl_json(csl_item(work) for work in catalog.works.values())
