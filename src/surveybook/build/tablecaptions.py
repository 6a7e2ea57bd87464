"""The caption and the name that a cell gives to the table it shows, put on the table, so that it
has a number and can be referred to."""

from __future__ import annotations

from nbformat import NotebookNode

from ..sources.celllabels import table_label
from ..sources.chapterfiles import code_cells
from ..views.frames import captioned


def caption_tables(notebook: NotebookNode) -> None:
    """Put the captions on the tables of a notebook that has its outputs, in place.

    A table with a caption is one of the book's own: pandas' HTML of it is left out.
    """
    for cell in code_cells(notebook):
        label = table_label(cell)
        for output in cell["outputs"] if label else ():
            data = output.get("data", {})
            shown = data.get("text/markdown", "")
            text = "".join(shown) if isinstance(shown, list) else str(shown)
            if label and (made := captioned(text, label.name, label.caption)):
                data["text/markdown"] = str(made)
                data.pop("text/html", None)
                # The name is that of one table.
                break
