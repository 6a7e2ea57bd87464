"""What ``surveybook add-results`` does: call what does the work, print what came of it, ask."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from .commands import Options, agreed, describe_error, refuse
from .contribute.addingresults import (
    ResultRequest,
    UnfitResultsError,
    apply_results,
    plan_results,
)
from .editing.table import UnreadableTableError

CELLS = {
    "id": "its permanent id (default: from benchmark and title)",
    "title": "what is compared, in a few words",
    "setting": "zero-shot, few-shot, linear-probe, fine-tuned, ...",
    "shots": "number of examples, of few-shot and in-context settings",
    "data": "split or test data, in words",
    "metric": "what the values measure, such as AUROC",
    "direction": "higher or lower: which values are better",
    "unit": "fraction (0 to 1), percent, correlation (-1 to 1) or number",
    "cases": "number of test cases",
    "interval": "what low and high are: ci95, sd, se, range, ...",
    "conditions": "what must be the same to repeat it",
    "interest": "funding or employment that the source states",
    "source": "address, or key of references.bib, of what was read",
    "locator": "where in it: table, column, file",
}
"""The options that fill the cells of the comparison's row."""


def add_results(root: Path, options: Options) -> int:
    """``surveybook add-results``."""
    given = {name: getattr(options, name) for name in ("benchmark", "reference", *CELLS)}
    cells = {name: str(cell) for name, cell in given.items() if cell}
    cells["checked"] = datetime.datetime.now(datetime.UTC).date().isoformat()
    request = ResultRequest(options.file, cells)
    try:
        shown = plan_results(root, request)
        print(shown.diff(), end="")
        for note in shown.notes:
            print(f"surveybook: {note}", file=sys.stderr)
        if not options.yes and not agreed():
            return refuse("nothing was written", 1)
        written = apply_results(root, request)
    except UnfitResultsError as error:
        for fault in error.faults:
            print(f"surveybook: {fault}", file=sys.stderr)
        return refuse("nothing was written; fix this and try again", 1)
    except UnreadableTableError as error:
        return refuse(error, 1)
    except FileNotFoundError as error:
        return refuse(describe_error(error), 2)
    print(f"surveybook: wrote {', '.join(written.changes)}", file=sys.stderr)
    return 0
