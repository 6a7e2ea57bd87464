"""Paragraphs, lists, boxes, code, notes and works of a page as Typst."""

from __future__ import annotations

import itertools

from docutils import nodes
from sphinx import addnodes

from .code import code_block
from .literals import array, call, string
from .pagewriter import PageWriter, label
from .typefaces import lacking

_ADMONITIONS = {
    "attention": "Attention",
    "caution": "Caution",
    "danger": "Danger",
    "error": "Error",
    "hint": "Hint",
    "important": "Important",
    "note": "Note",
    "seealso": "See also",
    "tip": "Tip",
    "warning": "Warning",
}


class BlockVisitors(PageWriter):
    """What stands on lines of its own, but heads, figures and tables."""

    # --- paragraphs and blocks ------------------------------------------------------------------

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        # A list's item or a cell that is one paragraph has no space around it.
        alone = isinstance(node.parent, (nodes.list_item, nodes.entry)) and (
            len([child for child in node.parent if isinstance(child, nodes.paragraph)]) == 1
        )
        self.open("words" if alone else "paragraph")

    depart_paragraph = PageWriter.close

    def visit_compact_paragraph(self, node: addnodes.compact_paragraph) -> None:
        self.open("words")

    depart_compact_paragraph = PageWriter.close

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        self._list(node, "bullets")

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        self._list(node, "steps", start=str(node.get("start", 1)))

    def _list(self, node: nodes.Element, function: str, **named: str) -> None:
        items = [self.content(item) for item in node.children]
        loose = any(len(item.children) > 1 for item in node.children)
        self.body.append(
            call(function, *items, tight="false" if loose else "true", **named) + ";\n"
        )
        raise nodes.SkipNode

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        self.open("definitions")

    depart_definition_list = PageWriter.close

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        terms = [
            child for child in node.children if isinstance(child, (nodes.term, nodes.classifier))
        ]
        meaning = [child for child in node.children if isinstance(child, nodes.definition)]
        # A term may have another name, such as its abbreviation.
        named = f"{string(', ')};\n".join(self.written([term]) for term in terms)
        self.body.append(call("definition", f"{{{named}}}", self.block(meaning)) + ";\n")
        raise nodes.SkipNode

    def visit_term(self, node: nodes.term) -> None:
        self.open("words")

    depart_term = depart_classifier = PageWriter.close

    def visit_classifier(self, node: nodes.classifier) -> None:
        self.open("quiet")

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        self.open("quotation")

    depart_block_quote = PageWriter.close

    def visit_attribution(self, node: nodes.attribution) -> None:
        self.open("attribution")

    depart_attribution = PageWriter.close

    def visit_line_block(self, node: nodes.line_block) -> None:
        self.open("paragraph")

    depart_line_block = PageWriter.close

    def depart_line(self, node: nodes.line) -> None:
        self.body.append("linebreak();\n")

    def visit_transition(self, node: nodes.transition) -> None:
        self.body.append("transition();\n")
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        text = node.astext()
        if unknown := lacking(text):
            codes = ", ".join(f"{sign!r} (U+{ord(sign):04X})" for sign in unknown)
            self.warn("no typeface of the printed book has %s", codes, node=node)
        self.body.append(code_block(text, str(node.get("language", ""))) + ";\n")
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def visit_container(self, node: nodes.container) -> None:
        # Code and what it shows stand together on a page where there is room.
        if node.get("nb_element") == "cell_code":
            self.open("cell")
        else:
            self.open("words")

    depart_container = PageWriter.close

    def visit_admonition(self, node: nodes.admonition) -> None:
        kind = type(node).__name__
        classes = array(*map(string, node["classes"]))
        children = list(node.children)
        title = string(_ADMONITIONS.get(kind, ""))
        if children and isinstance(children[0], nodes.title):
            title = self.block(children.pop(0).children)
        self.body.append(
            call("admonition", string(kind), classes, title, self.block(children)) + ";\n"
        )
        raise nodes.SkipNode

    visit_attention = visit_caution = visit_danger = visit_error = visit_hint = visit_admonition
    visit_important = visit_note = visit_seealso = visit_tip = visit_warning = visit_admonition
    visit_topic = visit_sidebar = visit_admonition

    def visit_rubric(self, node: nodes.rubric) -> None:
        self.open("rubric")

    depart_rubric = PageWriter.close

    # --- footnotes and works --------------------------------------------------------------------

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        for footnote in self.document.findall(nodes.footnote):
            if node.get("refid") in footnote["ids"]:
                content = [each for each in footnote.children if not isinstance(each, nodes.label)]
                self.body.append(call("footnote", self.block(content)) + ";\n")
        raise nodes.SkipNode

    visit_footnote = PageWriter.skip

    def visit_citation(self, node: nodes.citation) -> None:
        siblings = list(node.parent.children)
        at = siblings.index(node)
        if at and isinstance(siblings[at - 1], nodes.citation):
            # It was written with the first.
            raise nodes.SkipNode
        group = itertools.takewhile(lambda each: isinstance(each, nodes.citation), siblings[at:])
        places = [self._work(each) for each in group]
        self.body.append(call("listed-works", "works", array(*map(string, places))) + ";\n")
        raise nodes.SkipNode

    def _work(self, node: nodes.Element) -> str:
        """Keep how a work reads; its place."""
        content = [each for each in node.children if not isinstance(each, nodes.label)]
        place = label(self.docname, node["ids"][0])
        self.around.works[place] = self.block(
            each
            for part in content
            for each in (part.children if isinstance(part, nodes.paragraph) else [part])
        )
        return place
