"""A page's tree as Typst: one visitor for each kind of node.

The tree is written as calls of the functions of ``template.typ``, which say how things look.
What has no visitor here cannot be printed, and is warned of with its place.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..doctree.citations import CitationLink
from ..doctree.formulas import FormulaError, mathml
from ..export.printed import Paper
from ..sources.formulas import formula_text
from .code import code_block
from .columns import pieces
from .literals import CLOSING, array, call, opening, string
from .mathematics import formula
from .numbering import EQUATION, number_of, section_number
from .shortcaptions import short_caption
from .tables import write_table
from .typefaces import lacking

logger = logging.getLogger(__name__)

_LONGEST = 30
"""Letters of a word in running text that stays together."""
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


class PagesBelow(nodes.General, nodes.Element):
    """The place where the pages below a chapter stand."""


@dataclass
class Surroundings:
    """What the page stands in.

    ``printed`` are the names of all pages that are printed, ``anchors`` the places that
    something leads to (see :func:`label`), ``mentions`` the anchors of entries that the index
    lists, ``site`` the address of the site or "", ``images`` the files of pictures by their
    address in the tree, and ``paper`` what the pages measure. ``works`` are gathered: those that
    are listed, by their places; so are the anchors of entries that are ``mentioned``.
    """

    env: BuildEnvironment
    printed: frozenset[str]
    anchors: frozenset[str]
    mentions: frozenset[str]
    site: str
    images: Mapping[str, str]
    paper: Paper
    works: dict[str, str] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)


def label(docname: str, anchor: str) -> str:
    """The name of a place in the whole book."""
    return f"{docname}:{anchor}"


def place_of(reference: nodes.Element, docname: str) -> str:
    """The :func:`label` that a reference inside the book leads to; "" if it leads outside."""
    if isinstance(reference, CitationLink):
        return label(reference["docname"], reference["anchor"])
    if "refid" in reference:
        return label(docname, reference["refid"])
    address: str = reference.get("refuri", "")
    if address.startswith("%"):
        page, _, anchor = address[1:].partition("#")
        return label(page, anchor)
    return ""


class Translator(nodes.NodeVisitor):
    """Writes a page; :attr:`text` is what it has become.

    ``depth`` is that of its title: 0 for a chapter, 1 for a page below one; ``title`` stands for
    it on paper if given.
    """

    def __init__(
        self,
        document: nodes.document,
        docname: str,
        depth: int,
        around: Surroundings,
        *,
        title: str = "",
    ) -> None:
        super().__init__(document)
        self.docname, self.around, self.title = docname, around, title
        self.body: list[str] = []
        self.below = ""
        """What stands where the pages below this one belong."""
        self.has_place_below = False
        self._sections = depth - 1
        self._anchored: set[str] = set()

    @property
    def text(self) -> str:
        """Statements that show the page."""
        return "".join(self.body)

    def translate(self) -> None:
        """Write the page."""
        self.document.walkabout(self)

    def written(self, children: Iterable[nodes.Node]) -> str:
        """Nodes as statements that show them."""
        before, self.body = self.body, []
        try:
            for child in children:
                child.walkabout(self)
            return self.text
        finally:
            self.body = before

    def block(self, children: Iterable[nodes.Node]) -> str:
        """Nodes as one piece of content."""
        return f"{{{self.written(children)}}}"

    def content(self, node: nodes.Element) -> str:
        """What a node holds as one piece of content, its place marked."""
        return f"{{{self._anchors(node)}{self.written(node.children)}}}"

    def dispatch_visit(self, node: nodes.Node) -> object:
        """Mark the place of every node, before it is shown."""
        # That of a section is its title, that of a work where it is listed.
        marked = not isinstance(node, (nodes.section, nodes.citation))
        if marked and isinstance(node, nodes.Element):
            self.body.append(self._anchors(node))
        return super().dispatch_visit(node)

    def warn(self, message: str, *arguments: object, node: nodes.Node) -> None:
        """Say what cannot be printed, with its place."""
        logger.warning(message, *arguments, location=node if _has_line(node) else self.docname)

    def _open(self, function: str, *arguments: str, **named: str) -> None:
        self.body.append(opening(function, *arguments, **named))

    def _close(self, _: nodes.Node | None = None) -> None:
        self.body.append(CLOSING)

    def _pass(self, _: nodes.Node) -> None:
        """Its children stand for it."""

    def _skip(self, _: nodes.Node) -> None:
        raise nodes.SkipNode

    def unknown_visit(self, node: nodes.Node) -> None:
        """Say that it cannot be printed."""
        self.warn("%s cannot be printed: %.60s", type(node).__name__, node.astext(), node=node)
        raise nodes.SkipNode

    # --- text -----------------------------------------------------------------------------------

    def visit_Text(self, node: nodes.Text) -> None:
        # A line of the source ends where its author broke it.
        self.words(re.sub(r"[ \t\r\n]+", " ", node.astext()), node)

    depart_Text = _pass

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
        self._open("quiet" if "state" in node["classes"] else "words")

    depart_inline = _close

    def visit_strong(self, node: nodes.strong) -> None:
        self._open("strong")

    depart_strong = _close

    def visit_emphasis(self, node: nodes.emphasis) -> None:
        self._open("emph")

    depart_emphasis = depart_title_reference = depart_literal_emphasis = _close
    visit_title_reference = visit_literal_emphasis = visit_emphasis
    visit_literal_strong, depart_literal_strong = visit_strong, _close

    def visit_subscript(self, node: nodes.subscript) -> None:
        self._open("sub")

    depart_subscript = _close

    def visit_superscript(self, node: nodes.superscript) -> None:
        self._open("super")

    depart_superscript = _close

    def visit_abbreviation(self, node: nodes.abbreviation) -> None:
        self._open("words")

    depart_abbreviation = _close

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

    def _anchors(self, node: nodes.Element) -> str:
        """Marks of the place of a node, for all names by which something leads there."""
        marks = ""
        for name in node.get("ids", ()):
            if name in self._anchored:
                continue
            self._anchored.add(name)
            if label(self.docname, name) in self.around.anchors:
                marks += call("anchor", string(label(self.docname, name))) + ";\n"
            marks += self._mention(name)
        return marks

    def _mention(self, name: str) -> str:
        """A note for the index, if it lists what is meant."""
        if name not in self.around.mentions:
            return ""
        self.around.mentioned.add(name)
        return call("mention", string(name)) + ";\n"

    visit_target = depart_target = _pass

    def visit_reference(self, node: nodes.reference) -> None:
        place = place_of(node, self.docname)
        if not place:
            self._open("outward", string(node.get("refuri", "")))
            return
        page, _, anchor = place.partition(":")
        if page not in self.around.printed:
            # Only the site has that page.
            address = f"{self.around.site}{page}.html" + (f"#{anchor}" if anchor else "")
            if self.around.site:
                self._open("outward", string(address))
            else:
                self._open("words")
            return
        if place not in self.around.anchors:
            self.warn("the reference to %s leads to nothing that is printed", place, node=node)
            self._open("words")
            return
        self.body.append(self._mention(anchor))
        self._open("goto", string(place))

    depart_reference = _close

    def visit_CitationLink(self, node: CitationLink) -> None:
        self._open("cited", string(place_of(node, self.docname)))

    depart_CitationLink = _close
    visit_number_reference, depart_number_reference = visit_reference, _close

    def visit_download_reference(self, node: addnodes.download_reference) -> None:
        self._open("words")

    depart_download_reference = _close

    # --- paragraphs and blocks ------------------------------------------------------------------

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        # A list's item or a cell that is one paragraph has no space around it.
        alone = isinstance(node.parent, (nodes.list_item, nodes.entry)) and (
            len([child for child in node.parent if isinstance(child, nodes.paragraph)]) == 1
        )
        self._open("words" if alone else "paragraph")

    depart_paragraph = _close

    def visit_compact_paragraph(self, node: addnodes.compact_paragraph) -> None:
        self._open("words")

    depart_compact_paragraph = _close

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
        self._open("definitions")

    depart_definition_list = _close

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        terms = [
            child for child in node.children if isinstance(child, (nodes.term, nodes.classifier))
        ]
        meaning = [child for child in node.children if isinstance(child, nodes.definition)]
        self.body.append(call("definition", self.block(terms), self.block(meaning)) + ";\n")
        raise nodes.SkipNode

    def visit_term(self, node: nodes.term) -> None:
        self._open("words")

    depart_term = depart_classifier = _close

    def visit_classifier(self, node: nodes.classifier) -> None:
        self._open("quiet")

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        self._open("quotation")

    depart_block_quote = _close

    def visit_attribution(self, node: nodes.attribution) -> None:
        self._open("attribution")

    depart_attribution = _close

    def visit_line_block(self, node: nodes.line_block) -> None:
        self._open("paragraph")

    depart_line_block = _close

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
            self._open("cell")
        else:
            self._open("words")

    depart_container = _close

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
        self._open("rubric")

    depart_rubric = _close

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
        self.body.append(self._anchors(section))
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
        self._open("legend")

    depart_legend = _close

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

    # --- footnotes and works --------------------------------------------------------------------

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        for footnote in self.document.findall(nodes.footnote):
            if node.get("refid") in footnote["ids"]:
                content = [each for each in footnote.children if not isinstance(each, nodes.label)]
                self.body.append(call("footnote", self.block(content)) + ";\n")
        raise nodes.SkipNode

    visit_footnote = _skip

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

    # --- what shows nothing, and what its children stand for ------------------------------------

    visit_comment = visit_docinfo = visit_index = visit_substitution_definition = _skip
    visit_tabular_col_spec = visit_highlightlang = visit_raw = visit_TableTools = _skip
    visit_meta = visit_toctree = visit_pending = visit_system_message = visit_decoration = _skip
    visit_document = depart_document = visit_glossary = depart_glossary = _pass
    visit_only = depart_only = visit_compound = depart_compound = _pass
    visit_definition = depart_definition = visit_line = _pass
    visit_problematic = depart_problematic = _pass
    visit_HiddenCellNode = depart_HiddenCellNode = _pass


def _within(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    while node is not None:
        if isinstance(node, kinds):
            return True
        node = node.parent
    return False


def _has_line(node: nodes.Node) -> bool:
    return bool(getattr(node, "source", None) and getattr(node, "line", None))
