"""What every visitor of a page's nodes shares: where it writes to, and the marks of places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..doctree.citations import CitationLink
from ..export.printed import Paper
from .literals import CLOSING, call, opening, string

logger = logging.getLogger(__name__)


@dataclass
class Surroundings:
    """What the page stands in.

    ``printed`` are the names of all pages that are printed, ``anchors`` the places that something
    leads to (see :func:`label`), ``mentions`` the anchors of entries that the index lists,
    ``homes`` the printed pages of entries by their anchors (the site lists one on another page
    than the book does), ``site`` the address of the site or "", ``images`` the files of pictures
    by their address in the tree, and ``paper`` what the pages measure. ``works`` are gathered:
    those that are listed, by their places; so are the anchors of entries that are ``mentioned``.
    """

    env: BuildEnvironment
    printed: Set[str]
    anchors: Set[str]
    mentions: Set[str]
    homes: Mapping[str, str]
    site: str
    images: Mapping[str, str]
    paper: Paper
    works: dict[str, str] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)

    def on_paper(self, place: str) -> str:
        """Where on paper is what the site has at a place."""
        page, _, anchor = place.partition(":")
        if page not in self.printed and anchor in self.homes:
            return label(self.homes[anchor], anchor)
        return place


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


class PageWriter(nodes.NodeVisitor):
    """Writes a page; :attr:`text` is what it has become.

    ``depth`` is that of its title: 0 for a chapter, 1 for a page below one; ``title`` stands for
    it on paper if given, and ``abstract`` below it.
    """

    def __init__(
        self,
        document: nodes.document,
        docname: str,
        depth: int,
        around: Surroundings,
        *,
        title: str = "",
        abstract: str = "",
    ) -> None:
        super().__init__(document)
        self.docname, self.around = docname, around
        self.title, self.abstract = title, abstract
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
        return f"{{{self.marks(node)}{self.written(node.children)}}}"

    def dispatch_visit(self, node: nodes.Node) -> object:
        """Mark the place of every node, before it is shown."""
        # That of a section is its title, that of a work where it is listed.
        marked = not isinstance(node, (nodes.section, nodes.citation))
        if marked and isinstance(node, nodes.Element):
            self.body.append(self.marks(node))
        return super().dispatch_visit(node)

    def warn(self, message: str, *arguments: object, node: nodes.Node) -> None:
        """Say what cannot be printed, with its place."""
        logger.warning(message, *arguments, location=node if _has_line(node) else self.docname)

    def open(self, function: str, *arguments: str, **named: str) -> None:
        """Begin a call whose last argument the children are."""
        self.body.append(opening(function, *arguments, **named))

    def close(self, _: nodes.Node | None = None) -> None:
        """End the call that was begun last."""
        self.body.append(CLOSING)

    def show_children(self, _: nodes.Node) -> None:
        """Its children stand for it."""

    def skip(self, _: nodes.Node) -> None:
        """Neither it nor its children show anything."""
        raise nodes.SkipNode

    def unknown_visit(self, node: nodes.Node) -> None:
        """Say that it cannot be printed."""
        self.warn("%s cannot be printed: %.60s", type(node).__name__, node.astext(), node=node)
        raise nodes.SkipNode

    def marks(self, node: nodes.Element) -> str:
        """Marks of the place of a node, for all names by which something leads there."""
        marks = ""
        for name in node.get("ids", ()):
            if name in self._anchored:
                continue
            self._anchored.add(name)
            if label(self.docname, name) in self.around.anchors:
                marks += call("anchor", string(label(self.docname, name))) + ";\n"
            marks += self.mention(name)
        return marks

    def mention(self, name: str) -> str:
        """A note for the index, if it lists what is meant."""
        if name not in self.around.mentions:
            return ""
        self.around.mentioned.add(name)
        return call("mention", string(name)) + ";\n"


def _has_line(node: nodes.Node) -> bool:
    return bool(getattr(node, "source", None) and getattr(node, "line", None))
