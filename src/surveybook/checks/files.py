"""The book's files as files: links out of it, names, texts that no other check reads.

Whatever lies in book/_static is published as it is, so each of its files must be one that git has.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ..sources.bookfiles import FILES, FOLDERS
from ..sources.characters import odd_characters
from ..sources.problems import Problem
from ..sources.repository import GitError, git
from ..sources.textfiles import leads_outside, read_source
from ..sources.yamlfiles import parse_settings

CITATION = "CITATION.cff"
_STATIC = "book/_static"
# Those that no other reader opens; images and fonts are no texts.
_TEXTS = (".css", ".js", ".mjs", ".svg", ".html", ".htm", ".xml", ".txt", ".json", ".yml", ".yaml")
_CITED_BY = ("cff-version", "message", "title", "authors", "version", "date-released")
_ACTIVE = re.compile(
    r"<script|\son\w+\s*=|javascript:|<foreignobject|<iframe|<!entity|"
    r"""(?:href|src)\s*=\s*["']?\s*(?:https?:)?//""",
    re.IGNORECASE,
)
_FETCHING = re.compile(
    r"""@import\s+(?:url\()?\s*["']?\s*(?:https?:)?//|url\(\s*["']?\s*(?:https?:)?//""",
    re.IGNORECASE,
)
_IMPORTING = re.compile(
    r"""\b(?:from|import)\s*\(?\s*["'](?:https?:)?//|importScripts\(\s*["'](?:https?:)?//"""
)


def check_files(root: Path) -> list[Problem]:
    """Problems of files below ``root`` that are none of a table, a work or a chapter."""
    problems = [*_ignored(root)]
    for path in [*(root / name for name in FILES), *_walk(root)]:
        name = path.relative_to(root).as_posix()
        if not os.path.lexists(path):
            continue
        shown = "".join(letter if letter.isprintable() else "�" for letter in name)
        for odd in odd_characters(path.name):
            message = f"the name of the file holds {odd.what}"
            problems.append(Problem(shown, 0, "forbidden-character", message, "rename the file"))
        outside = leads_outside(root, path)
        if outside and not _is_read_elsewhere(name):
            remedy = "put the file itself there"
            problems.append(Problem(shown, 0, "outside-file", outside, remedy))
        elif path.is_dir():
            continue
        elif name == CITATION:
            problems += _citation(root)
        elif name == "pyproject.toml" or (
            name.startswith(f"{_STATIC}/") and path.suffix.lower() in _TEXTS
        ):
            problems += _text(root, name)
    return problems


def _walk(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        if (root / folder).is_symlink():
            yield root / folder
            continue
        for place, folders, files in os.walk(root / folder):
            yield from (Path(place) / name for name in sorted([*folders, *files]))


def _is_read_elsewhere(name: str) -> bool:
    """Whether a reader of its own reports what the file is."""
    chapter = name.startswith("book/") and name.endswith((".md", ".ipynb"))
    table = re.fullmatch(r"data/[^/]*\.(csv|json)", name)
    return bool(chapter or table or name in ("_config.yml", "_toc.yml", "references.bib"))


def _text(root: Path, name: str) -> list[Problem]:
    text, problems = read_source(root, name)
    # An empty style sheet or script does nothing, and that is all.
    problems = [problem for problem in problems if problem.code != "empty-file"]
    patterns = {
        ".svg": (_ACTIVE, "an image", "would run, or fetch from another host"),
        ".html": (_ACTIVE, "a page", "would run, or fetch from another host"),
        ".htm": (_ACTIVE, "a page", "would run, or fetch from another host"),
        ".css": (_FETCHING, "a style sheet", "is fetched from another host"),
        ".js": (_IMPORTING, "a script", "is fetched from another host"),
        ".mjs": (_IMPORTING, "a script", "is fetched from another host"),
    }
    pattern, what, does = patterns.get(Path(name).suffix.lower(), (None, "", ""))
    match = pattern.search(text) if pattern and text else None
    if match and text:
        line = text.count("\n", 0, match.start()) + 1
        message = f"{what} holds '{match[0].strip()}', which {does}"
        remedy = "keep what it needs in the book, and scripts in files of their own"
        problems.append(Problem(name, line, "forbidden-markup", message, remedy))
    return problems


def _citation(root: Path) -> list[Problem]:
    text, problems = read_source(root, CITATION)
    if text is None:
        return problems
    settings, found = parse_settings(CITATION, text, "bad-citation-file")
    problems += found
    if settings is None:
        return problems
    citation = settings.value if isinstance(settings.value, dict) else {}
    missing = [name for name in _CITED_BY if not citation.get(name)]
    if missing:
        message = f"it lacks {', '.join(missing)}"
        remedy = "add it: the book is cited by it"
        problems.append(Problem(CITATION, 0, "bad-citation-file", message, remedy))
    elif not isinstance(citation["authors"], list):
        line = settings.line(("authors",))
        message, remedy = "its authors are no list", "write '- name: …' or '- family-names: …'"
        problems.append(Problem(CITATION, line, "bad-citation-file", message, remedy))
    elif not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(citation["date-released"])):
        line = settings.line(("date-released",))
        message = f"date-released is '{citation['date-released']}'"
        remedy = "write a day as YYYY-MM-DD"
        problems.append(Problem(CITATION, line, "bad-citation-file", message, remedy))
    return problems


def _ignored(root: Path) -> Iterator[Problem]:
    """Files that would be published although git does not have them."""
    if not (root / _STATIC).is_dir():
        return
    listing = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", _STATIC)
    try:
        names = git(root, *listing).decode("utf-8", "replace").split("\0")
    except GitError:
        return
    for name in filter(None, names):
        message = "the file would be published, and git ignores it"
        yield Problem(name, 0, "outside-file", message, "move it, or let git have it")
