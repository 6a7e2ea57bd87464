"""How the book's own nodes, and some of docutils', are written as HTML.

The attributes that a page's scripts read are these: on the place of a table's controls
``data-table``, the table's id, and ``data-entries``, the catalog's table; on the head of a column
``data-name``, ``data-kind``, ``data-facet`` and, as JSON, ``data-terms``; on a cell
``data-head``, ``data-order`` and ``data-terms``; on the first citation of a work ``data-paper``,
and its reference as title.
What they mean is said where the nodes are made, in :mod:`surveybook.doctree`. DataTables itself
would search in ``data-filter`` instead of the words of the cell.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.images import get_image_size
from sphinx.writers.html5 import HTML5Translator

from ..doctree.citations import CitationLink
from ..doctree.entrytables import DESCRIBED, EntryCell, TableTools

LEAST_LETTERS = 9
"""CSS pixels that letters of a figure measure at least."""
_NARROWEST = 280
"""CSS pixels that a figure has on the narrowest screen."""
_STEPS = (350, 400, 450, 500, 550)
"""Least widths of figures for which the style sheet has a class."""
_LETTERS = re.compile(r"scale\((0?\.\d+) -0?\.\d+\)")


def _visit_tools(writer: Any, node: TableTools) -> None:
    # Above the table's own frame, which scrolls and would clip an open menu.
    attributes = {"data-table": node.table["ids"][0]}
    attributes |= {"data-entries": node["entries"]} if node["entries"] else {}
    writer.body.append(writer.starttag(node, "div", "", CLASS="table-tools", **attributes))
    writer.body.append("</div>")
    raise nodes.SkipNode


def _visit_cell(writer: Any, node: EntryCell) -> None:
    tag, classes = ("th", "head") if isinstance(node.parent.parent, nodes.thead) else ("td", "")
    attributes = {
        f"data-{name}": _text(node[name]) for name in ("head", *DESCRIBED) if name in node
    }
    writer.body.append(writer.starttag(node, tag, "", CLASS=classes, **attributes))


def _depart_cell(writer: Any, node: EntryCell) -> None:
    tag = "th" if isinstance(node.parent.parent, nodes.thead) else "td"
    writer.body.append(f"</{tag}>\n")


def _visit_entry(writer: Any, node: nodes.entry) -> None:
    """A cell of any other table, with the words of its column's head where it has them."""
    HTML5Translator.visit_entry(writer, node)
    if node.get("head"):
        head = f'<td data-head="{escape(node["head"])}"'
        writer.body[-1] = writer.body[-1].replace("<td", head, 1)


def _depart_entry(writer: Any, node: nodes.entry) -> None:
    HTML5Translator.depart_entry(writer, node)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _visit_citation_link(writer: Any, node: CitationLink) -> None:
    attributes = {"href": node["refuri"] if "refuri" in node else f"#{node['refid']}"}
    # A page cites some works twenty times; the script finds at the first what it shows at all.
    told = writer.__dict__.setdefault("surveybook_works_told", set())
    if node["key"] not in told:
        told.add(node["key"])
        attributes |= {"title": node["reftitle"]} if "reftitle" in node else {}
        # The link leads to the bibliography without a script; the script opens the paper itself.
        attributes |= {"data-paper": node["paper"]} if node["paper"] else {}
    writer.body.append(writer.starttag(node, "a", "", CLASS="reference internal", **attributes))


def _depart_citation_link(writer: Any, node: CitationLink) -> None:
    writer.body.append("</a>")


def _visit_citation(writer: Any, node: nodes.citation) -> None:
    """A work of the bibliography, without docutils' roles: a list must hold list items."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        writer.body.append('<div class="citation-list">\n')
    writer.body.append(writer.starttag(node, "div", CLASS="citation"))


def _depart_citation(writer: Any, node: nodes.citation) -> None:
    writer.body.append("</div>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        writer.body.append("</div>\n")


def _visit_image(writer: Any, node: nodes.image) -> None:
    """A figure is fetched when it comes near; its size keeps its place until then. On a phone it
    scrolls in a box of its own where its letters would become too small."""
    path = Path(writer.builder.srcdir) / node["uri"]
    size = _svg_size(path) or _picture_size(path, node.get("width", ""))
    HTML5Translator.visit_image(writer, node)
    image = writer.body[-1]
    if size:
        attributes = f' loading="lazy" width="{size[0]}" height="{size[1]}"'
        image = image.replace("<img", f"<img{attributes}", 1)
    address = re.search(r'src="([^"]*)"', image)
    # A figure that text flows around is as wide as its picture.
    figure = node.parent
    is_alone = isinstance(figure, nodes.figure) and figure.get("align", "default") == "default"
    step = least_width(path, size[0] if size else _drawn_width(path)) if is_alone else None
    if step and address:
        image = (
            f'<div class="figure-box"><div class="figure-scroll least-{step}">{image}'
            '<p class="figure-hint" data-pagefind-ignore>Scroll sideways for the rest, or '
            f'<a href="{address[1]}">open the figure whole</a>.</p></div></div>'
        )
    writer.body[-1] = image


def _depart_image(writer: Any, node: nodes.image) -> None:
    HTML5Translator.depart_image(writer, node)


def _svg_size(path: Path) -> tuple[int, int] | None:
    """Width and height of a drawing in CSS pixels; None of another file."""
    if path.suffix != ".svg" or not path.is_file():
        return None
    head = path.read_text(encoding="utf-8")[:2000]
    points = [re.search(rf'\b{side}="([\d.]+)pt"', head) for side in ("width", "height")]
    width, height = (round(float(found[1]) * 4 / 3) if found else 0 for found in points)
    return (width, height) if width and height else None


def least_width(path: Path, width: int) -> int | None:
    """How wide, in CSS pixels, a figure of a natural ``width`` must be for its smallest letters to
    be read, as a step of the style sheet; None if that is no wider than any screen, or if the
    width is not known and 0.

    The letters of a picture in pixels are not known: it is shown at its own width.
    """
    needed = float(width)
    if width and path.suffix == ".svg":
        # Matplotlib draws letters as paths, a hundredth of a point to the unit.
        sizes = _LETTERS.findall(path.read_text(encoding="utf-8"))
        if not sizes:
            return None
        needed = width * LEAST_LETTERS / min(float(size) * 100 * 4 / 3 for size in sizes)
    if needed <= _NARROWEST:
        return None
    return next((step for step in _STEPS if step >= needed), _STEPS[-1])


def _drawn_width(path: Path) -> int:
    """The pixels of a drawing that says nothing of its size; 0 of a photograph, which
    may shrink."""
    size = get_image_size(str(path)) if path.suffix == ".png" and path.is_file() else None
    return size[0] if size else 0


def _picture_size(path: Path, width: str) -> tuple[int, int] | None:
    """Width and height of a picture that a figure shows at a ``width`` such as "518px", in CSS
    pixels; None of a picture without such a width."""
    wide = width.removesuffix("px")
    pixels = get_image_size(str(path)) if wide.isdecimal() and path.is_file() else None
    return (int(wide), round(int(wide) * pixels[1] / pixels[0])) if pixels else None


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(TableTools, override=True, html=(_visit_tools, None))
    app.add_node(EntryCell, override=True, html=(_visit_cell, _depart_cell))
    app.add_node(nodes.entry, override=True, html=(_visit_entry, _depart_entry))
    app.add_node(CitationLink, override=True, html=(_visit_citation_link, _depart_citation_link))
    app.add_node(nodes.image, override=True, html=(_visit_image, _depart_image))
    app.add_node(nodes.citation, override=True, html=(_visit_citation, _depart_citation))
