"""What became of the works that lists and searches named: each row has one outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..catalog import Catalog
from ..sources.datafiles import Row
from ..sources.problems import Problem
from .cells import nearest

_MATCH = "'surveybook screen --match' sets it"


def check_outcomes(catalog: Catalog) -> list[Problem]:
    """Problems of sources.csv against lists.csv, against itself and against the entries."""
    if {"sources", "lists"} & catalog.unread:
        return []
    path = catalog.schema.tables["sources"].path
    rows = {row["row"]: row for row in catalog.rows["sources"]}
    problems = _numbers(catalog, rows)
    order = {name: number for number, name in enumerate(rows)}
    first: dict[tuple[str, str], str] = {}
    for name, row in rows.items():
        for message, remedy in (*_outcome(row), *_same(row, rows, order)):
            problems.append(Problem(path, row.line, "row-without-outcome", message, remedy))
        place = (row["table"], row["id"])
        if row["disposition"] == "entry" and row["id"]:
            if place in first:
                message = f"{name} is 'entry' although {first[place]} leads to '{place[1]}' already"
                remedy = f"make it a duplicate, the same as {first[place]}"
                problems.append(Problem(path, row.line, "row-without-outcome", message, remedy))
            first.setdefault(place, name)
    led_to = {(row["table"], row["id"]) for row in rows.values()}
    for table in catalog.schema.entry_tables:
        for entry in catalog.rows[table.name]:
            if (table.name, entry["id"]) not in led_to and not entry["reference"]:
                message = f"'{entry['id']}' has neither a reference nor a source row"
                remedy = "give its reference, or the row of data/sources.csv that led to it"
                problems.append(
                    Problem(table.path, entry.line, "entry-without-source", message, remedy)
                )
    return problems


def _numbers(catalog: Catalog, rows: Mapping[str, Row]) -> list[Problem]:
    """Each list has as many rows as it says, numbered from 1, and no others."""
    path, lists_path = (catalog.schema.tables[name].path for name in ("sources", "lists"))
    problems = []
    expected: dict[str, str] = {}
    known = {row["id"] for row in catalog.rows["lists"]}
    for source in catalog.rows["lists"]:
        # What is no number of rows is reported as a cell.
        if not re.fullmatch(r"0|[1-9][0-9]{0,5}", source["rows"]):
            known.discard(source["id"])
            continue
        names = [f"{source['prefix']}{n:03d}" for n in range(1, int(source["rows"]) + 1)]
        expected.update(dict.fromkeys(names, source["id"]))
        missing = [name for name in names if name not in rows]
        if missing:
            message = f"{len(missing)} rows have no outcome: {', '.join(missing[:8])}" + (
                " ..." if len(missing) > 8 else ""
            )
            remedy = "add a row for each to data/sources.csv"
            problems.append(
                Problem(lists_path, source.line, "row-without-outcome", message, remedy)
            )
    for name, row in rows.items():
        if expected.get(name) != row["list"] and row["list"] in known:
            message = f"the list '{row['list']}' has no row '{name}'"
            remedy = "correct the row or the list; data/lists.csv says how many rows there are"
            problems.append(Problem(path, row.line, "unknown-row", message, remedy))
    return problems


def _outcome(row: Row) -> Iterator[tuple[str, str]]:
    """What is wrong with the cells of a row for its outcome, each with the remedy."""
    name, outcome = row["row"], row["disposition"]
    if outcome == "entry" and not row["id"]:
        yield f"{name} is 'entry' but names no entry", "name its table and id"
    elif outcome not in ("entry", "duplicate") and row["id"]:
        yield f"{name} is '{outcome}' but names an entry", "empty table and id"
    if outcome == "duplicate" and not row["same_as"]:
        yield f"{name} is 'duplicate' but names no earlier row", "name it in same_as"
    elif outcome != "duplicate" and row["same_as"]:
        yield f"{name} is '{outcome}' but the same as {row['same_as']}", "empty same_as"
    if outcome == "out-of-scope" and not row["reason"]:
        yield f"{name} is out of scope without a reason", "say why in reason"
    elif outcome != "out-of-scope" and row["reason"]:
        yield f"{name} is '{outcome}' with a reason for leaving it out", "empty reason"


def _same(row: Row, rows: Mapping[str, Row], order: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Whether a duplicate names the first row of its work, and the entry that this led to."""
    name, same = row["row"], row["same_as"]
    if row["disposition"] != "duplicate" or not same:
        return
    if same not in rows:
        yield f"{name} is the same as '{same}', which is no row", nearest(same, rows)
    elif order[same] >= order[name]:
        yield f"{name} is the same as {same}, which is no earlier row", "name the first of the two"
    elif rows[same]["disposition"] == "duplicate":
        yield f"{name} is the same as {same}, a duplicate itself", f"name {rows[same]['same_as']}"
    elif (row["table"], row["id"]) != (rows[same]["table"], rows[same]["id"]):
        yield f"{name} and {same}, the same work, lead to different entries", _MATCH
