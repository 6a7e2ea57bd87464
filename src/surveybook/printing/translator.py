"""A page's tree as Typst: one visitor for each kind of node.

The tree is written as calls of the functions of ``template.typ``, which say how things look.
What has no visitor here cannot be printed, and is warned of with its place.
"""

from __future__ import annotations

from docutils import nodes

from .blockvisitors import BlockVisitors
from .literals import call, string
from .numbering import number_of, section_number
from .pagewriter import PageWriter, label
from .shortcaptions import short_caption
from .tables import write_table
from .wordvisitors import WordVisitors


class PagesBelow(nodes.General, nodes.Element):
    """The place where the pages below a chapter stand."""


class Translator(WordVisitors, BlockVisitors):
    """Writes a page: its heads, figures and tables here, the rest by what it inherits."""

    # --- sections -------------------------------------------------------------------------------

    def visit_section(self, node: nodes.section) -> None:
        self._sections += 1

    def depart_section(self, node: nodes.section) -> None:
        self._sections -= 1

    def visit_title(self, node: nodes.title) -> None:
        section = node.parent
        assert isinstance(section, nodes.Element)
        if not isinstance(section, nodes.section):
            self.unknown_visit(node)
        is_top = not isinstance(section.parent, nodes.section)
        number = ""
        if self._sections <= 1:
            anchors = () if is_top else section["ids"]
            number = section_number(self.around.env, self.docname, anchors)
        words = self.block(node.children)
        if is_top and self.title:
            words = string(self.title)
        self.body.append(call("head", "level", str(self._sections), string(number), words) + ";\n")
        # The page itself is led to by its name alone.
        if is_top and label(self.docname, "") in self.around.anchors:
            self.body.append(call("anchor", string(label(self.docname, ""))) + ";\n")
        self.body.append(self.marks(section))
        if is_top and self.abstract:
            self.open("abstract")
            self.words(self.abstract, node)
            self.close()
        raise nodes.SkipNode

    def visit_PagesBelow(self, node: PagesBelow) -> None:
        self.has_place_below = True
        self.body.append(self.below)
        raise nodes.SkipNode

    # --- figures and tables ---------------------------------------------------------------------

    def visit_figure(self, node: nodes.figure) -> None:
        captions = [child for child in node.children if isinstance(child, nodes.caption)]
        content = [child for child in node.children if not isinstance(child, nodes.caption)]
        caption = captions[0] if captions else None
        self._captioned("figure", node, caption, self.block(content))
        raise nodes.SkipNode

    def visit_legend(self, node: nodes.legend) -> None:
        self.open("legend")

    depart_legend = PageWriter.close

    def visit_image(self, node: nodes.image) -> None:
        file = self.around.images.get(node["uri"])
        if file is None:
            self.warn("the picture %s cannot be printed", node["uri"], node=node)
            raise nodes.SkipNode
        alt = str(node.get("alt", ""))
        inline = isinstance(node.parent, nodes.TextElement)
        self.body.append(
            call("inline-picture" if inline else "picture", string(file), string(alt)) + ";\n"
        )
        raise nodes.SkipNode

    def visit_table(self, node: nodes.table) -> None:
        titles = [child for child in node.children if isinstance(child, nodes.title)]
        table = write_table(self, node, self.around.paper.room)
        named = {"whole": "true" if table.whole else "false"}
        if table.on_its_side:
            named["on_its_side"] = "true"
        self._captioned("table", node, titles[0] if titles else None, table.text, **named)
        raise nodes.SkipNode

    def _captioned(
        self,
        kind: str,
        node: nodes.Element,
        caption: nodes.Element | None,
        content: str,
        **named: str,
    ) -> None:
        if caption is not None:
            named["number"] = string(number_of(self.around.env, self.docname, kind, node))
            named["caption"] = self.block(caption.children)
            named["short"] = self.block(short_caption(caption))
            names = [name for name in node["ids"] if name.startswith("tab-")]
            if kind == "table" and names and self.around.site:
                named["online"] = string(f"{self.around.site}{self.docname}.html#{names[0]}")
        function = f"captioned-{kind}" if caption is not None else f"bare-{kind}"
        self.body.append(call(function, content, **named) + ";\n")

    # --- what shows nothing, and what its children stand for ------------------------------------

    visit_comment = visit_docinfo = visit_index = PageWriter.skip
    visit_substitution_definition = visit_tabular_col_spec = PageWriter.skip
    visit_highlightlang = visit_raw = visit_TableTools = PageWriter.skip
    visit_meta = visit_toctree = visit_pending = PageWriter.skip
    visit_system_message = visit_decoration = PageWriter.skip
    visit_document = depart_document = PageWriter.show_children
    visit_glossary = depart_glossary = PageWriter.show_children
    visit_only = depart_only = visit_compound = depart_compound = PageWriter.show_children
    visit_definition = depart_definition = visit_line = PageWriter.show_children
    visit_problematic = depart_problematic = PageWriter.show_children
    visit_HiddenCellNode = depart_HiddenCellNode = PageWriter.show_children
