"""What a page tells machines about itself: citation tags, previews, structured data.

Highwire tags for reference managers and scholarly search, Dublin Core, Open Graph and
schema.org JSON-LD. All are made from one citation, so they cannot disagree.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from ..export.citation import Author, Citation
from ..sources.webaddress import doi_address
from .cards import SIZE


def head_tags(
    citation: Citation,
    description: str,
    about: dict[str, Any] | None = None,
    *,
    pdf: str = "",
    card: str = "",
) -> str:
    """The tags for a page's head, as HTML.

    ``pdf`` is the address of what the page holds as PDF, ``card`` that of its picture for previews,
    ``about`` schema.org data on what an entry's page describes. Addresses are left out where the
    site's own is not known: a relative one means nothing to a machine elsewhere.
    """
    tags = [
        f'<meta {key}="{escape(name)}" content="{escape(text)}" />'
        for key, name, text in (*_named(citation, description, pdf), *_previewed(citation, card))
        if text
    ]
    data = json.dumps(_structured(citation, description, about), ensure_ascii=False)
    # Within a script element only this character could end it, or begin another.
    data = data.replace("<", "\\u003c")
    return "\n".join([*tags, f'<script type="application/ld+json">{data}</script>'])


def _named(citation: Citation, description: str, pdf: str) -> Iterator[tuple[str, str, str]]:
    date = citation.date.isoformat()
    part = citation.kind != "book"
    yield "name", "description", description
    yield "name", "citation_title", citation.title
    yield "name", "citation_inbook_title", citation.book if part else ""
    for author in citation.authors:
        yield "name", "citation_author", _highwire(author)
    yield "name", "citation_publication_date", date.replace("-", "/")
    yield "name", "citation_language", "en"
    yield "name", "citation_doi", citation.doi
    yield "name", "citation_fulltext_html_url", citation.url
    yield "name", "citation_pdf_url", pdf if _is_absolute(pdf) else ""
    yield "name", "DC.title", citation.title
    for author in citation.authors:
        yield "name", "DC.creator", _highwire(author)
    yield "name", "DC.date", date
    yield "name", "DC.language", "en"
    yield "name", "DC.rights", citation.licence
    yield "name", "DC.isPartOf", citation.book if part else ""
    yield "name", "DC.identifier", doi_address(citation.doi) if citation.doi else citation.url
    yield "property", "og:title", citation.title
    yield "property", "og:site_name", citation.book
    yield "property", "og:type", "book" if not part else "article"
    yield "property", "og:description", description
    yield "property", "og:url", citation.url


def _previewed(citation: Citation, card: str) -> Iterator[tuple[str, str, str]]:
    if card:
        yield "property", "og:image", card
        yield "property", "og:image:width", str(SIZE[0])
        yield "property", "og:image:height", str(SIZE[1])
        yield "property", "og:image:alt", f"{citation.title}. {citation.book}"
    yield "name", "twitter:card", "summary_large_image" if card else "summary"


def _highwire(author: Author) -> str:
    return author.group or f"{author.family}, {author.given}".strip(", ")


def _is_absolute(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _structured(
    citation: Citation, description: str, about: dict[str, Any] | None
) -> dict[str, Any]:
    book = _work("Book", citation.book, citation)
    if citation.kind == "book":
        described = book
    else:
        kind = "Chapter" if citation.kind == "chapter" else "WebPage"
        described = _work(kind, citation.title, citation)
        described["isPartOf"] = {
            "@type": "Book",
            "name": citation.book,
            "version": citation.version,
        }
        if citation.url:
            described["url"] = citation.url
    described["description"] = description
    if about:
        described["mainEntity"] = about
    return {"@context": "https://schema.org", **described}


def _work(kind: str, name: str, citation: Citation) -> dict[str, Any]:
    work: dict[str, Any] = {
        "@type": kind,
        "name": name,
        "author": [
            {"@type": "Organization" if author.group else "Person", "name": author.name}
            for author in citation.authors
        ],
        "datePublished": citation.date.isoformat(),
        "version": citation.version,
        "inLanguage": "en",
    }
    if citation.licence:
        work["license"] = f"https://spdx.org/licenses/{citation.licence}.html"
    if citation.doi:
        work["identifier"] = doi_address(citation.doi)
    return work
