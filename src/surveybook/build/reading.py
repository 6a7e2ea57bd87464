"""What the cells of a process read of the data: by the catalog, which records it, or beside it.

A chapter that reads the data in any other way depends on all of them. So does one whose code could:
it imports what is not known to read nothing, or names what leads to files.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..catalog import load, record
from ..catalog.tracing import Asked, Trace
from ..sources.problems import SurveyError

_KNOWN_MODULES = {
    *("__future__", "collections", "dataclasses", "datetime", "functools", "itertools", "math"),
    *("operator", "random", "re", "statistics", "string", "textwrap", "typing"),
    *("IPython", "matplotlib", "numpy", "pandas", "surveybook"),
}
"""What reads no file of the book beside the catalog unless it is given a path; opening is seen."""
_LEAVING = {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen"}
"""Events after which another program may read what is not seen here."""
_NAMES = {"eval", "exec", "compile", "open", "globals", "vars"}
_ATTRIBUTES = {"root"}


class Reading:
    """Sees what this process reads from now on. There is no end to it: the process ends."""

    def __init__(self, root: Path, sources: Iterable[str]) -> None:
        self._root = root
        self._data = os.path.realpath(root / "data") + os.sep
        self._works = os.path.realpath(root / "references.bib")
        self._beside = not all(map(reads_by_catalog, sources))
        self._trace = Trace()
        record(self._trace)
        sys.addaudithook(self._see)

    def _see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _LEAVING:
            self._beside = True
        elif event == "open" and isinstance(arguments[0], (str, bytes)):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if path == self._works or path.startswith(self._data):
                self._beside = True

    def asked(self) -> Asked | None:
        """The record of what was asked of the catalog; None if data were read beside it."""
        try:
            return None if self._beside else self._trace.asked(load(self._root).untraced())
        except SurveyError:
            return None


def reads_by_catalog(source: str) -> bool:
    """Whether the code of a cell can read the book's data by the catalog alone."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        # A command of IPython, if not a fault.
        return False
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or "."]
        else:
            name, attribute = getattr(node, "id", ""), getattr(node, "attr", "")
            if name in _NAMES or attribute in _ATTRIBUTES or "__" in (name[:2], attribute[:2]):
                return False
            continue
        if any(module.partition(".")[0] not in _KNOWN_MODULES for module in modules):
            return False
    return True
