"""Names beside the marks of a scatter plot, where they cover neither a mark nor a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from .drawing import TEXT

Point = tuple[float, float]
_GAP = 6.0
"""Points between a mark and its name."""
_STEP = 10.0
"""Points by which a name without room is moved on."""
_FURTHEST = 4


def name_points(
    axes: Axes, named: Sequence[tuple[str, Point]], marks: Sequence[Point], radius: float = 3.0
) -> None:
    """Write each name beside its point; ``marks`` are all points, ``radius`` theirs in points.

    Points are in data coordinates, and the limits of ``axes`` must be set. A name stands left
    of its point, else right, above, below, else further off; if nothing is free, left.
    """
    # Only drawing settles where the axes are.
    drawing = axes.get_figure(root=True)
    assert drawing
    drawing.draw_without_rendering()
    scale = drawing.dpi / 72
    grown = radius * scale
    taken = [
        Bbox([[x - grown, y - grown], [x + grown, y + grown]])
        for x, y in map(axes.transData.transform, marks)
    ]
    for name, point in named:
        label = axes.annotate(
            name, point, xytext=(0, 0), textcoords="offset points", fontsize=8.5, color=TEXT
        )
        places = list(_places())
        for offset, across, along in (*places, places[0]):
            label.set(position=offset, ha=across, va=along)
            box = label.get_window_extent()
            inside = axes.bbox.x0 <= box.x0 and box.x1 <= axes.bbox.x1 + grown
            if inside and not any(box.overlaps(other) for other in taken):
                break
        taken.append(box)


def _places() -> Iterator[tuple[Point, str, str]]:
    """Offsets in points with their alignments, the best first."""
    for further in range(_FURTHEST):
        off = further * _STEP
        yield (-_GAP, -off), "right", "center"
        yield (_GAP, -off), "left", "center"
        yield (0.0, _GAP + off), "center", "bottom"
        yield (0.0, -_GAP - off), "center", "top"
