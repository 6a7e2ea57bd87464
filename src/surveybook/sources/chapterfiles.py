"""Chapters as notebooks: MyST Markdown and ``.ipynb`` are read alike, as the book reads them."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import nbformat
from myst_nb.core.read import MystMetadataParsingError, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from nbformat import NotebookNode, reader

from .limits import LimitError, check_depth, check_yaml, parse_json

SUFFIXES = (".md", ".ipynb")
REQUIRES = "requires"
"""Where a chapter's metadata names the packages that its code needs beyond the book's own."""
NETWORK = "network"
"""Where a chapter's metadata says that its code uses the network: true or false."""
_ENTRY_LINK = re.compile(r"[(`<#]((?:model|dataset|database|study|resource)-[a-z0-9-]+)[>)`]")
_PACKAGE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")


class UnreadableChapterError(ValueError):
    """The text is no chapter; says why."""


def chapter_files(root: Path) -> list[Path]:
    """Every chapter file below book/, in path order."""
    return sorted(
        path
        for path in (root / "book").rglob("*")
        if path.suffix in SUFFIXES and not any(part.startswith(".") for part in path.parts[-2:])
    )


def linked_entries(root: Path) -> frozenset[str]:
    """The anchors of the entries that chapters link to in their text, such as "model-uni"."""
    found: set[str] = set()
    for path in chapter_files(root):
        found.update(_ENTRY_LINK.findall(path.read_text(encoding="utf-8", errors="replace")))
    return frozenset(found)


def read_notebook(text: str) -> NotebookNode:
    """A chapter's text as a notebook. What Markdown says in its front matter is the notebook's
    metadata; ``source_map`` there holds the line above each cell, counted from 0.

    Raises:
        UnreadableChapterError: the text is empty, its front matter is no YAML, or it is JSON and
            no notebook.
    """
    if not text.strip():
        raise UnreadableChapterError("it is empty")
    try:
        notebook = _read_json(text) if text.lstrip().startswith("{") else _read_myst(text)
        # Its outputs may be large; what its cells and its head say of themselves is not.
        check_depth([notebook["metadata"], *(cell["metadata"] for cell in notebook["cells"])])
        return notebook
    except RecursionError:
        raise UnreadableChapterError("it is nested too deeply") from None
    except nbformat.ValidationError as error:
        raise UnreadableChapterError(str(error).splitlines()[0]) from error
    except (MystMetadataParsingError, ValueError, LookupError, TypeError) as error:
        raise UnreadableChapterError(" ".join(str(error).split())) from error


def _read_json(text: str) -> NotebookNode:
    # Unlike nbformat.reads, it writes nothing to a log; the next but one call validates.
    parse_json(text)
    notebook = reader.reads(text)
    if notebook.get("nbformat") != 4:
        raise UnreadableChapterError("it is not in version 4 of the notebook format")
    nbformat.validate(notebook)
    return notebook


_HEAD = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_CELL_HEAD = re.compile(
    r"^[ \t]*(?:`{3,}|~{3,}|:{3,})\{[\w-]+\}[^\n]*\n[ \t]*---[ \t]*\n(.*?)^[ \t]*---[ \t]*$",
    re.MULTILINE | re.DOTALL,
)


def _read_myst(text: str) -> NotebookNode:
    # The reader would build whatever they stand for.
    for head in [*_HEAD.finditer(text), *_CELL_HEAD.finditer(text)]:
        try:
            check_yaml(textwrap.dedent(head[1]))
        except LimitError as error:
            line = text.count("\n", 0, head.start(1)) + max(error.line, 1)
            raise UnreadableChapterError(f"{error} (line {line})") from None
    notebook = read_myst_markdown_notebook(text, config=MdParserConfig(), add_source_map=True)
    for number, cell in enumerate(notebook["cells"]):
        # The reader draws them at random, and the same chapter must give the same page.
        cell["id"] = f"cell-{number}"
    return notebook


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that run, in order; the first is called code cell 1."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def required_packages(notebook: NotebookNode) -> tuple[list[str], list[object]]:
    """The packages that a chapter declares, and what stands there and is no name."""
    required = notebook["metadata"].get(REQUIRES)
    if required is None:
        return [], []
    if not isinstance(required, list):
        return [], [required]
    names = [entry for entry in required if isinstance(entry, str) and _PACKAGE.fullmatch(entry)]
    return names, [entry for entry in required if entry not in names]


def wants_network(notebook: NotebookNode) -> bool:
    """Whether a chapter declares that it uses the network."""
    return notebook["metadata"].get(NETWORK) is True
