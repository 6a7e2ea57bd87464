"""What chapters may be written with: Markdown, and the directives and roles of a list.

HTML, and directives that bring it or read files, would let text become code on a page or bring
the builder's files onto it. Whatever :mod:`markupwords` does not list is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from ..sources.celllabels import table_faults, table_label
from ..sources.cellnames import cell_name
from ..sources.headings import lines_without_space
from ..sources.manuscripts import Chapter
from ..sources.problems import Problem
from ..sources.webaddress import shortened
from .reach import Reach
from .walk import Walk


def check_markup(root: Path, chapters: Iterable[Chapter], listed: Collection[str]) -> list[Problem]:
    """What is written in chapters that may not be, and what they refer to without reaching it;
    those that are ``listed``, by their files without suffix, must have a title."""
    reach = Reach(root)
    problems: list[Problem] = []
    for chapter in chapters:
        if chapter.notebook is None or chapter.text is None:
            continue
        walk = Walk(chapter.name, reach)
        walk.front_matter(chapter)
        if chapter.name.endswith(".md"):
            walk.text(chapter.text, 1)
        else:
            _cells(walk, chapter)
        _table_captions(walk, chapter)
        problems += walk.problems
        if chapter.name.rsplit(".", 1)[0] in listed and not walk.titled and not walk.problems:
            message = "the chapter cannot be read: it has no title"
            if chapter.name.endswith(".ipynb"):
                remedy = "begin its first cell, a Markdown cell, with '# Title'"
            else:
                remedy = "begin its text with '# Title'"
            problems.append(Problem(chapter.name, 0, "unreadable-chapter", message, remedy))
    return problems


def _cells(walk: Walk, chapter: Chapter) -> None:
    """Look at the cells of a notebook that hold text."""
    assert chapter.notebook is not None
    walk.any_level_titles = True
    for number, cell in enumerate(chapter.notebook["cells"]):
        line = chapter.line_of(number)
        step = chapter.line_of(number, 1) - line
        walk.cell = f"{cell_name(chapter.notebook, number)}: "
        walk.carrier = cell
        if cell["cell_type"] == "raw":
            walk.report(line, "it is a raw cell", "make it Markdown")
        elif cell["cell_type"] == "markdown":
            for offset in lines_without_space(cell["source"]):
                shown = cell["source"].split("\n")[offset].strip()
                message = f"'{shortened(shown)}' is no heading: no space follows its #"
                remedy = f"write '{shortened(re.sub('^#+', lambda marks: marks[0] + ' ', shown))}'"
                walk.report(line + offset * step, message, remedy)
            walk.text(cell["source"], line, step)
    walk.cell = ""


def _table_captions(walk: Walk, chapter: Chapter) -> None:
    """Look at what the metadata of cells say of the tables that they show."""
    assert chapter.notebook is not None
    for number, cell in enumerate(chapter.notebook["cells"]):
        line = 0 if chapter.name.endswith(".md") else chapter.line_of(number)
        walk.cell = f"{cell_name(chapter.notebook, number)}, "
        for message, remedy in table_faults(cell):
            walk.report(line, message, remedy, "malformed-caption")
        if label := table_label(cell):
            walk.text(label.caption, line, 0)
    walk.cell = ""
