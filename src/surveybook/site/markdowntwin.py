"""A page's text as plain Markdown, for programs that read and for whoever copies: the twin of a
chapter, written from its tree.

It has what the page says and nothing that only a browser needs: no scripts, no controls of
tables, no code that drew a figure. Links are those of the page, so they hold beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from docutils import nodes
from sphinx import addnodes

from ..doctree.entrytables import TableTools

Numbers = Mapping[str, Mapping[str, tuple[int, ...]]]
"""The numbers of a page's figures and tables, by kind and anchor."""
_ESCAPED = re.compile(r"([\\`*_\[\]<>|])")
_SILENT = (
    nodes.comment,
    nodes.raw,
    nodes.target,
    nodes.substitution_definition,
    nodes.system_message,
    addnodes.index,
    addnodes.toctree,
    TableTools,
)


def markdown_of(doctree: nodes.document, numbers: Numbers, page: str) -> str:
    """The text of a chapter's tree as Markdown; ``page`` is the name of its file, such as
    ``care.html``, to which links within the page lead."""
    return _Writer(numbers, page).blocks(doctree.children, 0).strip() + "\n"


def table_of(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown, of cells that are Markdown on one line each."""
    listed = [list(heads), *(list(row) for row in rows)]
    lines = [f"| {' | '.join(cells)} |" for cells in listed]
    return "\n".join([lines[0], f"|{' --- |' * len(listed[0])}", *lines[1:]])


def escape(text: str) -> str:
    """Text that Markdown shows as the characters it holds, on one line."""
    return _ESCAPED.sub(r"\\\1", " ".join(text.split()))


class _Writer:
    """Writes the nodes of one page; ``depth`` is that of the section they are in."""

    def __init__(self, numbers: Numbers, page: str):
        self.numbers = numbers
        self.page = page

    def blocks(self, children: Iterable[nodes.Node], depth: int) -> str:
        written = (self.block(child, depth) for child in children)
        return "\n\n".join(text for text in written if text)

    def block(self, node: nodes.Node, depth: int) -> str:
        if isinstance(node, _SILENT) or "cell_input" in _classes(node):
            return ""
        for kind, write in self._kinds.items():
            if isinstance(node, kind):
                return write(self, node, depth)
        if isinstance(node, (nodes.Text, nodes.Inline, nodes.reference)):
            return self.words([node])
        return self.blocks(node.children, depth)

    def _section(self, node: nodes.Element, depth: int) -> str:
        return self.blocks(node.children, depth + 1)

    def _title(self, node: nodes.Element, depth: int) -> str:
        if isinstance(node.parent, nodes.Admonition):
            return f"**{self.words(node.children)}**"
        return f"{'#' * min(max(depth, 1), 6)} {self.words(node.children)}"

    def _paragraph(self, node: nodes.Element, depth: int) -> str:
        return self.words(node.children)

    def _list(self, node: nodes.Element, depth: int) -> str:
        numbered = isinstance(node, nodes.enumerated_list)
        items = []
        for number, item in enumerate(node.children, 1):
            mark = f"{number}." if numbered else "-"
            items.append(_indented(self.blocks(item.children, depth), mark))
        return "\n".join(items)

    def _definition(self, node: nodes.Element, depth: int) -> str:
        terms = [self.words(child.children) for child in node if isinstance(child, nodes.term)]
        rest = [child for child in node.children if isinstance(child, nodes.definition)]
        return f"**{', '.join(terms)}**: {self.blocks(rest, depth)}"

    def _code(self, node: nodes.Element, depth: int) -> str:
        fence = "~~~" if "```" in node.astext() else "```"
        return f"{fence}{node.get('language', '')}\n{node.astext().rstrip()}\n{fence}"

    def _formula(self, node: nodes.Element, depth: int) -> str:
        return f"$$\n{node.astext()}\n$$"

    def _quote(self, node: nodes.Element, depth: int) -> str:
        text = self.blocks(node.children, depth)
        return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))

    def _figure(self, node: nodes.Element, depth: int) -> str:
        captions = [
            self._caption(node, child) for child in node if isinstance(child, nodes.caption)
        ]
        told = [
            f"Figure: {escape(image['alt'])}"
            for image in node.findall(nodes.image)
            if image.get("alt")
        ]
        return "\n\n".join([*captions, *told])

    def _image(self, node: nodes.Element, depth: int) -> str:
        return f"Figure: {escape(node['alt'])}" if node.get("alt") else ""

    def _table(self, node: nodes.Element, depth: int) -> str:
        captions = [self._caption(node, child) for child in node if isinstance(child, nodes.title)]
        rows = list(node.findall(nodes.row))
        written = [[self._cell(entry) for entry in row] for row in rows]
        if not rows or not isinstance(rows[0].parent, nodes.thead):
            written.insert(0, ["" for _ in written[0]] if written else [""])
        return "\n\n".join([*captions, table_of(written[0], written[1:])])

    def _cell(self, entry: nodes.Node) -> str:
        return self.blocks(entry.children, 0).replace("\n\n", " ").replace("\n", " ")

    def _caption(self, node: nodes.Element, caption: nodes.Element) -> str:
        kind = "table" if isinstance(node, nodes.table) else "figure"
        found = (self.numbers.get(kind, {}).get(name) for name in node["ids"])
        number = next((".".join(map(str, each)) for each in found if each), "")
        label = f"**{kind.capitalize()} {number}**. " if number else ""
        return label + self.words(caption.children)

    def words(self, children: Iterable[nodes.Node]) -> str:
        """Inline nodes, on one line."""
        return " ".join("".join(map(self._word, children)).split())

    def _word(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            # Spaces at either end divide it from its neighbours.
            return _ESCAPED.sub(r"\\\1", node.astext().replace("\n", " "))
        if isinstance(node, _SILENT):
            return ""
        if isinstance(node, nodes.literal):
            return f"`{node.astext()}`"
        if isinstance(node, nodes.math):
            return f"${node.astext()}$"
        if isinstance(node, nodes.image):
            return escape(node.get("alt", ""))
        inner = "".join(map(self._word, node.children))
        if isinstance(node, nodes.reference) and inner.strip():
            address = node.get("refuri") or f"{self.page}#{node.get('refid', '')}"
            return f"[{inner}](<{address}>)" if " " in address else f"[{inner}]({address})"
        mark = "**" if isinstance(node, nodes.strong) else "*"
        return f"{mark}{inner}{mark}" if isinstance(node, (nodes.strong, nodes.emphasis)) else inner

    _kinds: Mapping[type, Callable[[_Writer, nodes.Element, int], str]] = {
        nodes.section: _section,
        nodes.title: _title,
        nodes.paragraph: _paragraph,
        addnodes.compact_paragraph: _paragraph,
        nodes.bullet_list: _list,
        nodes.enumerated_list: _list,
        nodes.definition_list_item: _definition,
        nodes.literal_block: _code,
        nodes.math_block: _formula,
        nodes.Admonition: _quote,
        nodes.block_quote: _quote,
        nodes.figure: _figure,
        nodes.image: _image,
        nodes.table: _table,
    }


def _classes(node: nodes.Node) -> list[str]:
    return list(node.get("classes", ())) if isinstance(node, nodes.Element) else []


def _indented(text: str, mark: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([f"{mark} {first}", *(f"  {line}".rstrip() for line in rest)])
