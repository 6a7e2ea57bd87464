"""An Atom feed of new and changed entries."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Sequence

from lxml import etree
from lxml.builder import ElementMaker

from ..catalog import Catalog
from .citation import Citation
from .history import Change

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_SAYS = {"added": "New", "changed": "Changed", "removed": "Removed"}


def atom_feed(
    catalog: Catalog, book: Citation, changes: Sequence[Change], *, path: str, limit: int = 100
) -> str:
    """The feed as the text of an XML file: the first ``limit`` of ``changes`` (newest first).

    ``path`` is where the feed lies below the site's root, such as ``feed.xml``. Without an
    address of the site (``book.url``) it has no links: relative ones mean nothing to who reads
    a feed. An entry's id is the same in every version of the feed and at every address.
    """
    make = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
    shown = changes[:limit]
    retracted = catalog.retracted_entries
    updated = shown[0].date if shown else book.date
    feed = make.feed(
        make.title(_text(book.book)),
        make.id(_id(book.book)),
        make.updated(_moment(updated)),
        *(
            make.link(rel=rel, type=kind, href=_text(book.url + place))
            for rel, kind, place in (
                ("self", "application/atom+xml", path),
                ("alternate", "text/html", ""),
            )
            if book.url
        ),
        *(make.author(make.name(_text(author.name))) for author in book.authors),
    )
    for change in shown:
        kind = catalog.schema.tables[change.table].title
        mark = ", retracted" if (change.table, change.id) in retracted else ""
        entry = make.entry(
            make.title(_text(f"{_SAYS[change.kind]}: {change.name} ({kind}){mark}")),
            make.id(_id(f"{book.book}/{change.table}/{change.id}/{change.kind}/{change.date}")),
            make.updated(_moment(change.date)),
            # An entry without a link must hold its content.
            (make.summary if book.url else make.content)(_text(_summary(catalog, change))),
        )
        # A removed entry has no page any more: the link then leads to the book.
        page = f"{change.table}/{change.id}.html" if change.kind != "removed" else ""
        if book.url:
            entry.append(make.link(rel="alternate", type="text/html", href=_text(book.url + page)))
        feed.append(entry)
    raw: bytes = etree.tostring(feed, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return raw.decode("utf-8")


def _summary(catalog: Catalog, change: Change) -> str:
    if change.kind != "changed":
        return "The entry is new." if change.kind == "added" else "The entry was removed."
    described = catalog.schema.tables[change.table].fields
    titles = [described[name].title if name in described else name for name in change.fields]
    return f"Changed: {', '.join(titles)}."


def _id(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _moment(date: datetime.date) -> str:
    return f"{date.isoformat()}T00:00:00Z"


def _text(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
