"""HTML as runs of text: how each stretch is set, where it leads, on which line it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..lookup import identifier_in
from .listinline import BREAK, Run
from .listlabels import label_of_image

LINE = "data-line"
"""The attribute that holds a block's 1-based line."""
PASSED_OVER = {"head", "script", "style", "pre", "nav"}
_FOOTNOTE = re.compile(r"\s*(?:[^\d\s]{1,2}|\[\d+\])\s*")
"""What a raised letter or number refers to is no part of a name; a raised digit may be."""
_BLOCK_TAG = re.compile(r"<(p|div|li|tr|table|td|th|summary|details|h[1-6]|dt|dd)(?=[\s>])", re.I)


def with_lines(text: str, first: int) -> str:
    """HTML with the line of each block as an attribute."""

    def numbered(match: re.Match[str]) -> str:
        return f'{match[0]} {LINE}="{first + text.count(BREAK, 0, match.start())}"'

    return _BLOCK_TAG.sub(numbered, text)


def own_runs(element: Any, first: int = 0) -> list[Run]:
    """The runs of an element without the lists and tables in it; its links are
    numbered from ``first`` on."""
    return list(_inline(element, Run(""), _Counter(first - 1), nested=False))


@dataclass
class _Counter:
    """The number of the last link."""

    number: int


def _inline(element: Any, style: Run, count: _Counter, *, nested: bool) -> Iterator[Run]:
    """The text in an element without the lists and tables in it, with how it is set."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in PASSED_OVER or (nested and tag in ("ul", "ol", "table")):
        return
    if tag == "sup" and _FOOTNOTE.fullmatch(element.text_content()):
        return
    if tag == "img":
        source = element.get("src") or ""
        label = label_of_image(element.get("alt") or "", source)
        if style.link < 0 and identifier_in(source):
            # "[![Paper](address)]" is meant as a link.
            count.number += 1
            style = style._replace(address=source, link=count.number)
        yield style._replace(text=label, image=True)
    elif tag == "br":
        yield Run(BREAK * 2)
    elif tag == "a" and element.get("href") is not None:
        count.number += 1
        style = style._replace(address=element.get("href").strip(), link=count.number)
    style = style._replace(
        bold=style.bold or tag in ("b", "strong"),
        italic=style.italic or tag in ("i", "em"),
        code=style.code or tag in ("code", "kbd", "samp"),
    )
    if tag in ("p", "div") and nested:
        yield Run(BREAK * 2)
    if element.text and tag not in ("img", "br"):
        yield style._replace(text=element.text)
    for child in element:
        yield from _inline(child, style, count, nested=True)
        if child.tail:
            yield style._replace(text=child.tail)
    if tag in ("p", "div") and nested:
        yield Run(BREAK * 2)


def line_of(element: Any) -> int:
    """The line of an element's block."""
    for one in (element, *element.iterancestors()):
        if one.get(LINE):
            return int(one.get(LINE))
    return 1


def spans(cell: Any) -> tuple[int, int]:
    """Over how many rows and columns a cell stands."""

    def number(name: str) -> int:
        text = cell.get(name) or "1"
        return min(int(text), 200) if text.isascii() and text.isdigit() and int(text) else 1

    return number("rowspan"), number("colspan")
