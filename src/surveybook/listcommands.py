"""The command that adds the new works of a list."""

from __future__ import annotations

import datetime
from pathlib import Path

from .catalog import load
from .commands import Options, add_all, compare_given_list, refuse
from .contribute.adding import UnfitOutcomeError
from .contribute.given import candidates_of
from .contribute.listadding import look_up_new
from .contribute.rows import Request
from .editing.bibtex import UnreadableError
from .editing.table import UnreadableTableError
from .lookup import Services, look_up


def add_list(root: Path, options: Options) -> int:
    """``surveybook import --add``."""
    report = compare_given_list(load(root), options)
    if isinstance(report, int):
        return report
    services = Services.from_environment()
    records, refused = look_up_new(report, lambda identifier: look_up(identifier, services))
    works, unfit = candidates_of(records, datetime.datetime.now(datetime.UTC).date().isoformat())
    cells = {"family": options.family} if options.family else {}
    try:
        request = Request(options.table, cells)
        found = [*refused, *unfit]
        return add_all(root, works, request, found, str(options.list), yes=options.yes)
    except (UnfitOutcomeError, UnreadableError, UnreadableTableError) as error:
        return refuse(error, 1)
    except ValueError as error:
        return refuse(error, 2)
