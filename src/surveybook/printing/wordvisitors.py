"""Words, formulas and links of a page as Typst."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes

from ..doctree.citations import CitationLink
from ..doctree.formulas import FormulaError, mathml
from ..sources.formulas import formula_text
from .columns import pieces
from .literals import array, call, string
from .mathematics import formula
from .numbering import EQUATION, number_of
from .pagewriter import PageWriter, place_of
from .typefaces import lacking

_LONGEST = 30
"""Letters of a word in running text that stays together."""


class WordVisitors(PageWriter):
    """What stands within a line."""

    # --- text -----------------------------------------------------------------------------------

    def visit_Text(self, node: nodes.Text) -> None:
        # A line of the source ends where its author broke it.
        self.words(re.sub(r"[ \t\r\n]+", " ", node.astext()), node)

    depart_Text = PageWriter.show_children

    def words(self, text: str, node: nodes.Node) -> None:
        """Text as it is; a very long word may be broken."""
        unknown = lacking(text)
        if unknown:
            codes = ", ".join(f"{sign!r} (U+{ord(sign):04X})" for sign in unknown)
            self.warn("no typeface of the printed book has %s", codes, node=node.parent)
        in_table = _within(node, nodes.table, nodes.caption, nodes.title)
        parts = pieces(text) if in_table else pieces(text, longest=_LONGEST)
        self.body.append(";joint;".join(map(string, parts)) + ";\n")

    def visit_inline(self, node: nodes.inline) -> None:
        self.open("quiet" if "state" in node["classes"] else "words")

    depart_inline = PageWriter.close

    def visit_strong(self, node: nodes.strong) -> None:
        self.open("strong")

    depart_strong = PageWriter.close

    def visit_emphasis(self, node: nodes.emphasis) -> None:
        self.open("emph")

    depart_emphasis = depart_title_reference = depart_literal_emphasis = PageWriter.close
    visit_title_reference = visit_literal_emphasis = visit_emphasis
    visit_literal_strong, depart_literal_strong = visit_strong, PageWriter.close

    def visit_subscript(self, node: nodes.subscript) -> None:
        self.open("sub")

    depart_subscript = PageWriter.close

    def visit_superscript(self, node: nodes.superscript) -> None:
        self.open("super")

    depart_superscript = PageWriter.close

    def visit_abbreviation(self, node: nodes.abbreviation) -> None:
        self.open("words")

    depart_abbreviation = PageWriter.close

    def visit_literal(self, node: nodes.literal) -> None:
        text = node.astext()
        if unknown := lacking(text):
            self.warn("no typeface of the printed book has %s", unknown, node=node)
        parts = array(*map(string, pieces(text)))
        self.body.append(call("code", parts) + ";\n")
        raise nodes.SkipNode

    def visit_math(self, node: nodes.math) -> None:
        self._formula(node, display=False)

    def visit_math_block(self, node: nodes.math_block) -> None:
        self._formula(node, display=True)

    def _formula(self, node: nodes.Element, *, display: bool) -> None:
        tex = node.astext()
        try:
            made = mathml(tex, display=display)
        except FormulaError as error:
            shown = " ".join(tex.split())
            self.warn("the formula $%s$ cannot be rendered: %s", shown, error, node=node)
            raise nodes.SkipNode from error
        number = number_of(self.around.env, self.docname, EQUATION, node) if display else ""
        self.body.append(
            formula(made, formula_text(tex), display=display, number=number, where=self.docname)
            + ";\n"
        )
        raise nodes.SkipNode

    # --- links ----------------------------------------------------------------------------------

    visit_target = depart_target = PageWriter.show_children

    def visit_reference(self, node: nodes.reference) -> None:
        place = place_of(node, self.docname)
        if not place:
            self.open("outward", string(node.get("refuri", "")))
            return
        place = self.around.on_paper(place)
        page, _, anchor = place.partition(":")
        if page not in self.around.printed:
            # Only the site has that page.
            address = f"{self.around.site}{page}.html" + (f"#{anchor}" if anchor else "")
            if self.around.site:
                self.open("outward", string(address))
            else:
                self.open("words")
            return
        if place not in self.around.anchors:
            self.warn("the reference to %s leads to nothing that is printed", place, node=node)
            self.open("words")
            return
        self.body.append(self.mention(anchor))
        self.open("goto", string(place))

    depart_reference = PageWriter.close

    def visit_CitationLink(self, node: CitationLink) -> None:
        self.open("cited", string(place_of(node, self.docname)))

    depart_CitationLink = PageWriter.close
    visit_number_reference, depart_number_reference = visit_reference, PageWriter.close

    def visit_download_reference(self, node: addnodes.download_reference) -> None:
        self.open("words")

    depart_download_reference = PageWriter.close


def _within(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    while node is not None:
        if isinstance(node, kinds):
            return True
        node = node.parent
    return False
