"""What the drawn diagrams show of data: words, images, bars, embeddings.

Data have the colour of the family that reads them. Units are hundredths of an inch, y points
down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, Rectangle

from .drawing import FAMILY_COLOURS, OTHER, TEXT

SIZE, SMALL = 10.0, 9.0
"""Points of names and of remarks."""
TEXT_COLOUR, IMAGE_COLOUR = FAMILY_COLOURS["LFM"], FAMILY_COLOURS["VFM"]
_HIDDEN = "#c3c9d0"
Point = tuple[float, float]


@dataclass(frozen=True)
class Part:
    """Something on a sheet, by the corners of its box."""

    name: str
    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> Point:
        """The middle of the left side."""
        return self.x, self.y + self.height / 2

    @property
    def right(self) -> Point:
        """The middle of the right side."""
        return self.x + self.width, self.y + self.height / 2

    @property
    def top(self) -> Point:
        """The middle of the upper side."""
        return self.x + self.width / 2, self.y

    @property
    def bottom(self) -> Point:
        """The middle of the lower side."""
        return self.x + self.width / 2, self.y + self.height


@dataclass
class Surface:
    """Axes on which data are drawn; each method draws one thing and says where it is."""

    axes: Axes

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SIZE,
        colour: str = TEXT,
        weight: str = "normal",
        align: str = "center",
    ) -> None:
        """One line of text around a point."""
        self.axes.text(
            x, y, words, ha=align, va="center", fontsize=size, color=colour, fontweight=weight
        )

    def words(
        self,
        words: Sequence[str],
        x: float,
        y: float,
        *,
        widths: Sequence[float],
        name: str,
        hidden: Iterable[int] = (),
        height: float = 24,
        gap: float = 4,
        colour: str = TEXT_COLOUR,
    ) -> Part:
        """Tokens in a row, each as wide as ``widths`` says; hidden ones are filled grey."""
        left, hidden = x, set(hidden)
        for number, (word, width) in enumerate(zip(words, widths, strict=True)):
            fill = OTHER if number in hidden else colour
            self.axes.add_patch(Rectangle((left, y), width, height, facecolor="white", linewidth=0))
            self.axes.add_patch(
                Rectangle(
                    (left, y),
                    width,
                    height,
                    facecolor=fill,
                    edgecolor=fill,
                    alpha=0.55 if number in hidden else 0.18,
                    linewidth=0,
                )
            )
            self.axes.add_patch(
                Rectangle((left, y), width, height, facecolor="none", edgecolor=fill, linewidth=1.0)
            )
            self.text(left + width / 2, y + height / 2, word)
            left += width + gap
        return Part(name, x, y, left - gap - x, height)

    def image(
        self,
        x: float,
        y: float,
        size: float,
        *,
        name: str,
        label: str | None = None,
        organ: bool = True,
        mask: bool = False,
        patches: int = 0,
        hidden: Iterable[int] = (),
        pasted: Point | None = None,
        window: tuple[float, float, float] | None = None,
        view: tuple[float, float, float] = (0, 0, 1),
        faint: bool = False,
    ) -> Part:
        """A stylised slice of the chest.

        ``mask`` fills the lungs; ``patches`` a side cut it up, of which the ``hidden`` ones, by
        number, are covered; ``pasted`` is the corner, from 0 to 1, of a piece of another image;
        ``window`` is the corner and side of a view that is marked in it, ``view`` that of the
        view that is all that is shown.
        """
        colour = IMAGE_COLOUR
        # Images of a batch lie on each other.
        frame = Rectangle((x, y), size, size, facecolor="white", linewidth=0)
        self.axes.add_patch(frame)
        self.axes.add_patch(
            Rectangle((x, y), size, size, facecolor=colour, alpha=0.10, linewidth=0)
        )
        if organ:
            whole = size / view[2]
            corner = (x - view[0] * whole, y - view[1] * whole)
            self._chest(corner, whole, frame, colour, mask=mask, faint=faint)
        if pasted is not None:
            side = 0.38 * size
            left, top = x + pasted[0] * size, y + pasted[1] * size
            self.axes.add_patch(
                Rectangle((left, top), side, side, facecolor=OTHER, alpha=0.8, linewidth=0)
            )
            self.axes.add_patch(
                Rectangle(
                    (left, top),
                    side,
                    side,
                    facecolor="none",
                    edgecolor=TEXT,
                    hatch="///",
                    linewidth=1,
                )
            )
        if patches:
            self._patches(x, y, size, patches, set(hidden), colour)
        if window is not None:
            self.axes.add_patch(
                Rectangle(
                    (x + window[0] * size, y + window[1] * size),
                    window[2] * size,
                    window[2] * size,
                    facecolor="none",
                    edgecolor=TEXT,
                    linewidth=1.3,
                    linestyle=(0, (3, 2)),
                )
            )
        self.axes.add_patch(
            Rectangle((x, y), size, size, facecolor="none", edgecolor=colour, linewidth=1.0)
        )
        if label:
            for number, line in enumerate(label.split("\n")):
                self.text(x + size / 2, y + size + 11 + number * 15.5, line, size=SMALL)
        return Part(name, x, y, size, size)

    def _chest(
        self,
        corner: Point,
        size: float,
        frame: Rectangle,
        colour: str,
        *,
        mask: bool,
        faint: bool,
    ) -> None:
        """Chest wall, lungs and spine, clipped to ``frame``."""
        strength = 0.35 if faint else 1.0
        for middle, across, along, filled in (
            ((0.5, 0.52), 0.86, 0.70, False),
            ((0.30, 0.49), 0.25, 0.46, mask),
            ((0.70, 0.49), 0.25, 0.46, mask),
            ((0.5, 0.75), 0.13, 0.13, False),
        ):
            organ = Ellipse(
                (corner[0] + middle[0] * size, corner[1] + middle[1] * size),
                across * size,
                along * size,
                facecolor=colour if filled else "none",
                edgecolor=colour,
                linewidth=1.2,
                alpha=0.8 * strength if filled else strength,
            )
            self.axes.add_patch(organ)
            organ.set_clip_path(frame)

    def _patches(
        self, x: float, y: float, size: float, count: int, hidden: set[int], colour: str
    ) -> None:
        side = size / count
        for number in range(count * count):
            row, column = divmod(number, count)
            corner = (x + column * side, y + row * side)
            if number in hidden:
                self.axes.add_patch(Rectangle(corner, side, side, facecolor=_HIDDEN, linewidth=0))
            self.axes.add_patch(
                Rectangle(
                    corner, side, side, facecolor="none", edgecolor=colour, linewidth=0.6, alpha=0.7
                )
            )

    def bars(
        self,
        x: float,
        y: float,
        shares: Sequence[float],
        *,
        name: str,
        labels: Sequence[str] | None = None,
        width: float = 60,
        height: float = 14,
        gap: float = 5,
        label_width: float = 0,
    ) -> Part:
        """Horizontal bars, such as probabilities or the numbers of an embedding."""
        for number, share in enumerate(shares):
            top = y + number * (height + gap)
            if labels:
                self.text(x + label_width - 5, top + height / 2, labels[number], align="right")
            self.axes.add_patch(
                Rectangle(
                    (x + label_width, top),
                    max(share, 0.02) * width,
                    height,
                    facecolor=OTHER,
                    linewidth=0,
                )
            )
        return Part(name, x, y, label_width + width, len(shares) * height + (len(shares) - 1) * gap)

    def vector(
        self,
        x: float,
        y: float,
        shades: Sequence[float],
        *,
        name: str,
        side: float = 11,
        colour: str = OTHER,
    ) -> Part:
        """An embedding: numbers in a column, darker where they are larger."""
        for number, shade in enumerate(shades):
            self.axes.add_patch(
                Rectangle(
                    (x, y + number * side),
                    side,
                    side,
                    facecolor=colour,
                    edgecolor=colour,
                    alpha=0.15 + 0.75 * shade,
                    linewidth=0,
                )
            )
        height = side * len(shades)
        self.axes.add_patch(
            Rectangle((x, y), side, height, facecolor="none", edgecolor=colour, linewidth=0.9)
        )
        return Part(name, x, y, side, height)
