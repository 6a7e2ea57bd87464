"""How the book's own nodes are written as TeX."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ..doctree.citations import CitationLink
from ..doctree.entrytables import EntryCell, TableTools


def _skip(writer: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode


def _visit_cell(writer: Any, node: EntryCell) -> None:
    writer.visit_entry(node)


def _depart_cell(writer: Any, node: EntryCell) -> None:
    writer.depart_entry(node)


def _visit_citation_link(writer: Any, node: CitationLink) -> None:
    writer.body.append(rf"\hyperlink{{cite.{node['docname']}:{node['anchor']}}}{{")


def _depart_citation_link(writer: Any, node: CitationLink) -> None:
    writer.body.append("}")


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(TableTools, override=True, latex=(_skip, None))
    app.add_node(EntryCell, override=True, latex=(_visit_cell, _depart_cell))
    app.add_node(CitationLink, override=True, latex=(_visit_citation_link, _depart_citation_link))
