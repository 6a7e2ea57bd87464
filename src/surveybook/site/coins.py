"""The works of a bibliography and of the entry tables, for reference managers: COinS.

Each is a node of its own, put into the document before it is written as HTML.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ..catalog import Catalog, load
from ..doctree.citations import CitationLink
from ..doctree.entrytables import EntryCell, TableTools
from ..export.coins import coins
from ..export.csl import csl_item
from ..sources.problems import SurveyError


class CoinsNode(nodes.Invisible, nodes.Inline, nodes.Element):
    """A work that a reference manager finds here; ``title`` describes it."""


def _visit(self: Any, node: CoinsNode) -> None:
    self.body.append(f'<span class="Z3988" title="{escape(node["title"])}" aria-hidden="true">')


def _depart(self: Any, node: CoinsNode) -> None:
    self.body.append("</span>")


def _skip(self: Any, node: CoinsNode) -> None:
    raise nodes.SkipNode


def describe_works(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a description of each work into its place in a bibliography, and into the rows of
    entry tables that cite it."""
    if app.builder.format != "html":
        return
    try:
        catalog = load(Path(app.srcdir))
    except SurveyError:
        # The checks report it.
        return
    keys = {
        (citation.bibliography_key.docname, citation.citation_id): citation.entry.key
        for citation in app.env.domaindata["cite"]["citations"]
    }
    # A work that several tables cite is offered once.
    described: set[str] = set()
    for citation in doctree.findall(nodes.citation):
        paragraphs = list(citation.findall(nodes.paragraph))
        found = [keys.get((docname, identifier), "") for identifier in citation["ids"]]
        _append(paragraphs[-1:], list(filter(None, found)), catalog, described)
    # Tables that only report on works, such as those on the state of the data, offer none.
    tables = (tools.table for tools in doctree.findall(TableTools) if tools["entries"])
    for cell in (cell for table in tables for cell in table.findall(EntryCell)):
        cited = [link["key"] for link in cell.findall(CitationLink)]
        _append(list(cell.findall(nodes.paragraph))[-1:], cited, catalog, described)


def _append(
    paragraphs: list[nodes.paragraph], keys: list[str], catalog: Catalog, described: set[str]
) -> None:
    for paragraph in paragraphs:
        for key in dict.fromkeys(keys):
            if key in catalog.works and key not in described:
                described.add(key)
                paragraph += CoinsNode(title=coins(csl_item(catalog.works[key])))


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(
        CoinsNode,
        html=(_visit, _depart),
        text=(_skip, None),
        man=(_skip, None),
        texinfo=(_skip, None),
    )
    app.connect("doctree-resolved", describe_works)
