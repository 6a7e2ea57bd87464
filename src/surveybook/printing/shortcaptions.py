"""Captions for the lists of figures and tables: their first sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

_END = re.compile(r"(?<=[a-z0-9)\]’”][.?!])\s+(?=[A-Z“])")


def short_caption(caption: nodes.Element) -> Iterator[nodes.Node]:
    """The first sentence of a caption, or all of it, without links, notes and marks.

    A sentence ends only in the caption's own words: none is cut within emphasis.
    """
    for child in caption.children:
        if isinstance(child, nodes.Text):
            first, *more = _END.split(child.astext(), maxsplit=1)
            yield _adopted(nodes.Text(first), caption)
            if more:
                return
        elif isinstance(child, nodes.math) or (
            isinstance(child, (nodes.emphasis, nodes.strong))
            and not child.next_node(nodes.reference)
        ):
            yield _adopted(child.deepcopy(), caption)
        elif not isinstance(child, (nodes.target, nodes.footnote_reference, nodes.raw)):
            yield _adopted(nodes.Text(child.astext()), caption)


def _adopted(node: nodes.Node, parent: nodes.Element) -> nodes.Node:
    node.parent = parent
    return node
