"""References and tables in canonical form, without a change of any value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..bibliography import PATH
from ..editing.bibtex import UnreadableError, format_bibliography
from ..editing.files import locked, replace_files
from ..editing.table import UnreadableTableError, format_table
from ..schema import load_schema


@dataclass(frozen=True)
class Formatting:
    """What :func:`canonical` found: the files that are not in canonical form with the text
    they would have, and why others can not be formatted."""

    texts: dict[str, str]
    refused: list[str]


def canonical(root: Path) -> Formatting:
    """Compare references.bib and the described tables below ``root`` with their canonical
    form. A file that can not be read is refused and left alone.

    Raises:
        SurveyError: data/datapackage.json can not be used.
    """
    tables = {table.path: table for table in load_schema(root).tables.values()}
    found = Formatting({}, [])
    for name in (PATH, *tables):
        try:
            old = (root / name).read_bytes().decode("utf-8")
            new = format_table(old, tables[name]) if name in tables else format_bibliography(old)
        except (OSError, UnicodeDecodeError, UnreadableError, UnreadableTableError) as error:
            found.refused.append(f"{name}: {error}; 'surveybook check' tells more")
            continue
        if new != old:
            found.texts[name] = new
    return found


def write_canonical(root: Path) -> Formatting:
    """Put the files below ``root`` into canonical form; what was found and written.

    Raises:
        SurveyError, OSError: as :func:`canonical`; a file can not be written.
    """
    with locked(root):
        found = canonical(root)
        replace_files(root, found.texts)
    return found
