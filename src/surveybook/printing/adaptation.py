"""What a page's tree must be for paper.

Works on the tree of one page, references resolved, just before it is written as Typst: code that
the site hides is left out, tables of entries get fewer columns, and what cannot be printed is
warned of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.util import logging

from .longoutputs import shorten_outputs
from .typefaces import name_signs

logger = logging.getLogger(__name__)

_HIDDEN = {"tag_hide-input", "tag_hide-cell"}
_MERGED = ("year", "links")
"""By name, columns whose cells go under the name in the first column: paper is narrow."""
_PLACEHOLDER = re.compile(r"<(?:[\w.]+\.\w+ object|Figure size|Axes|[\w. ]+ at 0x)[^>]*>")


def adapt(tree: nodes.document) -> None:
    """Make a page's tree fit for paper, in place."""
    _drop_hidden_code(tree)
    _warn_of_unprintable(tree)
    for table in tree.findall(nodes.table):
        _merge_columns(table)
    shorten_outputs(tree)
    name_signs(tree)


def _drop_hidden_code(tree: nodes.document) -> None:
    for cell in tree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code" and _HIDDEN & set(cell["classes"]):
            for part in list(cell.children):
                if isinstance(part, nodes.container) and part["nb_element"] == "cell_code_source":
                    cell.remove(part)


def _warn_of_unprintable(tree: nodes.document) -> None:
    for block in tree.findall(nodes.literal_block):
        found = _PLACEHOLDER.search(block.astext())
        if found and _is_output(block):
            logger.warning("an output has no print form: %s", found[0], location=block)
    for raw in tree.findall(nodes.raw):
        if "html" in raw.get("format", "") and _shows_something(raw.astext()):
            logger.warning("HTML cannot be printed: %.60s", raw.astext(), location=raw)


def _shows_something(html: str) -> bool:
    without_scripts = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    return bool(re.sub(r"<[^>]*>", "", without_scripts).strip() or "<img" in html)


def _is_output(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, nodes.Element) and node.get("nb_element") == "cell_code_output":
            return True
        node = node.parent
    return False


def _rows(table: nodes.table) -> Iterator[nodes.row]:
    yield from table.findall(nodes.row)


def _names(table: nodes.table) -> list[str]:
    """What the columns are called in addresses; "" in tables that are no entry tables."""
    head = next(iter(table.findall(nodes.thead)), None)
    return [cell.get("name", "") for cell in head[0]] if head else []


def _merge_columns(table: nodes.table) -> None:
    """Put citation and links of each entry under its name."""
    names = _names(table)
    merged = [names.index(name) for name in _MERGED if name in names]
    if not merged or not any(name.startswith("entries-") for name in table["classes"]):
        return
    for number, row in enumerate(_rows(table)):
        cells = list(row.children)
        if number:
            _name_plainly(cells[0])
            for position in merged:
                cells[0] += _named(cells[position], names[position])
        for position in merged:
            row.remove(cells[position])
    specs = list(table.findall(nodes.colspec))
    for position in merged:
        specs[position].parent.remove(specs[position])


def _named(cell: nodes.Element, name: str) -> list[nodes.Node]:
    """A cell's content for another column; words such as "not published" say what is not."""
    paragraphs = list(cell.findall(nodes.paragraph))
    if name == "links" and paragraphs and not list(cell.findall(nodes.reference)):
        paragraphs[0].insert(0, nodes.inline("", f"{cell['head']}: ", classes=["state"]))
    return list(cell.children)


def _name_plainly(cell: nodes.Node) -> None:
    """On paper an entry's name would lead to itself: set it in bold instead."""
    assert isinstance(cell, nodes.Element)
    for reference in list(cell.findall(nodes.reference)):
        name = reference.astext()
        reference.replace_self(nodes.strong("", name))
