"""An Atom feed of new and changed entries."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker

from ..catalog import Catalog
from .citation import Citation
from .history import Change

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_SAYS = {"added": "New", "changed": "Changed", "removed": "Removed"}


@dataclass(frozen=True)
class Feed:
    """A feed: what it is of ("" of everything), its path below the site's root, its changes."""

    subject: str
    path: str
    changes: Sequence[Change]


def feeds(catalog: Catalog, changes: Sequence[Change]) -> list[Feed]:
    """The feed of everything, one for each family and one for each table of entries.

    An entry that was removed has no family any more: the feed of its table tells of it.
    """
    families = {
        (table.name, row["id"]): row["family"]
        for table in catalog.schema.entry_tables
        if "family" in table.fields
        for row in catalog.rows[table.name]
    }
    found = [Feed("", "feed.xml", changes)]
    for family in catalog.terms("family"):
        named = [each for each in changes if families.get((each.table, each.id)) == family]
        found.append(Feed(catalog.label("family", family), f"feeds/{family}.xml", named))
    for table in catalog.schema.entry_tables:
        named = [each for each in changes if each.table == table.name]
        found.append(Feed(table.title, f"feeds/{table.name}.xml", named))
    return found


def atom_feed(catalog: Catalog, book: Citation, feed: Feed, *, limit: int = 100) -> str:
    """The feed as the text of an XML file: the first ``limit`` of its changes (newest first).

    Without an address of the site (``book.url``) it has no links: relative ones mean nothing to
    who reads a feed. An entry's id is the same in every feed and version, and at every address.
    """
    make = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
    shown = feed.changes[:limit]
    retracted = catalog.retracted_entries
    updated = shown[0].date if shown else book.date
    title = f"{book.book}: {feed.subject}" if feed.subject else book.book
    root = make.feed(
        make.title(_text(title)),
        make.id(_id(title)),
        make.updated(_moment(updated)),
        *(
            make.link(rel=rel, type=kind, href=_text(book.url + place))
            for rel, kind, place in (
                ("self", "application/atom+xml", feed.path),
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
        root.append(entry)
    raw: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
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
