"""The vocabulary of the drawn diagrams: networks, data, arrows, errors on one sheet.

Weights that are trained are filled and say so, frozen ones are faint and say so; data have
the colour of the family that reads them; a dashed arrow is an error or a reward that changes
weights. Units are hundredths of an inch, y points down.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd
from matplotlib.figure import Figure as MplFigure
from matplotlib.patches import FancyBboxPatch

from .drawing import OTHER, TEXT, Figure, bare, style
from .glyphs import SIZE, SMALL, Part, Point, Surface

WIDTH = 480.0
TRAINED, FROZEN = "trained", "frozen"
_TITLE = 30.0
_LINE = 15.5


@dataclass
class Sheet(Surface):
    """A drawing surface that keeps what was drawn, one row a connection."""

    connections: list[tuple[str, str, str]] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)

    def network(
        self,
        name: str,
        x: float,
        y: float,
        width: float,
        height: float,
        state: str,
        remark: str | None = None,
    ) -> Part:
        """Weights: dark if ``state`` is trained, light if it is not; the state stands below the
        name, in the words of ``remark`` if there are any."""
        trained = state == TRAINED
        self._rounded(
            x,
            y,
            width,
            height,
            facecolor=TEXT if trained else OTHER,
            edgecolor=TEXT,
            alpha=1.0 if trained else 0.25,
        )
        if not trained:
            self._rounded(x, y, width, height, facecolor="none", edgecolor=TEXT)
        colour = "white" if trained else TEXT
        below = state if remark is None else remark
        lines = [*name.split("\n"), *(below.split("\n") if below else [])]
        heading = len(name.split("\n"))
        start = y + height / 2 - (len(lines) - 1) * _LINE / 2
        for number, line in enumerate(lines):
            self.text(
                x + width / 2,
                start + number * _LINE,
                line,
                colour=colour,
                weight="bold" if number < heading else "normal",
                size=SIZE if number < heading else SMALL,
            )
        called = " ".join(name.split())
        self.states[called] = state
        return Part(called, x, y, width, height)

    def frame(self, name: str, x: float, y: float, width: float, height: float) -> Part:
        """A border around parts that belong together, with its name above."""
        self._rounded(x, y, width, height, facecolor="none", edgecolor=OTHER)
        self.text(x + width / 2, y - 9, name, size=SMALL)
        return Part(name, x, y, width, height)

    def pill(self, name: str, x: float, y: float, width: float, height: float = 26) -> Part:
        """What compares: an error, a reward."""
        self._rounded(x, y, width, height, facecolor="none", edgecolor=TEXT, rounding=height / 2)
        self.text(x + width / 2, y + height / 2, name)
        return Part(name, x, y, width, height)

    def arrow(
        self,
        source: Part,
        target: Part,
        *,
        through: Sequence[Point] | None = None,
        label: str | None = None,
        at: Point | None = None,
        align: str = "center",
        kind: str = "passes on to",
    ) -> None:
        """An arrow between two parts, straight from side to side or along the points
        ``through``; ``label`` stands ``at`` a point."""
        points = list(through or (source.right, target.left))
        self._line(points, dashed=False)
        self._note(source, target, kind, label, at, align)

    def correction(
        self,
        source: Part,
        target: Part,
        through: Sequence[Point],
        *,
        label: str | None = None,
        at: Point | None = None,
        align: str = "center",
    ) -> None:
        """The dashed arrow of an error or a reward that changes the weights of ``target``."""
        self._line(list(through), dashed=True)
        self._note(source, target, "changes the weights of", label, at, align)

    def _note(
        self,
        source: Part,
        target: Part,
        kind: str,
        label: str | None,
        at: Point | None,
        align: str,
    ) -> None:
        self.connections.append((source.name, kind, target.name))
        if label and at:
            self.text(*at, label, size=SMALL, align=align)

    def _line(self, points: list[Point], *, dashed: bool) -> None:
        pattern = (0, (3, 2)) if dashed else "solid"
        if len(points) > 2:
            across, along = zip(*points[:-1], strict=True)
            self.axes.plot(
                across,
                along,
                color=TEXT,
                linewidth=1.1,
                linestyle=pattern,
                solid_joinstyle="round",
            )
        self.axes.annotate(
            "",
            xy=points[-1],
            xytext=points[-2],
            arrowprops={
                "arrowstyle": "-|>",
                "color": TEXT,
                "linewidth": 1.1,
                "linestyle": pattern,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )

    def _rounded(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        facecolor: str,
        edgecolor: str,
        alpha: float = 1.0,
        rounding: float = 7,
    ) -> None:
        self.axes.add_patch(
            FancyBboxPatch(
                (x, y),
                width,
                height,
                boxstyle=f"round,pad=0,rounding_size={rounding}",
                facecolor=facecolor,
                edgecolor=edgecolor,
                alpha=alpha,
                linewidth=1.1,
            )
        )


def drawn(
    name: str,
    title: str,
    caption: str,
    alt: str,
    height: float,
    draw: Callable[[Sheet], None],
) -> Figure:
    """The figure of a diagram ``height`` high, whose parts ``draw`` puts on a sheet.

    Its numbers are its connections: which part acts on which, and whether its weights change.
    """
    lines = textwrap.wrap(title, 54)
    above = _TITLE + (len(lines) - 1) * 18
    with style():
        whole = height + above
        drawing = MplFigure(figsize=(WIDTH / 100, whole / 100))
        # The parts have their places already.
        drawing.set_layout_engine("none")
        axes = drawing.add_axes((0.0, 0.0, 1.0, height / whole))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        bare(axes)
        drawing.text(
            0.008,
            1 - 4 / whole,
            "\n".join(lines),
            ha="left",
            va="top",
            fontsize=11,
            fontweight="bold",
        )
        sheet = Sheet(axes)
        draw(sheet)
    rows = [
        (source, kind, target, sheet.states.get(target, ""))
        for source, kind, target in sheet.connections
    ]
    columns = ["part", "relation", "other part", "weights of the other part"]
    return Figure(name, caption, alt, pd.DataFrame(rows, columns=columns), drawing)


def shades(count: int, turn: float) -> list[float]:
    """Made-up numbers of an embedding from 0 to 1, another row for another ``turn``."""
    return [0.5 + 0.5 * math.sin(2.1 * number + turn) for number in range(count)]
