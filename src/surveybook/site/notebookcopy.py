"""The copy of a notebook that a page offers, and what it needs.

The copy runs outside the repository, with the data of the site that it was downloaded from.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat

from ..sources.chapterfiles import code_cells, read_notebook, required_packages
from ..sources.recorded import is_recorded
from ..sources.recordings import recording_of
from ..sources.requirements import versions

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


def requirements_of(root: Path, path: Path, package: str) -> str:
    """The text of a requirements file for the notebook at ``path``: the lock of a recorded one, for
    another what it imports beside the book's ``package``; "" if that is not known."""
    notebook = read_notebook(path.read_text(encoding="utf-8"))
    if is_recorded(notebook):
        lock = recording_of(root, path, notebook).lock
        return lock.read_text(encoding="utf-8") if lock.is_file() else ""
    if not package:
        return ""
    names, _ = required_packages(notebook)
    lines = [package, "ipykernel", *(each.replace(" ", "==") for each in versions(names))]
    return "".join(f"{line}\n" for line in lines)
