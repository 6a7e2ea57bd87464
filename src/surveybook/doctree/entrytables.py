"""The directive ``entry-table``: a list-table whose cells say what they are.

Views write it (:func:`surveybook.views.myst.entry_table`). In any cell the role ``cell`` holds,
as a JSON object, what its words do not say::

    ::::{entry-table} The models
    :name: tab-models
    :tools: models
    :header-rows: 1
    * - {cell}`{"name": "tasks", "facet": "Tasks", "terms": [["qa", "Question answering"]]}`Tasks
    * - {cell}`{"terms": "qa"}`Question answering

``name`` is the field that a column shows, ``kind`` is "number" where its cells have an order,
``facet`` the title of a filter, and ``terms`` its terms with their labels. In the body ``order``
is a number or "" where there is none, ``terms`` are the cell's terms, separated by spaces.
The option ``tools`` gives the table a place for its controls; its value names the table of the
catalog whose entries the rows are, if they are entries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.tables import ListTable
from sphinx.application import Sphinx

DESCRIBED = ("name", "kind", "facet", "order", "terms")
"""What the role may say of a cell."""


class TableTools(nodes.General, nodes.Element):
    """The place of a table's controls, before the table; ``entries`` is the catalog's table or
    ""."""

    @property
    def table(self) -> nodes.table:
        """The table that the controls are for."""
        found: nodes.table = self.next_node(nodes.table, siblings=True, descend=False)
        return found


class EntryCell(nodes.entry):
    """A cell with the words of its column's head as ``head`` (in the body), and what the role
    said of it: some of :data:`DESCRIBED`."""


class _Description(nodes.Inline, nodes.Element):
    """What the role says; the directive takes it out and puts it on the cell."""


class EntryTable(ListTable):
    """The directive."""

    option_spec: ClassVar[dict[str, Any]] = ListTable.option_spec | {"tools": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """The table, after the place of its controls if it has any."""
        made: list[nodes.Node] = super().run()
        for table in made:
            if isinstance(table, nodes.table):
                _describe_cells(table)
        if "tools" in self.options:
            made.insert(0, TableTools(entries=self.options["tools"]))
        return made


def cell_role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Any, *_: Any
) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """The role ``cell``; a JSON object, some of :data:`DESCRIBED`."""
    try:
        described = json.loads(text)
        unknown = set(described) - set(DESCRIBED)
    except (ValueError, TypeError) as error:
        return [], [inliner.reporter.error(f"the role cell takes a JSON object: {error}")]
    if unknown:
        return [], [inliner.reporter.error(f"the role cell does not know {sorted(unknown)}")]
    return [_Description(**described)], []


def _describe_cells(table: nodes.table) -> None:
    """Replace each cell by one that carries its description and its column's head."""
    heads: list[str] = []
    for row in table.findall(nodes.row):
        cells = [_described(entry) for entry in row.children]
        if isinstance(row.parent, nodes.thead):
            heads = [cell.astext().strip() for cell in cells]
        else:
            for head, cell in zip(heads, cells, strict=False):
                cell["head"] = head
        row.children = []
        row.extend(cells)


def _described(entry: nodes.Element) -> EntryCell:
    cell = EntryCell("", **entry.attributes)
    cell.extend(entry.children)
    for description in list(cell.findall(_Description)):
        cell.attributes |= {name: description[name] for name in _said(description)}
        description.parent.remove(description)
    return cell


def _said(description: nodes.Element) -> Iterable[str]:
    return (name for name in DESCRIBED if name in description)


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_directive("entry-table", EntryTable)
    app.add_role("cell", cell_role)
    app.add_node(TableTools)
    app.add_node(EntryCell)
