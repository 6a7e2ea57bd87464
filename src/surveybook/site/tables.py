"""What every table of a page says for its layout: how many columns it has, and in each cell the
words of the column's head.

Where its columns have no room for their words, a row becomes a card, in which the head's words
stand before each cell; how much room that is depends on the number of columns
(``book/_static/survey.css``).
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

_SOME, _MANY = 4, 7
"""From how many columns on a table has some, or many."""
_LEAST = 3
"""Columns that a table has at least whose rows can be cards."""


def prepare_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Describe the tables of a page for its style sheet."""
    if app.builder.format != "html":
        return
    for table in doctree.findall(nodes.table):
        rows = list(table.findall(nodes.row))
        heads = [
            [cell.astext().strip() for cell in row]
            for row in rows
            if isinstance(row.parent, nodes.thead)
        ]
        columns = max(len(row) for row in rows)
        size = "few" if columns < _SOME else "some" if columns < _MANY else "many"
        table["classes"].append(f"columns-{size}")
        if len(heads) != 1 or columns < _LEAST:
            continue
        if "cards" not in table["classes"]:
            table["classes"].append("cards")
        for row in rows:
            if not isinstance(row.parent, nodes.thead):
                for head, cell in zip(heads[0], row, strict=False):
                    cell["head"] = head
