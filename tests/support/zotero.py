"""What Zotero makes of a page, by the rules of its translators for any site.

"Embedded Metadata" takes one item from a page's head, "COinS" one from each element of the class
Z3988. Followed is what their sources said on 27 November 2026, as far as this book comes near it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from lxml import html

_TYPES = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
_OPEN_GRAPH = {"book": "book", "article": "newspaperArticle", "website": "webpage"}
_FORMATS = {
    "info:ofi/fmt:kev:mtx:journal": "journalArticle",
    "info:ofi/fmt:kev:mtx:book": "book",
    "info:ofi/fmt:kev:mtx:dc": "document",
}
_GENRES = {
    "article": "journalArticle",
    "preprint": "journalArticle",
    "bookitem": "bookSection",
    "proceeding": "conferencePaper",
    "report": "report",
    "document": "document",
}


@dataclass(frozen=True)
class Found:
    """An item: Zotero's type, its fields by name, and its creators as (last or whole, first)."""

    type: str
    fields: dict[str, str]
    creators: list[tuple[str, str]]


def embedded(tree: html.HtmlElement) -> Found | None:
    """The item that "Embedded Metadata" takes from a page; None if it finds none."""
    told: dict[str, list[str]] = {}
    for meta in tree.xpath("//head/meta[@content]"):
        name = meta.get("name") or meta.get("property") or ""
        told.setdefault(name, []).append(meta.get("content"))

    def first(*names: str) -> str:
        return next((told[name][0] for name in names if told.get(name)), "")

    title = first("citation_title", "DC.title", "og:title")
    if not title:
        return None
    kind = next((_TYPES[name] for name in told if name in _TYPES), "")
    kind = kind or _OPEN_GRAPH.get(first("og:type"), "")
    fields = {
        "title": title,
        "date": first("citation_publication_date", "citation_date", "DC.date"),
        "bookTitle": first("citation_book_title", "citation_inbook_title"),
        "DOI": first("citation_doi"),
        "language": first("citation_language", "DC.language"),
        "pdf": first("citation_pdf_url"),
        "url": first("og:url", "citation_abstract_html_url", "citation_fulltext_html_url"),
    }
    names = told.get("citation_author") or told.get("DC.creator") or []
    creators: list[tuple[str, str]] = []
    for name in names:
        parts = re.split(r"\s*;\s*", name)
        if len(parts) == len(names) == 1:
            commas = re.split(r"\s*,\s*", name)
            # Zotero takes "Two Words, Two Words" for two people.
            if len(commas) > 1 and " " in commas[0] and " " in commas[1]:
                parts = commas
        creators += [_person(part) for part in parts]
    return Found(kind or "journalArticle", fields, creators)


def coins(tree: html.HtmlElement) -> list[Found]:
    """The items that "COinS" takes from a page."""
    return [_context(span.get("title")) for span in tree.xpath("//span[@class='Z3988'][@title]")]


def _context(title: str) -> Found:
    pairs = parse_qsl(title, keep_blank_values=True, strict_parsing=True)
    told = dict(pairs)
    kind = _FORMATS[told["rft_val_fmt"]]
    kind = _GENRES.get(told.get("rft.genre", ""), kind)
    article = told.get("rft.atitle", "")
    book = told.get("rft.btitle", "") if article else ""
    fields = {
        "title": article or told.get("rft.btitle") or told.get("rft.title", ""),
        "publicationTitle": told.get("rft.jtitle") or book,
        "date": told.get("rft.date", ""),
        "DOI": "",
        "url": "",
    }
    for name, value in pairs:
        if name == "rft_id" and value.startswith("info:doi/"):
            fields["DOI"] = value.removeprefix("info:doi/")
        elif name == "rft_id" and value.startswith("http"):
            fields["url"] = value
    people = [_person(value) for name, value in pairs if name == "rft.au"]
    groups = [(value, "") for name, value in pairs if name == "rft.aucorp"]
    return Found(kind, fields, people + groups)


def _person(name: str) -> tuple[str, str]:
    last, comma, given = name.partition(",")
    if comma:
        return last.strip(), given.strip()
    given, _, last = name.rpartition(" ")
    return last, given
