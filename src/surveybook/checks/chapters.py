"""Chapters against the rest: the table of contents, and the works they cite."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from ..catalog import Catalog
from ..sources.chapterfiles import SUFFIXES, chapter_files, citations
from ..sources.contents import PATH as TOC
from ..sources.contents import listed_chapters
from ..sources.problems import Problem
from ..sources.webaddress import shortened
from .cells import knows_work, nearest


def check_chapters(catalog: Catalog) -> list[Problem]:
    """Files that _toc.yml and book/ disagree about, and citations of unknown works."""
    problems = []
    listed, toc_problems = listed_chapters(catalog.root)
    problems += toc_problems
    present = chapter_files(catalog.root)
    if listed and not toc_problems:
        problems += _toc_against_files(listed, present, catalog.root)
    for path in present:
        name = path.relative_to(catalog.root).as_posix()
        for line, key in citations(path):
            if not knows_work(catalog, key):
                message = f"'{shortened(key)}' is not in references.bib"
                remedy = nearest(key, catalog.works)
                problems.append(Problem(name, line, "unknown-citation", message, remedy))
    return problems


def _toc_against_files(listed: dict[str, int], present: list[Path], root: Path) -> list[Problem]:
    problems = []
    known = {re.sub(r"\.(md|ipynb)$", "", name) for name in listed}
    files = [path.relative_to(root).as_posix() for path in present]
    unlisted = {name.rsplit(".", 1)[0]: name for name in files}
    unlisted = {stem: name for stem, name in unlisted.items() if stem not in known}
    for name, line in listed.items():
        candidates = [name, *(name + suffix for suffix in SUFFIXES)]
        if not any(candidate in files for candidate in candidates):
            message = f"'{name}' is not there"
            remedy = "add the file or take it off the list"
            # A misspelt name is one fault, not a missing file and an unlisted one.
            meant = difflib.get_close_matches(name, unlisted, n=1, cutoff=0.8)
            if meant:
                del unlisted[meant[0]]
                remedy = f"did you mean '{meant[0]}'?"
            problems.append(Problem(TOC, line, "unknown-chapter", message, remedy))
    for stem, name in unlisted.items():
        message = f"{name} is not in {TOC}, so nobody will find it"
        remedy = f"add '- file: {stem}' to a part of {TOC}, or delete it"
        problems.append(Problem(name, 0, "unlisted-chapter", message, remedy))
    return problems
