"""How wide the columns of a table are, from the widths of its words in its typeface."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .typefaces import width

SMALL, LARGE = 8.2, 9.2
"""Points of the letters in a table: of many columns, and of few."""
ROOMY = 4
"""Columns of a table whose letters can be large."""
PADDING = 6.0
"""Points that a column has beside its words."""
_SAFETY = 1.02
_UNBROKEN = 20
"""Letters of a table that stay together though there is no joint between them."""
_LONG = 13
"""Letters of a word that may be broken at its joints."""
_JOINT = re.compile(
    r"(?<=[/._:=?&+,|-])(?=[^\s])|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d{2})|(?<=\d)(?=[a-z]{3})"
)


@dataclass(frozen=True)
class Columns:
    """The widths of a table's columns in points, all together as wide as there is room; ``size``
    is that of the letters, ``excess`` what is lacking for the longest words, 0 or less where all
    fit."""

    widths: list[float]
    size: float
    excess: float


def pieces(text: str, *, longest: int = _LONG, unbroken: int = _UNBROKEN) -> Iterator[str]:
    """The parts of a text between which a line may end where it has no space.

    Words of ``longest`` letters or more are divided at their joints, else after ``unbroken``
    letters.
    """
    begin = 0
    for word in re.finditer(rf"\S{{{longest},}}", text):
        end = word.start()
        for piece in _broken(word[0], unbroken)[:-1]:
            end += len(piece)
            yield text[begin:end]
            begin = end
    yield text[begin:]


def _broken(word: str, unbroken: int) -> list[str]:
    return [
        piece[start : start + unbroken]
        for piece in _JOINT.split(word)
        for start in range(0, len(piece), unbroken)
    ]


def fit(
    columns: Sequence[Sequence[str]],
    given: Sequence[float] | None,
    room: float,
    *,
    bold_first: bool,
) -> Columns:
    """Share the room out among columns.

    Each gets at least what its longest word needs; the rest is shared after ``given`` shares, or
    where there are none after what the columns hold.

    Args:
        columns: the texts of each, its head first.
        given: the share of each that the author stated.
        room: points there are.
        bold_first: whether names in the first column are bold.
    """
    size = LARGE if len(columns) <= ROOMY else SMALL
    needed = [
        PADDING + size * _SAFETY * _widest(column, bold=bold_first and not position)
        for position, column in enumerate(columns)
    ]
    wanted = list(
        given
        or [sorted(map(len, column))[len(column) * 9 // 10] ** 0.7 + 0.1 for column in columns]
    )
    rest = max(0.0, room - sum(needed))
    return Columns(_shared(needed, wanted, sum(needed) + rest), size, sum(needed) - room)


def _shared(needed: Sequence[float], wanted: Sequence[float], room: float) -> list[float]:
    """The room divided after ``wanted``, no part below what is ``needed``."""
    fixed: set[int] = set()
    while True:
        free = room - sum(needed[at] for at in fixed)
        total = sum(share for at, share in enumerate(wanted) if at not in fixed)
        widths = [
            need if at in fixed or not total else free * share / total
            for at, (need, share) in enumerate(zip(needed, wanted, strict=True))
        ]
        short = {at for at, need in enumerate(needed) if widths[at] < need - 1e-6}
        if not short - fixed:
            return widths
        fixed |= short


def _widest(column: Sequence[str], *, bold: bool) -> float:
    head, *body = column
    return max(
        _longest_word(head, bold=True),
        max((_longest_word(text, bold=bold) for text in body), default=0.0),
    )


def _longest_word(text: str, *, bold: bool) -> float:
    words = (part for piece in pieces(text) for part in piece.split())
    return max((width(word, bold=bold) for word in words), default=0.0)
