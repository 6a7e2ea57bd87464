"""The copy of a notebook that a page offers: it runs outside the repository, with the data of the
site that it was downloaded from."""

from __future__ import annotations

import json
import re

import nbformat

from ..sources.chapterfiles import code_cells, read_notebook
from ..sources.recorded import is_recorded

_LOAD = re.compile(r"\b((?:sb|surveybook)\.load)\(\s*\)")


def copy_of(text: str, address: str) -> str:
    """The text of a notebook whose calls of ``sb.load()`` name the site at ``address``; as it is
    if that is not known, or if it is recorded, since its code is what was run."""
    notebook = read_notebook(text)
    if not address or is_recorded(notebook):
        return text
    named = json.dumps(address)
    changed = False
    for cell in code_cells(notebook):
        source = _LOAD.sub(lambda call: f"{call[1]}({named})", cell["source"])
        changed |= source != cell["source"]
        cell["source"] = source
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n" if changed else text
