"""What a model comes from and what came from it, as a small drawing: lines of names, each
indented below what it starts from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..catalog import Catalog
from ..views.entries import STATES

_STEP = 22
_HEIGHT = 26
_WIDEST = 356
"""Pixels of a drawing at most: it stands as it is on a phone."""
_TEXT = 13
"""From the middle of a dot to its name."""
_WIDE, _NARROW, _BOLD = 11.5, 8.9, 1.12
"""Pixels of a capital, of another letter, and how much wider bold ones are, in a wide typeface."""
_MOST = 8
"""As many descendants are drawn."""


@dataclass(frozen=True)
class Line:
    """A name in the drawing, at the middle of its dot (``x``, ``y``), with the path from what it
    starts from; ``family`` colours it, if it is an entry; ``own`` marks the page's own."""

    text: str
    x: int
    y: int
    path: str
    family: str = ""
    own: bool = False


@dataclass(frozen=True)
class Drawing:
    """The lines from top to bottom, the size in pixels, and what it shows, in words."""

    lines: tuple[Line, ...]
    width: int
    height: int
    told: str


@dataclass(frozen=True)
class _Place:
    name: str
    depth: int
    parents: tuple[int, ...] = ()
    """The places of what it starts from."""
    family: str = ""
    own: bool = False


class Lineages:
    """The drawings of a catalog's models."""

    def __init__(self, catalog: Catalog):
        self.models = {row["id"]: row.cells for row in catalog.rows["models"]}

    def of(self, model: str) -> Drawing | None:
        """The bases of a model, those of the bases, and what starts from it; None if there is
        neither."""
        bases = self._bases(model)
        children = self._children.get(model, [])
        if not bases and not children:
            return None
        places: list[_Place] = []
        deep = any(self._bases(base) for base in bases)
        level = (1 if bases else 0) + (1 if deep else 0)
        parents = []
        for base in bases:
            above = []
            for earlier in self._bases(base)[:2]:
                above.append(len(places))
                places.append(self._place(earlier, 0))
            parents.append(len(places))
            places.append(self._place(base, level - 1, above))
        own = len(places)
        places.append(self._place(model, level, parents, own=True))
        for child in children[:_MOST]:
            places.append(self._place(child, level + 1, [own]))
        if len(children) > _MOST:
            left = f"and {len(children) - _MOST} more"
            places.append(_Place(left, level + 1, (own,)))
        return _drawing(places, self._told(model, bases, children))

    def _place(
        self, name: str, depth: int, parents: Sequence[int] = (), *, own: bool = False
    ) -> _Place:
        cells = self.models.get(name)
        if cells is None:
            return _Place(name, depth, tuple(parents))
        return _Place(cells["name"], depth, tuple(parents), cells["family"], own)

    def _bases(self, model: str) -> list[str]:
        cells = self.models.get(model)
        cell = cells["derived_from"] if cells else ""
        return [base for base in ([] if cell in STATES else cell.split("; ")) if base != model]

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        children: dict[str, list[str]] = {}
        for model in self.models:
            for base in self._bases(model):
                if base in self.models:
                    children.setdefault(base, []).append(model)
        return children

    def _told(self, model: str, bases: list[str], children: list[str]) -> str:
        own = self._name(model)
        parts = []
        if bases:
            parts.append(f"{own} starts from {', '.join(map(self._name, bases))}")
            for base in bases:
                if self._bases(base):
                    earlier = ", ".join(map(self._name, self._bases(base)))
                    parts.append(f"{self._name(base)} from {earlier}")
        if children:
            named = ", ".join(map(self._name, children[:_MOST]))
            more = f" and {len(children) - _MOST} more" if len(children) > _MOST else ""
            parts.append(f"from {own} start {named}{more}")
        return "; ".join(parts) + "."

    def _name(self, model: str) -> str:
        cells = self.models.get(model)
        return cells["name"] if cells else model


def _drawing(places: Sequence[_Place], told: str) -> Drawing:
    spots = [(8 + _STEP * place.depth, _HEIGHT * row + 14) for row, place in enumerate(places)]
    lines = []
    for place, (x, y) in zip(places, spots, strict=True):
        paths = [f"M{spots[each][0]} {spots[each][1]}V{y}H{x}" for each in place.parents]
        text = _shortened(place.name, _WIDEST - x - _TEXT, own=place.own)
        lines.append(Line(text, x, y, "".join(paths), place.family, place.own))
    width = max(line.x + _TEXT + _pixels(line.text, own=line.own) for line in lines)
    return Drawing(tuple(lines), math.ceil(width), _HEIGHT * len(places) + 4, told)


def _shortened(name: str, room: float, *, own: bool) -> str:
    """A name, cut where it would be wider than its room."""
    text = name
    while _pixels(text, own=own) > room:
        text = f"{text.removesuffix('…')[:-1]}…"
    return text


def _pixels(text: str, *, own: bool) -> float:
    """How wide a text is at most, in letters of 14 pixels; the page's own stands in bold."""
    width = sum(_WIDE if letter.isupper() or letter in "mw—…" else _NARROW for letter in text)
    return width * (_BOLD if own else 1)
