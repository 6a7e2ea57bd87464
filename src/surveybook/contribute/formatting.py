"""References, tables and notebooks in canonical form, without a change of any value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..editing.bibtex import UnreadableError, format_bibliography
from ..editing.files import locked, replace_files
from ..editing.notebook import without_traces
from ..editing.table import UnreadableTableError, format_table
from ..sources.bibliography import PATH
from ..sources.chapterfiles import UnreadableChapterError, chapter_files
from ..sources.schema import Table, load_schema
from ..sources.textfiles import conflict_line, leads_outside


class _UnfitError(ValueError):
    """A file that must be fixed by hand first; says why."""


_UNREADABLE = (
    _UnfitError,
    UnreadableError,
    UnreadableTableError,
    UnreadableChapterError,
)


@dataclass(frozen=True)
class Formatting:
    """What :func:`canonical` found: the files that are not in canonical form with the text
    they would have, and why others cannot be formatted."""

    texts: dict[str, str]
    refused: list[str]


def canonical(root: Path) -> Formatting:
    """Compare references.bib, the described tables and the notebooks below ``root`` with their
    canonical form. That of a notebook has no outputs. A file that cannot be read is refused
    and left alone.

    Raises:
        SurveyError: data/datapackage.json cannot be used.
    """
    found = Formatting({}, [])
    for name, form in _forms(root).items():
        try:
            old = _text(root, name)
            new = form(old)
        except _UNREADABLE as error:
            found.refused.append(f"{name}: {error}; 'surveybook check' tells more")
            continue
        if new != old:
            found.texts[name] = new
    return found


def _text(root: Path, name: str) -> str:
    outside = leads_outside(root, root / name)
    if outside:
        raise _UnfitError(outside)
    if not (root / name).is_file():
        raise _UnfitError("it is no regular file" if (root / name).exists() else "it is not there")
    try:
        text = (root / name).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise _UnfitError("it is not UTF-8") from error
    # Two versions between marks are not one table or bibliography to put in order.
    line = conflict_line(text)
    if line:
        raise _UnfitError(f"line {line} holds a mark of a merge that git could not do")
    return text


def _forms(root: Path) -> dict[str, Callable[[str], str]]:
    """What gives a text its canonical form, by the path of the file."""
    forms: dict[str, Callable[[str], str]] = {PATH: format_bibliography}
    for table in load_schema(root).tables.values():
        forms[table.path] = _form_of(table)
    for path in chapter_files(root):
        if path.suffix == ".ipynb":
            forms[path.relative_to(root).as_posix()] = without_traces
    return forms


def _form_of(table: Table) -> Callable[[str], str]:
    return lambda text: format_table(text, table)


def write_canonical(root: Path) -> Formatting:
    """Put the files below ``root`` into canonical form; what was found and written.

    Raises:
        SurveyError, OSError: as :func:`canonical`; a file cannot be written.
    """
    with locked(root):
        found = canonical(root)
        replace_files(root, found.texts)
    return found
