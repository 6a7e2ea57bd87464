"""A look at the built pages before they are published.

Sphinx reports what it could not resolve. What it does not notice is looked for here: an
entry that no page shows, a role left as text, a link into nowhere, and whatever would run or fetch
something that is not the book's own (:mod:`activecontent`).
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from ..catalog import Catalog
from ..views.entries import KINDS
from ..views.myst import anchor
from .activecontent import active_content, active_files

_ROLE = re.compile(r"\{(?:cite|ref|numref|doc|eq|term|glue|eval|download|abbr)(?::[\w:]+)?\}")


@dataclass(frozen=True)
class Page:
    """A built page: its path below the site, its tree, and its anchors."""

    path: str
    tree: html.HtmlElement
    anchors: frozenset[str]


def check_site(site: Path, catalog: Catalog) -> list[str]:
    """What is wrong with the built site, one sentence a fault, each naming its page."""
    pages = list(_pages(site))
    faults = [fault for page in pages for fault in _literal_roles(page, catalog)]
    faults += [f"{page.path}: {fault}" for page in pages for fault in active_content(page.tree)]
    faults += active_files(site)
    faults += _broken_links(pages, site)
    faults += _missing_entries(pages, catalog)
    return faults


def _pages(site: Path) -> Iterator[Page]:
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if name.startswith(("_static/", "_sources/")):
            continue
        tree = html.document_fromstring(path.read_bytes())
        yield Page(name, tree, frozenset(tree.xpath("//@id")))


def _literal_roles(page: Page, catalog: Catalog) -> list[str]:
    article = page.tree.xpath("//article") or [page.tree]
    # Most pages have none anywhere, which is quickly seen.
    if not _ROLE.search(str(article[0].text_content())):
        return []
    texts = article[0].xpath(".//text()[not(ancestor::pre or ancestor::code or ancestor::script)]")
    found = {role for text in texts for role in _ROLE.findall(text)}
    # A name in the data may hold such characters, and must then show them.
    return [
        f"{page.path}: the role {role} was left as text"
        for role in sorted(found)
        if not any(role in cell for cell in _cells(catalog))
    ]


def _cells(catalog: Catalog) -> Iterator[str]:
    for rows in catalog.rows.values():
        for row in rows:
            yield from row.cells.values()
    for work in catalog.works.values():
        yield from work.fields.values()


def _broken_links(pages: list[Page], site: Path) -> list[str]:
    anchors = {page.path: page.anchors for page in pages}
    there = _places(site)
    # Most pages of a folder have most of their links in common: lists of contents.
    led_to: dict[tuple[str, str], tuple[str, str] | None] = {}
    faults = []
    for page in pages:
        folder = posixpath.dirname(page.path)
        for href in {str(href) for href in page.tree.xpath("//a/@href")}:
            if (folder, href) not in led_to:
                led_to[folder, href] = _target(folder, href)
            place = led_to[folder, href]
            if place is None:
                continue
            target, fragment = place[0] or page.path, place[1]
            if target not in there:
                faults.append(f"{page.path}: the link to {href} leads nowhere")
            elif fragment and fragment not in anchors.get(target, {fragment}):
                faults.append(f"{page.path}: {target} has no anchor {fragment}")
    return faults


def _places(site: Path) -> set[str]:
    """Every file and folder of the site, as paths below it."""
    found = {"."}
    for folder, folders, files in os.walk(site):
        below = Path(folder).relative_to(site).as_posix()
        found.update(posixpath.normpath(f"{below}/{name}") for name in (*folders, *files))
    return found


def _target(folder: str, href: str) -> tuple[str, str] | None:
    """Where a link on a page of this folder leads: the path below the site, "" for the page itself,
    and the anchor; None if it leads elsewhere."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
        return None
    path = unquote(parts.path)
    return path and posixpath.normpath(posixpath.join(folder, path)), unquote(parts.fragment)


def _missing_entries(pages: list[Page], catalog: Catalog) -> list[str]:
    places: dict[str, list[Page]] = {}
    for page in pages:
        for name in page.anchors:
            places.setdefault(name, []).append(page)
    faults = []
    for table, kind in KINDS.items():
        for row in catalog.rows[table]:
            name = anchor(kind, row["id"])
            found = places.get(name, [])
            if not found:
                faults.append(f"no page shows '{row['id']}' of data/{table}.csv (anchor {name})")
            elif len(found) > 1:
                shown = ", ".join(page.path for page in found)
                faults.append(f"{len(found)} pages show '{row['id']}' of data/{table}.csv: {shown}")
    bibliography = {name for page in pages for name in page.tree.xpath(_CITED_LABELS)}
    for key in sorted(set(catalog.works) - bibliography):
        faults.append(f"the bibliography does not show '{key}' of references.bib")
    return faults


_CITED_LABELS = "//*[contains(concat(' ', @class, ' '), ' citation ')]//*[contains(concat(' ', \
@class, ' '), ' label ')]/text()[not(. = '[' or . = ']')]"
