"""What a chapter's tree must be for paper.

Works on the tree of the whole book, references resolved, just before it is written as TeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.latex.nodes import thebibliography
from sphinx.util import logging

from ..doctree.citations import CitationLink

logger = logging.getLogger(__name__)

_HIDDEN = {"tag_hide-input", "tag_hide-cell"}
_FITTED = {"frame", "entries"}
"""Tables whose columns get their widths from what they hold."""
_MERGED = ("year", "links")
"""By name, columns whose cells go under the name in the first column: paper is narrow."""
_COUNTS = {"counts": slice(1, None), "counts-last": slice(-1, None)}
"""Which columns of numbers a table has, by its class."""
_LINE, _CHARACTER, _PADDING = 449.0, 4.2, 6.0
"""In points: the width of a page's text, of a usual letter in a table, of a column's gap."""
_ROOMY = 4
"""Columns of a table whose letters can be larger."""
_SHORT = 22
"""Lines of a table that is kept on one page."""
_PLACEHOLDER = re.compile(r"<(?:[\w.]+\.\w+ object|Figure size|Axes|[\w. ]+ at 0x)[^>]*>")
_UNBROKEN = 20
"""Letters of a table that stay together though there is no joint between them."""
_LONG = re.compile(r"[^\s\u200b]{13,}")
_JOINT = re.compile(
    r"(?<=[/._:=?&+,|-])(?=[^\s])|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d{2})|(?<=\d)(?=[a-z]{3})"
)


def adapt(tree: nodes.document, site: str = "") -> None:
    """Make the book's tree fit for paper, in place.

    Code that the site hides is left out, tables of entries get fewer and wider columns, long
    words in tables can break, and works name the pages that cite them. Where the address of
    the ``site`` is known, each table leads to its full form there. What cannot be printed is
    warned of.
    """
    _drop_hidden_code(tree)
    _drop_emptied_pages(tree)
    _warn_of_unprintable(tree)
    for table in list(tree.findall(nodes.table)):
        _merge_columns(table)
        if _FITTED & set(table["classes"]) and "comparison" not in table["classes"]:
            _fit_columns(table)
        _set_columns(table)
        _keep_short_ones_whole(table)
        _let_words_break(table)
        if len(list(table.findall(nodes.colspec))) <= _ROOMY and not _FITTED & set(
            table["classes"]
        ):
            table.parent.insert(table.parent.index(table), _tex(r"\surveyroomy"))
    for caption in tree.findall(nodes.caption):
        _let_words_break(caption)
    if site:
        for chapter in tree.findall(addnodes.start_of_file):
            _lead_to_site(chapter, f"{site}{chapter['docname']}.html")
    _say_where_cited(tree)


def _drop_hidden_code(tree: nodes.document) -> None:
    for cell in tree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code" and _HIDDEN & set(cell["classes"]):
            for part in list(cell.children):
                if isinstance(part, nodes.container) and part["nb_element"] == "cell_code_source":
                    cell.remove(part)


def _drop_emptied_pages(tree: nodes.document) -> None:
    """Leave out pages below a chapter of which a title alone is left: the site lists the works on
    several pages, the TeX writer gathers them all at the end of the book. A link to such a page
    keeps its words."""
    dropped = set()
    for chapter in tree.findall(addnodes.start_of_file):
        for page in list(chapter.findall(addnodes.start_of_file))[1:]:
            if all(isinstance(text.parent, nodes.title) for text in page.findall(nodes.Text)):
                page.parent.remove(page)
                dropped.add(page["docname"])
    for link in list(tree.findall(nodes.reference)):
        if link.get("refuri", "").lstrip("%").partition("#")[0] in dropped:
            link.replace_self(list(link.children))


def _warn_of_unprintable(tree: nodes.document) -> None:
    for block in tree.findall(nodes.literal_block):
        found = _PLACEHOLDER.search(block.astext())
        if found and _is_output(block):
            logger.warning("an output has no print form: %s", found[0], location=block)
    for raw in tree.findall(nodes.raw):
        if "html" in raw.get("format", "") and _shows_something(raw.astext()):
            logger.warning("HTML cannot be printed: %.60s", raw.astext(), location=raw)


def _shows_something(html: str) -> bool:
    without_scripts = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    return bool(re.sub(r"<[^>]*>", "", without_scripts).strip() or "<img" in html)


def _is_output(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, nodes.Element) and node.get("nb_element") == "cell_code_output":
            return True
        node = node.parent
    return False


def _rows(table: nodes.table) -> Iterator[nodes.row]:
    yield from table.findall(nodes.row)


def _names(table: nodes.table) -> list[str]:
    """What the columns are called in addresses; "" in tables that are no entry tables."""
    head = next(iter(table.findall(nodes.thead)), None)
    return [cell.get("name", "") for cell in head[0]] if head else []


def _merge_columns(table: nodes.table) -> None:
    """Put citation and links of each entry under its name."""
    names = _names(table)
    merged = [names.index(name) for name in _MERGED if name in names]
    if not merged or not any(name.startswith("entries-") for name in table["classes"]):
        return
    for number, row in enumerate(_rows(table)):
        cells = list(row.children)
        if number:
            _name_plainly(cells[0])
            for position in merged:
                cells[0] += _named(cells[position], names[position])
        for position in merged:
            row.remove(cells[position])
    specs = list(table.findall(nodes.colspec))
    for position in merged:
        specs[position].parent.remove(specs[position])
    group = next(iter(table.findall(nodes.tgroup)))
    group["cols"] = len(specs) - len(merged)


def _named(cell: nodes.Element, name: str) -> list[nodes.Node]:
    """A cell's content for another column; words such as "not published" say what is not."""
    paragraphs = list(cell.findall(nodes.paragraph))
    if name == "links" and paragraphs and not list(cell.findall(nodes.reference)):
        paragraphs[0].insert(0, nodes.inline("", f"{cell['head']}: ", classes=["state"]))
    return list(cell.children)


