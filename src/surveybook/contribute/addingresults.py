"""A comparison put into the survey from a contributor's CSV: its row and its results.

The file has a line a result, with the columns of data/results.csv but for the comparison; in
place of ``model`` and ``baseline`` it may have one column ``system``. What would be written is
checked like the book itself, and a fault is told by the line and cell of the contributor's file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..catalog import Catalog, load
from ..checks.cells import nearest
from ..editing.files import locked, replace_files
from ..editing.table import format_row, insert_row
from ..sources.datafiles import Row, read_table
from ..sources.problems import Problem
from ..sources.schema import Field, Table
from ..sources.textfiles import read_source
from .adding import Plan
from .naming import make_id
from .verifying import new_problems

SYSTEM = "system"
"""The column that names a system, whatever it is."""


class UnfitResultsError(ValueError):
    """The file, or what it shall become, does not fit the survey; one sentence a fault."""

    def __init__(self, faults: Sequence[str]):
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class ResultRequest:
    """The contributor's file, and the cells of the comparison's row that are given."""

    file: Path
    cells: Mapping[str, str]


def plan_results(root: Path, request: ResultRequest) -> Plan:
    """What adding the results would change in the book at ``root``; nothing is written.

    Raises:
        UnfitResultsError: a cell of the file, or of the comparison, cannot stand.
        SurveyError, UnreadableTableError: the sources cannot be read.
    """
    catalog = load(root)
    comparisons, results = (catalog.schema.tables[name] for name in ("comparisons", "results"))
    cells, notes = _comparison(catalog, comparisons, request.cells)
    rows = _given_rows(request.file, results)
    systems = [_system(catalog, request.file, row) for row in rows]
    faults = [fault for _, fault in systems if fault]
    if faults:
        raise UnfitResultsError(faults)
    before = {table.path: _text(root, table.path) for table in (comparisons, results)}
    whole = before[results.path]
    start = whole.count("\n") + (not whole.endswith("\n"))
    lines = []
    for row, (system, _) in zip(rows, systems, strict=True):
        whole_row = {**row.cells, **system, "comparison": cells["id"]}
        lines.append(format_row([whole_row.get(field, "") for field in results.fields]))
    after = {
        comparisons.path: insert_row(before[comparisons.path], comparisons, cells, ("benchmark",)),
        results.path: "".join([whole, "" if whole.endswith("\n") else "\n", *lines]),
    }
    found = new_problems(root, after)
    if found:
        places = {start + number: row.line for number, row in enumerate(rows, 1)}
        raise UnfitResultsError(
            [_words(problem, request.file, results, places) for problem in found]
        )
    return Plan({name: (before[name], after[name]) for name in after}, notes)


def apply_results(root: Path, request: ResultRequest) -> Plan:
    """Add the results; what was written. It is planned anew when no other run can write.

    Raises:
        As :func:`plan_results`; OSError: a file cannot be written, and then none was.
    """
    with locked(root):
        final = plan_results(root, request)
        replace_files(root, {name: new for name, (_, new) in final.changes.items()})
    return final


def _comparison(
    catalog: Catalog, table: Table, given: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """The cells of the comparison's row, and what there is to say about them."""
    cells = dict(given)
    faults = []
    for field, known, remedy in (
        (
            "benchmark",
            [row["id"] for row in catalog.rows["benchmarks"]],
            "a new one needs its row in data/benchmarks.csv first",
        ),
        ("reference", list(catalog.works), "a new work is added with 'surveybook add'"),
    ):
        if cells.get(field) and cells[field] not in known:
            hint = nearest(cells[field], known)
            faults.append(f"--{field} '{cells[field]}' is not in the survey; {hint}; {remedy}")
    missing = [
        f"--{field.name} ({field.description.rstrip('.')})"
        for field in table.fields.values()
        if field.required and field.name not in ("id", "checked") and not cells.get(field.name)
    ]
    faults += [f"give {option}" for option in missing]
    if faults:
        raise UnfitResultsError(faults)
    taken = {row["id"] for row in catalog.rows["comparisons"]}
    notes = []
    if not cells.get("id"):
        cells["id"] = make_id(f"{cells['benchmark']} {cells['title']}", taken)[:80].strip("-")
        notes.append(f"the comparison's id is '{cells['id']}'; --id says otherwise")
    if cells["id"] in taken:
        raise UnfitResultsError([f"--id '{cells['id']}' is taken; ids are permanent"])
    return cells, notes


def _given_rows(file: Path, results: Table) -> list[Row]:
    """The lines of the contributor's file, whose columns may be fewer than those of the table."""
    text, problems = read_source(file.parent.resolve(), file.name)
    if text is None:
        raise UnfitResultsError([str(problem) for problem in problems])
    header = [name.strip().strip('"') for name in text.split("\n", 1)[0].rstrip("\r").split(",")]
    known = [name for name in results.fields if name != "comparison"]
    faults = [
        f"{file.name}:1: the column '{name}' is none of {', '.join([*known, SYSTEM])}; "
        f"{nearest(name, [*known, SYSTEM])}"
        for name in header
        if name not in (*known, SYSTEM)
    ]
    if "value" not in header:
        faults.append(f"{file.name}:1: there is no column 'value'; name the columns in line 1")
    if not {SYSTEM, "model", "baseline"} & set(header):
        faults.append(f"{file.name}:1: there is no column '{SYSTEM}'; say what was measured")
    if faults:
        raise UnfitResultsError(faults)
    fields = {name: results.fields.get(name) or Field(name, name, "") for name in header}
    table = replace(results, path=file.name, fields=fields, primary_key=(), foreign_keys=())
    rows, problems = read_table(file.parent.resolve(), table)
    if problems:
        raise UnfitResultsError([str(problem) for problem in problems])
    return rows


def _system(catalog: Catalog, file: Path, row: Row) -> tuple[dict[str, str], str]:
    """The cells ``model`` and ``baseline`` of a line, and what is wrong with it, if anything."""
    models = {each["id"]: each["name"] for each in catalog.rows["models"]}
    named: dict[str, list[str]] = {}
    for identifier, name in models.items():
        named.setdefault(name.casefold(), []).append(identifier)
    given = row.cells.get(SYSTEM, "")
    model = row.cells.get("model", "") or given
    baseline = row.cells.get("baseline", "")
    ids = [model] if model in models else named.get(model.casefold(), [])
    place = f"{file.name}:{row.line}"
    if len(ids) > 1:
        listed = " or ".join(ids)
        return {}, f"{place}: '{model}' is the name of several models; write the id, {listed}"
    if ids:
        return {"model": ids[0], "baseline": baseline}, ""
    if given and not row.cells.get("model"):
        return {"model": "", "baseline": baseline or given}, ""
    if model:
        hint = nearest(model, [*models, *models.values()])
        return {}, (
            f"{place}: model is '{model}', which is no id or name in data/models.csv; {hint}; what "
            "is no model of the survey goes into the column baseline"
        )
    return {"model": "", "baseline": baseline}, ""


def _words(problem: Problem, file: Path, results: Table, places: Mapping[int, int]) -> str:
    """A fault of what would be written, in the place where the contributor can mend it."""
    told = f"{problem.code}: {problem.message}; {problem.remedy}"
    if problem.path != results.path:
        return f"the comparison: {told}"
    return f"{file.name}:{places.get(problem.line, 0)}: {told}"


def _text(root: Path, name: str) -> str:
    return (root / name).read_bytes().decode("utf-8")
