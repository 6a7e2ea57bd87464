"""Writing MyST: text that stays text, roles, and tables.

Whatever comes out of a CSV cell is data. :func:`escape` makes it show as the characters it
holds, whether they look like a role, a fence, a pipe, HTML or TeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..sources.webaddress import is_linkable

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Myst(str):
    """MyST Markdown that a notebook shows rendered."""

    def _repr_markdown_(self) -> str:
        return str(self)


def escape(text: str) -> str:
    """The text as MyST that renders as exactly these characters, on one line."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def lower_first(label: str) -> str:
    """A label inside a sentence or a list: lower-cased unless it is an abbreviation."""
    return label if len(label) > 1 and not label[1].islower() else label[:1].lower() + label[1:]


def link(text: str, address: str) -> str:
    """A link whose text is data; the text alone if the address is none that may be given."""
    return f"[{escape(text)}](<{address}>)" if is_linkable(address) else escape(text)


def reference(text: str, target: str) -> str:
    """A reference to an anchor of the book, whose text is data."""
    return f"[{escape(text)}](#{target})"


def quiet(text: str) -> str:
    """Words about a missing value, set in grey."""
    return f"[{escape(text)}]{{.state}}"


def address_or_words(cell: str) -> str:
    """A cell that may be an address, shown short, or words."""
    if not cell:
        return quiet("nothing")
    if is_linkable(cell):
        shown = cell.split("://", 1)[1].removeprefix("www.")
        return link(shown if len(shown) <= 60 else shown[:57] + "…", cell)
    return escape(cell)


def cite(keys: Iterable[str], form: str = "t") -> str:
    """A citation of works: form "t" names the authors in the text, "p" in parentheses.

    Raises:
        ValueError: a key holds characters that a citation can not.
    """
    keys = list(keys)
    for key in keys:
        if not re.fullmatch(r"[a-z0-9]+", key):
            raise ValueError(f"{key!r} can not be cited: a key is lower-case letters and digits")
    return f"{{cite:{form}}}`{','.join(keys)}`" if keys else ""


def anchor(kind: str, identifier: str) -> str:
    """The permanent anchor of an entry, such as ``model-medcpt``."""
    return f"{kind}-{identifier}"


@dataclass(frozen=True)
class Column:
    """A column of a printed table: its head and its share of the width in per cent."""

    head: str
    width: int


def list_table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    name: str = "",
    caption: str = "",
    classes: Sequence[str] = (),
) -> Myst:
    """A table that breaks across printed pages; with a caption it has a number.

    ``rows`` hold MyST, one string a cell; a cell's first line may be an anchor. ``caption`` is
    MyST as well. ``name`` is what ``{numref}`` refers to. A table without rows says so in one.

    Raises:
        ValueError: a row has not one cell a column.
    """
    lines = [
        f"::::{{list-table}} {caption}".rstrip(),
        *([f":name: {name}"] if name else []),
        ":header-rows: 1",
        f":widths: {' '.join(str(column.width) for column in columns)}",
        f":class: {' '.join(('longtable', *classes))}",
        "",
    ]
    listed = list(rows) or [[quiet("none yet"), *("" for _ in columns[1:])]]
    for cells in ([escape(column.head) for column in columns], *listed):
        if len(cells) != len(columns):
            raise ValueError(
                f"{name or 'table'}: {len(cells)} cells in a table of {len(columns)} columns"
            )
        for position, cell in enumerate(cells):
            first, *more = cell.split("\n")
            lines.append(f"{'* ' if position == 0 else '  '}- {first}")
            lines += [f"    {line}" for line in more]
    return Myst("\n".join([*lines, "::::", ""]))
