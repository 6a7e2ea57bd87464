"""What is about to be written, read back and checked before any file is replaced."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from ..checks import check_data
from ..sources.bibliography import PATH
from ..sources.problems import Problem


def new_problems(root: Path, texts: Mapping[str, str]) -> list[Problem]:
    """The problems of data and bibliography that would be there with ``texts`` (paths below
    ``root``) in place of the files, and are not there now.

    Both states are laid into a folder of their own and checked like the book itself.
    """
    with tempfile.TemporaryDirectory(prefix="surveybook-") as name:
        staged = Path(name)
        shutil.copytree(root / "data", staged / "data")
        shutil.copy(root / PATH, staged / PATH)
        before = Counter(map(_place, check_data(staged)))
        for path, text in texts.items():
            (staged / path).write_bytes(text.encode("utf-8"))
        found = []
        for problem in check_data(staged):
            place = _place(problem)
            before[place] -= 1
            # Lines move when an entry is put before another: the words tell what is new.
            if before[place] < 0:
                found.append(problem)
    return found


def _place(problem: Problem) -> tuple[str, str, str]:
    return problem.path, problem.code, problem.message
