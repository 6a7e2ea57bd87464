"""Formulas in headings: set as such on the page, and as text in the PDF's outline."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.texescape import escape

from ..sources.formulas import formula_text


def give_outline_text(tree: nodes.document) -> None:
    """Say in each heading with a formula how it reads where only text can stand, in place."""
    for title in tree.findall(nodes.title):
        for formula in list(title.findall(nodes.math)):
            tex = formula.astext()
            text = escape(formula_text(tex), "xelatex")
            both = rf"\texorpdfstring{{\({tex}\)}}{{{text}}}"
            formula.replace_self(nodes.raw("", both, format="latex"))
