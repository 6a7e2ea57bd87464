"""A page's tree as XHTML: Sphinx's own writer, and what the book's nodes are for e-readers."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from ..doctree.formulas import FormulaError, mathml
from ..printing.numbering import EQUATION, number_of, section_number
from ..printing.translator import PagesBelow
from .package import TYPES
from .stacking import head_of, records

logger = logging.getLogger(__name__)


class EbookTranslator(HTML5Translator):
    """Writes a page."""

    def __init__(self, document: nodes.document, builder: Any, abstract: str = "") -> None:
        super().__init__(document, builder)
        self.abstract = abstract

    def get_secnumber(self, node: nodes.Element) -> tuple[int, ...] | None:
        """The number of a section as in print: none below those of a chapter."""
        section = node.parent
        if not isinstance(section, nodes.section):
            return None
        is_top = not isinstance(section.parent, nodes.section)
        docname = self.builder.current_docname
        anchors = () if is_top else section["ids"]
        number = section_number(self.builder.env, docname, anchors) if is_top or anchors else ""
        return tuple(int(part) for part in number.split(".")) if number else None

    def depart_title(self, node: nodes.title) -> None:
        """After a chapter's title stands its abstract."""
        super().depart_title(node)
        section = node.parent
        if isinstance(section, nodes.section) and not isinstance(section.parent, nodes.section):
            self.body += [
                f'<p class="abstract">{escape(text)}</p>\n' for text in [self.abstract] if text
            ]

    # --- pictures, formulas, code ---------------------------------------------------------------

    def visit_image(self, node: nodes.image) -> None:
        """A picture with what it shows in words."""
        name = self.builder.images.get(node["uri"])
        if name is None or name.rpartition(".")[2].lower() not in TYPES:
            message = "e-readers cannot show the picture %s; give it as SVG, PNG or JPEG"
            logger.warning(message, node["uri"], location=node)
            raise nodes.SkipNode
        alt = escape(" ".join(str(node.get("alt", "")).split()))
        self.body.append(f'<img src="images/{escape(name)}" alt="{alt}" />')

    def depart_image(self, node: nodes.image) -> None:
        """Nothing."""

    def visit_math(self, node: nodes.math, math_env: str = "") -> None:
        """A formula in a line."""
        self.body.append(self._formula(node, display=False))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block, math_env: str = "") -> None:
        """A formula on a line of its own, with its number."""
        number = number_of(self.builder.env, self.builder.current_docname, EQUATION, node)
        shown = f' <span class="eqno">({number})</span>' if number else ""
        self.body.append(self.starttag(node, "div", "", CLASS="math"))
        self.body.append(f"{self._formula(node, display=True)}{shown}</div>\n")
        raise nodes.SkipNode

    def _formula(self, node: nodes.Element, *, display: bool) -> str:
        tex = node.astext()
        try:
            made = mathml(tex, display=display)
        except FormulaError as error:
            shown = " ".join(tex.split())
            logger.warning("the formula $%s$ cannot be rendered: %s", shown, error, location=node)
            return f"<code>{escape(tex)}</code>"
        return made.replace("<math", '<math xmlns="http://www.w3.org/1998/Math/MathML"', 1)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Code and what cells print; many e-readers have no colours."""
        self.body.append(self.starttag(node, "pre", "") + escape(node.astext()) + "</pre>\n")
        raise nodes.SkipNode

    # --- tables ---------------------------------------------------------------------------------

    def visit_table(self, node: nodes.table) -> None:
        """A table, or each of its rows as a list where it is wider than an e-reader."""
        found = records(node)
        if not found:
            super().visit_table(node)
            return
        self.body.append(self.starttag(node, "div", CLASS="stacked"))
        for title in node.children:
            if isinstance(title, nodes.title):
                self.body.append('<p class="caption">')
                self.add_fignumber(node)
                self._written(title.children)
                self.body.append("</p>\n")
        for row in found:
            name, *cells = row.children
            self.body.append(self.starttag(row, "div", CLASS="record"))
            self.body.append(self.starttag(name, "div", "", CLASS="name"))
            self._written(name.children)
            self.body.append("</div>\n")
            filled = [
                cell for cell in cells if cell.astext().strip() or list(cell.findall(nodes.image))
            ]
            if filled:
                self.body.append("<dl>\n")
                for cell in filled:
                    head = head_of(node, row.index(cell))
                    self.body.append(f"<dt>{escape(head)}</dt>{self.starttag(cell, 'dd', '')}")
                    self._written(cell.children)
                    self.body.append("</dd>\n")
                self.body.append("</dl>\n")
            self.body.append("</div>\n")
        self.body.append("</div>\n")
        raise nodes.SkipNode

    def _written(self, children: list[nodes.Node]) -> None:
        for child in children:
            child.walkabout(self)

    # --- the book's own nodes -------------------------------------------------------------------

    def visit_PagesBelow(self, node: PagesBelow) -> None:  # noqa: N802
        """The pages below a chapter, each a file of its own."""
        listed = "".join(
            f'<li><a href="{escape(address)}">{escape(title)}</a></li>\n'
            for title, address in node["pages"]
        )
        self.body.append(f'<ul class="pages-below">\n{listed}</ul>\n' if listed else "")
        raise nodes.SkipNode

    def visit_citation(self, node: nodes.citation) -> None:
        """A work; what it is called by is for contributors."""
        self.body.append(self.starttag(node, "div", "", CLASS="work"))

    def depart_citation(self, node: nodes.citation) -> None:
        """Its end."""
        self.body.append("</div>\n")

    def visit_label(self, node: nodes.label) -> None:
        """That of a work is left out."""
        if isinstance(node.parent, nodes.citation):
            raise nodes.SkipNode
        super().visit_label(node)

    def visit_raw(self, node: nodes.raw) -> None:
        """What is meant for browsers."""
        raise nodes.SkipNode

    visit_TableTools = visit_meta = visit_toctree = visit_raw  # noqa: N815

    def visit_HiddenCellNode(self, node: nodes.Element) -> None:  # noqa: N802
        """Its children stand for it."""

    depart_HiddenCellNode = visit_HiddenCellNode  # noqa: N815

    def unknown_visit(self, node: nodes.Node) -> None:
        """Say that it cannot be shown."""
        logger.warning("%s cannot be shown in an e-book", type(node).__name__, location=node)
        raise nodes.SkipNode
