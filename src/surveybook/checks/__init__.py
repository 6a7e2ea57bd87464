"""Every problem of the book's sources, found in one pass.

It must not know how the book is built.
"""

from __future__ import annotations

from pathlib import Path

from ..catalog import Catalog
from ..sources.bibliography import read_bibliography
from ..sources.datafiles import read_tables
from ..sources.problems import Problem, SurveyError
from ..sources.schema import load_schema
from .agreement import check_agreement
from .cells import check_cells
from .chapters import check_chapters
from .code import check_code
from .completeness import check_completeness
from .provenance import check_provenance
from .references import check_references
from .sizes import check_settings, check_sizes

__all__ = ["check", "check_readable"]


def check_readable(root: Path) -> list[Problem]:
    """What keeps the sources from being read at all, or Jupyter Book from starting; quick."""
    return sorted(check_sizes(root) or check_settings(root))


def check(root: Path) -> list[Problem]:
    """Look at the data, the bibliography and the chapters below ``root``.

    A part that can not be read is reported, and the rest is checked all the same. Returns the
    problems in the order of files and lines.
    """
    if problems := check_readable(root):
        return problems
    try:
        schema = load_schema(root)
    except SurveyError as error:
        return error.problems
    rows, problems = read_tables(root, schema)
    works, bib_problems = read_bibliography(root)
    catalog = Catalog(root, schema, rows, works)
    problems += bib_problems
    problems += check_cells(catalog)
    problems += check_references(catalog)
    problems += check_provenance(catalog)
    problems += check_agreement(catalog)
    problems += check_completeness(catalog)
    problems += check_chapters(catalog)
    problems += check_code(root)
    return sorted(set(problems))
