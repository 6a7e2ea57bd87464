"""A look at the built pages before they are published.

Sphinx reports what it could not resolve. What it does not notice is looked for here: an
entry that no page shows, a role left as text, a link into nowhere, and whatever would run or fetch
something that is not the book's own (:mod:`activecontent`).
"""

from __future__ import annotations

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
    faults = []
    for page in pages:
        for href in {str(href) for href in page.tree.xpath("//a/@href")}:
            parts = urlsplit(href)
            if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
                continue
            target = page.path
            if parts.path:
                joined = (site / page.path).parent / unquote(parts.path)
                target = Path(_normalised(joined)).relative_to(_normalised(site)).as_posix()
            if not (site / target).exists():
                faults.append(f"{page.path}: the link to {href} leads nowhere")
            elif parts.fragment and target in anchors:
                fragment = unquote(parts.fragment)
                if fragment not in anchors[target]:
                    faults.append(f"{page.path}: {target} has no anchor {fragment}")
    return faults


def _normalised(path: Path) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return str(Path(*parts))


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
