"""Notebooks as they are committed: without what running them left behind, unless recorded."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from ..sources.chapterfiles import UnreadableChapterError, code_cells, read_notebook
from ..sources.recorded import is_recorded

_TIMES = ("execution", "ExecuteTime")
"""Where editors write into a cell's metadata when it ran."""


def traces(notebook: NotebookNode) -> list[str]:
    """What running left in a notebook, in words: which cells hold outputs or a run's number or
    times, and whether the state of widgets is kept."""
    found = []
    for number, cell in enumerate(code_cells(notebook), 1):
        left = [
            what
            for what, there in (
                ("outputs", cell.get("outputs")),
                ("the number of a run", cell.get("execution_count") is not None),
                ("the times of a run", any(name in cell["metadata"] for name in _TIMES)),
            )
            if there
        ]
        if left:
            found.append(f"code cell {number} holds {' and '.join(left)}")
    if "widgets" in notebook["metadata"]:
        found.append("the notebook holds the state of widgets")
    return found


def without_traces(text: str) -> str:
    """The text of a notebook without what running left in it; as it is if there is nothing, or
    if what it shows is recorded.

    Raises:
        UnreadableChapterError: the text is no notebook.
    """
    if not text.lstrip().startswith("{"):
        raise UnreadableChapterError("it is no JSON")
    notebook = read_notebook(text)
    if is_recorded(notebook) or not traces(notebook):
        return text
    for cell in code_cells(notebook):
        cell["outputs"] = []
        cell["execution_count"] = None
        for name in _TIMES:
            cell["metadata"].pop(name, None)
    notebook["metadata"].pop("widgets", None)
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"