def _name_plainly(cell: nodes.Node) -> None:
    """On paper an entry's name would lead to itself: set it in bold instead."""
    assert isinstance(cell, nodes.Element)
    for reference in list(cell.findall(nodes.reference)):
        name = reference.astext()
        reference.replace_self(nodes.strong("", name))


def _set_columns(table: nodes.table) -> None:
    """Give the writer the widths, and which columns hold numbers."""
    widths = [spec["colwidth"] for spec in table.findall(nodes.colspec)]
    numeric: set[int] = set()
    for name, columns in _COUNTS.items():
        if name in table["classes"]:
            numeric.update(range(len(widths))[columns])
    total = round(100 * sum(widths))
    spec = "".join(
        rf"\{'SR' if position in numeric else 'SL'}{{{round(100 * width)}}}{{{total}}}"
        for position, width in enumerate(widths)
    )
    # The writer would complain of two statements of the widths.
    table["classes"] = [name for name in table["classes"] if name != "colwidths-given"]
    place = table.parent.index(table)
    table.parent.insert(place, addnodes.tabular_col_spec(spec=spec))


def _fit_columns(table: nodes.table) -> None:
    """Give each column room for its longest word, and share the rest out after their texts."""
    specs = list(table.findall(nodes.colspec))
    texts: list[list[str]] = [[] for _ in specs]
    for row in _rows(table):
        for column, entry in zip(texts, row.children, strict=True):
            column.append(entry.astext())
    needed = [
        _PADDING + _CHARACTER * max(len(piece) for text in column for piece in _pieces(text))
        for column in texts
    ]
    wanted = [sorted(map(len, column))[len(column) * 9 // 10] ** 0.7 for column in texts]
    rest = max(0.0, _LINE - sum(needed))
    for spec, least, share in zip(specs, needed, wanted, strict=True):
        spec["colwidth"] = least + rest * share / sum(wanted)


def _pieces(text: str) -> list[str]:
    """The parts of a text that a line does not break."""
    return [
        piece for word in text.split() for piece in (_broken(word) if _LONG.match(word) else [word])
    ] or [""]


def _broken(word: str) -> list[str]:
    """A long word in the pieces between which a line may end: at its joints, else anywhere."""
    return [
        piece[start : start + _UNBROKEN]
        for piece in _JOINT.split(word)
        for start in range(0, len(piece), _UNBROKEN)
    ]


def _keep_short_ones_whole(table: nodes.table) -> None:
    """A table that fits a page with ease must not be torn apart at its foot."""
    widths = [spec["colwidth"] for spec in table.findall(nodes.colspec)]
    fitting = [max(1.0, width / sum(widths) * _LINE / _CHARACTER - 2) for width in widths]
    lines = 0.0
    for row in _rows(table):
        cells = zip(row.children, fitting, strict=True)
        lines += 0.5 + max(
            sum(1 + len(part.astext()) // room for part in entry.children) for entry, room in cells
        )
    if lines < _SHORT:
        table["classes"] = [name for name in table["classes"] if name != "longtable"]


def _let_words_break(part: nodes.Element) -> None:
    for text in list(part.findall(nodes.Text)):
        if isinstance(text.parent, (nodes.raw, nodes.math)):
            continue
        parts = list(_with_breaks(str(text)))
        if len(parts) > 1:
            text.parent.replace(text, parts)


def _with_breaks(text: str) -> Iterator[nodes.Node]:
    position = 0
    joints = []
    for word in _LONG.finditer(text):
        end = word.start()
        for piece in _broken(word[0])[:-1]:
            end += len(piece)
            joints.append(end)
    for joint in joints:
        if joint > position:
            yield nodes.Text(text[position:joint])
            yield _tex(r"\surveybreak{}")
            position = joint
    yield nodes.Text(text[position:])


def _lead_to_site(chapter: addnodes.start_of_file, address: str) -> None:
    """After each table's caption, the way to the full table."""
    for table in chapter.findall(nodes.table):
        captions = [node for node in table.children if isinstance(node, nodes.title)]
        names = [name for name in table["ids"] if name.startswith("tab-")]
        if captions and names:
            captions[0] += _tex(rf"\surveyonline{{{address}\#{names[0]}}}")


def _tex(text: str) -> nodes.raw:
    return nodes.raw("", text, format="latex")


def _say_where_cited(tree: nodes.document) -> None:
    """Mark each citation, and name the pages of its marks where the work is listed."""
    marks: dict[str, list[str]] = {}
    for citation in list(tree.findall(CitationLink)):
        places = marks.setdefault(f"{citation['docname']}:{citation['anchor']}", [])
        mark = f"{citation['anchor']}-{len(places) + 1}"
        places.append(mark)
        place = citation.parent.index(citation)
        citation.parent.insert(place, _tex(rf"\surveycited{{{mark}}}"))
    for works in tree.findall(thebibliography):
        for citation in works.findall(nodes.citation):
            cited = marks.get(f"{citation['docname']}:{citation['ids'][0]}", [])
            if cited:
                _append(citation, rf"\surveycitedon{{{','.join(cited)}}}")


def _append(citation: nodes.citation, tex: str) -> None:
    paragraphs: list[nodes.paragraph] = list(citation.findall(nodes.paragraph))
    if paragraphs:
        paragraphs[-1] += _tex(tex)
