"""What a run of TeX complains of, each with the chapter and the thing it is about.

TeX knows lines of the one document that Sphinx wrote. :class:`Manuscript` leads from there to
the chapter's file and to the table, figure or section that stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

TOLERANCE = 2.0
"""Points by which a line may stick out; more can be seen."""
_TOLERANCE_BELOW = 6.0
"""The same for a page of code that could not be cut to the point: half a line of its margin."""

_CHAPTER = re.compile(r"\\label\{\\detokenize\{([^}:]+)::doc\}\}")
_LABEL = re.compile(r"\\label\{\\detokenize\{[^}:]+:([^}:]+)\}\}")
_PAGE = re.compile(r"\[(\d+)(?=[\]\s{<])")
_OVERFULL = re.compile(r"Overfull \\([hv])box \(([\d.]+)pt too (?:wide|high)\)(.*)")
_MISSING = re.compile(r"Missing character: There is no (\S+)(?: \(U\+([0-9A-F]+)\))? in font (\S+)")
_UNDEFINED = re.compile(
    r"(Reference|Citation|Hyper reference) [`']([^']+)' .*undefined.*?(\d+)?\.$"
)
_FLOAT = re.compile(r"Float too large for page by ([\d.]+)pt on input line (\d+)")
_LINE = re.compile(r"lines? (\d+)")
_ERROR = re.compile(r"! (.*)")
_ERROR_LINE = re.compile(r"l\.(\d+) ")


class Manuscript:
    """The text of the TeX document, as places."""

    def __init__(self, tex: str):
        self.lines = tex.splitlines()

    @cached_property
    def _chapters(self) -> list[tuple[int, str]]:
        return self._marks(_CHAPTER)

    @cached_property
    def _labels(self) -> list[tuple[int, str]]:
        return self._marks(_LABEL)

    def _marks(self, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
        return [
            (number, found[1])
            for number, line in enumerate(self.lines, 1)
            for found in pattern.finditer(line)
        ]

    def place(self, line: int) -> str:
        """Such as "book/methods/language, tab-lfm-domain (TeX line 2512)"."""
        names = [_latest(self._chapters, line), _latest(self._labels, line)]
        named = ", ".join(filter(None, names))
        return f"{named} (TeX line {line})" if named else f"TeX line {line}"

    def line_of(self, character: str) -> int | None:
        """The first line that holds a character."""
        holding = (number for number, line in enumerate(self.lines, 1) if character in line)
        return next(holding, None)


def _latest(marks: list[tuple[int, str]], line: int) -> str:
    position = bisect_right(marks, (line, "\U0010ffff"))
    return marks[position - 1][1] if position else ""


def complaints(log: str, manuscript: Manuscript) -> list[str]:
    """What must not be in a printed book, one sentence each, the place first.

    Lines and boxes that stick out by more than :data:`TOLERANCE`, characters that the typeface
    lacks, references and citations without target, figures higher than a page, and errors.
    ``log`` must be unbroken (``max_print_line`` set high).
    """
    return list(dict.fromkeys(_complaints(log.splitlines(), manuscript)))


def _complaints(lines: list[str], manuscript: Manuscript) -> Iterator[str]:
    page = 0
    for number, line in enumerate(lines):
        if found := _OVERFULL.match(line):
            if float(found[2]) > (TOLERANCE if found[1] == "h" else _TOLERANCE_BELOW):
                kind = "wide" if found[1] == "h" else "high"
                where = _LINE.search(found[3])
                place = manuscript.place(int(where[1])) if where else f"page {page + 1}"
                yield f"{place}: something is {found[2]} pt too {kind} for the page"
        elif found := _MISSING.search(line):
            character = chr(int(found[2], 16)) if found[2] else found[1]
            at = manuscript.line_of(character)
            place = manuscript.place(at) if at else f"page {page + 1}"
            yield f"{place}: the typeface {found[3]} has no {character!r} (U+{ord(character):04X})"
        elif found := _UNDEFINED.search(line):
            place = manuscript.place(int(found[3])) if found[3] else f"page {page + 1}"
            yield f"{place}: {found[1].lower()} {found[2]!r} leads nowhere"
        elif found := _FLOAT.search(line):
            yield f"{manuscript.place(int(found[2]))}: a figure is {found[1]} pt too high"
        elif found := _ERROR.match(line):
            following = (_ERROR_LINE.match(each) for each in lines[number : number + 30])
            at_line = next((int(each[1]) for each in following if each), None)
            place = manuscript.place(at_line) if at_line else f"page {page + 1}"
            yield f"{place}: {found[1]}"
        else:
            # Only here: the other lines quote text, in which [12] is no page.
            for shown in _PAGE.finditer(line):
                page = int(shown[1])
