"""The code of chapters, read and never run: what it imports, and what a run left behind."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from packaging.utils import canonicalize_name

from ..editing.notebook import traces
from ..sources.chapterfiles import NETWORK, REQUIRES, code_cells, required_packages
from ..sources.manuscripts import Chapter
from ..sources.problems import Problem
from ..sources.requirements import (
    GROUP,
    PATH,
    Allowed,
    UnreadableProjectError,
    is_provided,
    provider,
    read_allowed,
)
from .shell import shell_escapes

_FORM = f"write '{REQUIRES}: [name, name]', names alone, whose versions {PATH} sets"


def check_code(root: Path, chapters: Iterable[Chapter]) -> list[Problem]:
    """Chapters of the book at ``root`` that can not be read, keep outputs, require what they may
    not, or import what they do not require."""
    try:
        allowed = read_allowed(root)
    except UnreadableProjectError as error:
        message = f"{PATH} does not say what chapters may use: {error}"
        found = [Problem(PATH, error.line, "unknown-requirement", message, "fix the file")]
        return found + [problem for chapter in chapters for problem in chapter.problems]
    return [problem for chapter in chapters for problem in _of_chapter(chapter, allowed)]


def _of_chapter(chapter: Chapter, allowed: Allowed) -> Iterator[Problem]:
    yield from chapter.problems
    name, text, notebook = chapter.name, chapter.text, chapter.notebook
    if text is None or notebook is None:
        return
    for trace in traces(notebook):
        yield Problem(name, 0, "notebook-output", trace, "run 'surveybook fmt' to take it out")
    yield from _shell_escapes(name, notebook, text)
    network = notebook["metadata"].get(NETWORK, False)
    if not isinstance(network, bool):
        message = f"'{NETWORK}: {network}' is neither true nor false"
        remedy = f"write '{NETWORK}: true' if the code uses the network, or take the line out"
        line = _line_of(rf'{NETWORK}"?\s*:', text)
        yield Problem(name, line, "malformed-network", message, remedy)
    names, misshapen = required_packages(notebook)
    line = _line_of(rf'{REQUIRES}"?\s*:', text)
    for shown in misshapen:
        message = f"'{shown}' is not a list of names"
        yield Problem(name, line, "unknown-requirement", message, _FORM)
    for package in names:
        if canonicalize_name(package) not in allowed.core | allowed.on_request:
            message = _not_allowed(package, allowed)
            remedy = f"do without it, or {_ask(package)}"
            yield Problem(name, line, "unknown-requirement", message, remedy)
    # One that is not allowed is reported once, and not for its imports as well.
    declared = {canonicalize_name(package) for package in names}
    usable = allowed.core | declared
    for module, statement in _imports(notebook).items():
        if not is_provided(module, usable):
            # In a notebook's file the line stands in quotation marks, its own ones escaped.
            forms = {statement, json.dumps(statement, ensure_ascii=False)[1:-1]}
            line = _line_of("|".join(map(re.escape, sorted(forms))), text)
            package = provider(module)
            told = module if module == package else f"{module} (of the package {package})"
            message = f"the code imports {told}, which this chapter does not declare"
            if package in allowed.on_request:
                remedy = f"add '{REQUIRES}: [{package}]' to the chapter's front matter or metadata"
            else:
                declare = "".join(f"declare {other}, " for other in sorted(allowed.on_request))
                remedy = f"do without it, {declare}or {_ask(package)}"
            yield Problem(name, line, "undeclared-import", message, remedy)


def _shell_escapes(name: str, notebook: NotebookNode, text: str) -> Iterator[Problem]:
    for escape in shell_escapes(notebook):
        forms = {escape.text, json.dumps(escape.text, ensure_ascii=False)[1:-1]}
        line = _line_of("|".join(map(re.escape, sorted(forms))), text)
        message = (
            f"code cell {escape.cell}, which begins with '{_short(escape.first_line)}', leaves "
            f"Python for the shell: '{_short(escape.text)}'"
        )
        if escape.installs:
            remedy = f"declare the package instead, by '{REQUIRES}: [name]'"
        else:
            remedy = (
                f"do it in Python; a package that is needed is declared by '{REQUIRES}: [name]'"
            )
        yield Problem(name, line, "shell-escape", message, remedy)


def _short(line: str) -> str:
    return line if len(line) <= 60 else f"{line[:57]}..."


def _not_allowed(package: str, allowed: Allowed) -> str:
    listed = ", ".join(sorted(allowed.on_request)) or "none yet"
    always = ", ".join(sorted(allowed.core)) or "none"
    return (
        f"chapters may not require '{package}': allowed are {listed}, and without asking the "
        f"book's own packages {always}"
    )


def _ask(package: str) -> str:
    return (
        f"propose {package} for the group '{GROUP}' of {PATH} in the pull request, saying what "
        "the chapter needs it for"
    )


def _imports(notebook: NotebookNode) -> dict[str, str]:
    """The top-level modules that the code imports, each with the line that does so first."""
    found: dict[str, str] = {}
    for cell in code_cells(notebook):
        # A notebook's own commands, such as %timeit, are no Python until this.
        source = TransformerManager().transform_cell(cell["source"])
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            # Whoever builds the book is told by the chapter's failure.
            continue
        lines = source.splitlines()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            else:
                continue
            for name in names:
                found.setdefault(name.split(".")[0], lines[node.lineno - 1].strip())
    return found


def _line_of(pattern: str, text: str) -> int:
    """The 1-based line of a chapter's text that begins with the pattern first; 0 if none
    does."""
    match = re.search(rf'^[ \t]*("source": )?"?({pattern})', text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 0
