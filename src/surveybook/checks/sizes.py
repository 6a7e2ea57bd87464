"""What is looked at before anything is read: files too large, settings too deep."""

from __future__ import annotations

from pathlib import Path

from ..sources.chapterfiles import chapter_files
from ..sources.limits import FILE_BYTES, LimitError, parse_yaml, read_text, too_large
from ..sources.problems import Problem

SETTINGS = "_config.yml"
_TEXTS = (SETTINGS, "_toc.yml", "CITATION.cff", "pyproject.toml", "references.bib", ".zenodo.json")


def check_sizes(root: Path) -> list[Problem]:
    """Files of text that are larger than any that the book needs; they were not read."""
    named = [root / name for name in _TEXTS]
    files = [*named, *sorted((root / "data").glob("*")), *chapter_files(root)]
    return [
        Problem(
            path.relative_to(root).as_posix(),
            0,
            "file-too-large",
            too_large(path.stat().st_size),
            "split it, or take out what is not the book's",
        )
        for path in files
        if path.is_file() and path.stat().st_size > FILE_BYTES
    ]


def check_settings(root: Path) -> list[Problem]:
    """What is wrong with _config.yml as a text."""
    try:
        settings = parse_yaml(read_text(root / SETTINGS))
    except LimitError as error:
        line, message = error.line, str(error)
    except UnicodeDecodeError as error:
        line, message = error.object[: error.start].count(b"\n") + 1, "it is not UTF-8"
    else:
        if isinstance(settings, dict):
            return []
        line, message = 1, "it holds no settings"
    remedy = "write it as the Jupyter Book documentation of _config.yml shows"
    return [Problem(SETTINGS, line, "unreadable-settings", message, remedy)]
