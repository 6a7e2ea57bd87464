"""Where the links of a page lead in the e-book: to its files, to the site, or nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from urllib.parse import quote

from docutils import nodes
from sphinx.util import logging

from ..doctree.citations import CitationLink
from ..printing.bookbuilder import Page
from ..printing.pagewriter import place_of
from ..views.entries import KINDS

logger = logging.getLogger(__name__)


OWN_FILES = frozenset({"abbreviations", "cover", "nav", "title"})
"""What the files of the e-book that are no pages are called, without their suffix."""


def file_of(docname: str) -> str:
    """The file of a page: its folders and its name joined by dots, such as ``book.care.xhtml``.

    No two pages share one, and none has the name of a file of the e-book's own.
    """
    stem = docname.replace("~", "~~").replace(".", "~.").replace("/", ".")
    return f"{stem}{'~' if docname in OWN_FILES else ''}.xhtml"


@dataclass(frozen=True)
class Places:
    """The anchors of all pages of the book by their names, the pages of entries by their anchors
    (the site lists one on another page than the book does), and the site's address or ""."""

    anchors: Mapping[str, Set[str]]
    homes: Mapping[str, str]
    site: str

    def address(self, place: str) -> str:
        """The address of a place such as ``book/care:sec-uses``; "" if there is none."""
        page, _, anchor = place.partition(":")
        if page not in self.anchors:
            page = self.homes.get(anchor, page)
        fragment = f"#{quote(anchor)}" if anchor else ""
        if page in self.anchors:
            known = not anchor or anchor in self.anchors[page]
            return quote(file_of(page)) + fragment if known else ""
        return f"{self.site}{quote(page)}.html{fragment}" if self.site else ""


def places_of(pages: list[Page], site: str) -> Places:
    """The places of a book."""
    anchors = {
        page.docname: frozenset(
            name for node in page.tree.findall(nodes.Element) for name in node.get("ids", ())
        )
        for page in pages
    }
    entries = tuple(f"{kind}-" for kind in KINDS.values())
    homes = {
        name: page
        for page, names in anchors.items()
        for name in sorted(names)
        if name.startswith(entries)
    }
    return Places(anchors, homes, site)


def resolve_links(page: Page, places: Places) -> None:
    """Give the links of a page their addresses in the e-book, in place; what leads nowhere becomes
    its words, with a warning if the book should have it."""
    for reference in list(page.tree.findall(nodes.reference)):
        place = place_of(reference, page.docname)
        if not place:
            continue
        address = places.address(place)
        if address:
            reference.attributes.pop("refid", None)
            reference["refuri"] = address
            continue
        if place.partition(":")[0] in places.anchors:
            logger.warning("the reference to %s leads nowhere", place, location=page.docname)
        words = nodes.inline("", "", *reference.children, ids=reference["ids"])
        if not isinstance(reference, CitationLink):
            words["classes"] = list(reference["classes"])
        reference.replace_self(words)
