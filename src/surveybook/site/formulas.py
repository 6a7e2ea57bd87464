"""Formulas as MathML, made while the book is built: pages load no renderer, from nowhere.

Browsers draw MathML themselves, in the page's colours, and screen readers read it out. What the
library cannot render is a warning with its place, so that it fails the build.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from ..doctree.formulas import FormulaError, mathml

logger = logging.getLogger(__name__)
_NAME = "mathml"
_CLASSES = "math notranslate nohighlight"


def _rendered(node: nodes.Element, *, display: bool) -> str:
    tex = node.astext()
    try:
        return mathml(tex, display=display)
    except FormulaError as error:
        work = _work_of(node)
        message = "%sthe formula %s cannot be rendered: %s; write it in other TeX"
        shown = " ".join(tex.split())
        logger.warning(message, work, f"${shown}$", error, location=None if work else node)
        return f"<code>{escape(tex)}</code>"


def _work_of(node: nodes.Node | None) -> str:
    """How a message about a work of the bibliography begins; empty elsewhere."""
    while node is not None and not isinstance(node, nodes.citation):
        node = node.parent
    return f"references.bib: '{node.next_node(nodes.label).astext()}': " if node else ""


def _visit_inline(writer: Any, node: nodes.Element) -> None:
    writer.body.append(writer.starttag(node, "span", "", CLASS=_CLASSES))
    writer.body.append(_rendered(node, display=False) + "</span>")
    raise nodes.SkipNode


def _visit_block(writer: Any, node: nodes.Element) -> None:
    writer.body.append(writer.starttag(node, "div", "", CLASS=_CLASSES))
    if node["number"]:
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    writer.body.append(_rendered(node, display=True) + "</div>\n")
    raise nodes.SkipNode


def _choose(app: Sphinx, config: Config) -> None:
    config.html_math_renderer = _NAME


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_html_math_renderer(_NAME, (_visit_inline, None), (_visit_block, None))
    app.connect("config-inited", _choose)
