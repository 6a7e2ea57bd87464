"""The headings of a notebook as those of a chapter: one title, and no level left out.

People's notebooks begin at any level, jump from the first to the third, or have a heading of the
first level before every part. What is meant is told by which heading stands below which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from nbformat import NotebookNode

_MARKDOWN = MarkdownIt("commonmark").disable(["inline", "text_join"], ignoreInvalid=True)
_HASHES = re.compile(r"^( {0,3})#{1,6}(?=[ \t]|$)")
_TARGET = re.compile(r"\([\w.:-]+\)=\s*")
_NO_SPACE = re.compile(r" {0,3}#{1,6}[^\s#{!]")


def align_headings(notebook: NotebookNode) -> None:
    """Make the first heading the chapter's title, and put each other one a level below that which
    it stands under, in place. Lines stay lines.

    A notebook whose levels are in order is left as it is.
    """
    open_levels: list[int] = []
    titled = False
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown" or "remove-cell" in cell["metadata"].get("tags", ()):
            continue
        lines = cell["source"].split("\n")
        for first, last, level in _headings(cell["source"]):
            if not titled:
                titled, wanted = True, 1
            else:
                while open_levels and open_levels[-1] >= level:
                    open_levels.pop()
                open_levels.append(level)
                wanted = 1 + len(open_levels)
            if wanted != level:
                _set_level(lines, first, last, min(wanted, 6))
        cell["source"] = "\n".join(lines)


def lines_without_space(source: str) -> Iterator[int]:
    """The lines (from 0) of Markdown that were meant as headings: "#Title" is none."""
    in_paragraphs = {
        number
        for token in _MARKDOWN.parse(source)
        if token.type == "inline" and token.map
        for number in range(*token.map)
    }
    for number, line in enumerate(source.split("\n")):
        if number in in_paragraphs and _NO_SPACE.match(line):
            yield number


def only_headings(notebook: NotebookNode) -> str:
    """The headings of a notebook as MyST, with the targets that stand right above them."""
    kept: list[str] = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown":
            continue
        lines = cell["source"].split("\n")
        for first, last, _ in _headings(cell["source"]):
            above = lines[first - 1] if first and _TARGET.fullmatch(lines[first - 1]) else ""
            kept += [above, *lines[first:last], ""]
    return "\n".join(kept)


def _headings(source: str) -> Iterator[tuple[int, int, int]]:
    """The first line of each heading, the line after its last (from 0), and its level; those in
    quotations and lists are none of the chapter."""
    for token in _MARKDOWN.parse(source):
        if token.type == "heading_open" and token.level == 0 and token.map:
            yield token.map[0], token.map[1], int(token.tag[1])


def _set_level(lines: list[str], first: int, last: int, level: int) -> None:
    marks = "#" * level
    if last - first == 1:
        lines[first] = _HASHES.sub(rf"\g<1>{marks}", lines[first], count=1)
        return
    # Underlined: there are two levels of that, so that the line below becomes an empty one.
    words = " ".join(line.strip() for line in lines[first : last - 1])
    lines[first:last] = [f"{marks} {words}", *[""] * (last - first - 1)]
