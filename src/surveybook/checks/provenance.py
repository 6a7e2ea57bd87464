"""Where facts come from: evidence of each cell, outcome of each source row."""

from __future__ import annotations

import re

from ..catalog import Catalog
from ..sources.datafiles import Row
from ..sources.problems import Problem
from ..sources.webaddress import address_fault, shortened
from .cells import WHOLE_ADDRESS, is_key, knows_work, nearest


def check_provenance(catalog: Catalog) -> list[Problem]:
    """Problems of evidence.csv, sources.csv and corrections.csv against the entries, and of the
    places where facts were read."""
    problems = _pointers(catalog, "evidence") + _pointers(catalog, "sources")
    problems += _places_read(catalog, "evidence", "source")
    problems += _places_read(catalog, "corrections", "evidence")
    problems += _places_read(catalog, "comparisons", "source")
    problems += _evidence_of_cells(catalog)
    problems += _outcomes(catalog)
    return problems


def _pointers(catalog: Catalog, name: str) -> list[Problem]:
    """Rows that name a table and an entry: both must exist."""
    path = catalog.schema.tables[name].path
    tables = {table.name: table for table in catalog.schema.entry_tables}
    known = {table: {row["id"] for row in catalog.rows[table]} for table in tables}
    problems = []
    for row in catalog.rows[name]:
        table, entry = row["table"], row["id"]
        if not table and not entry:
            continue
        if table not in tables:
            message = f"'{table}' is not a table of entries"
            problems.append(
                Problem(path, row.line, "unknown-table", message, nearest(table, tables))
            )
        elif table in catalog.unread:
            continue
        elif entry not in known[table]:
            message = f"'{entry}' is not in data/{table}.csv"
            remedy = nearest(entry, known[table])
            problems.append(Problem(path, row.line, "unknown-entry", message, remedy))
        elif name == "evidence" and row["field"] not in tables[table].fields:
            message = f"'{row['field']}' is not a column of data/{table}.csv"
            remedy = nearest(row["field"], tables[table].fields)
            problems.append(Problem(path, row.line, "unknown-field", message, remedy))
    return problems


def _places_read(catalog: Catalog, name: str, field: str) -> list[Problem]:
    """Cells that hold either a key of references.bib or a web address."""
    path = catalog.schema.tables[name].path
    problems = []
    for row in catalog.rows[name]:
        place = row[field]
        fault = address_fault(place)
        if not place or not fault or knows_work(catalog, place):
            continue
        shown = shortened(place)
        if ":" in place or "/" in place:
            message = f"{field} is '{shown}': {fault}"
            problems.append(Problem(path, row.line, "malformed-url", message, WHOLE_ADDRESS))
        else:
            message = f"'{shown}' is not in references.bib"
            remedy = nearest(place, catalog.works)
            problems.append(Problem(path, row.line, "unknown-reference", message, remedy))
    return problems


def _evidence_of_cells(catalog: Catalog) -> list[Problem]:
    given = {(row["table"], row["id"], row["field"]): row for row in catalog.rows["evidence"]}
    fields_of = {table.name: table.fields for table in catalog.schema.entry_tables}
    # A row with a misspelt table or column is reported as such, and the cell is not blamed.
    astray = {entry for table, entry, field in given if field not in fields_of.get(table, ())}
    problems = []
    filled = set()
    for table in catalog.schema.entry_tables:
        fields = [field.name for field in table.fields.values() if field.evidence]
        for row in catalog.rows[table.name]:
            for field in fields if is_key(row["id"], table.fields["id"]) else ():
                if not row[field]:
                    continue
                filled.add((table.name, row["id"], field))
                if "evidence" in catalog.unread or row["id"] in astray:
                    continue
                if (table.name, row["id"], field) not in given:
                    message = f"{field} of '{row['id']}' says '{row[field]}' without evidence"
                    remedy = (
                        f"add to data/evidence.csv: {table.name},{row['id']},{field},SOURCE,PLACE,"
                        "YYYY-MM-DD (a key of references.bib or an address, where in it, the day "
                        "you read it), or empty the cell"
                    )
                    problems.append(
                        Problem(table.path, row.line, "entry-without-evidence", message, remedy)
                    )
    path = catalog.schema.tables["evidence"].path
    known = {(t.name, r["id"]) for t in catalog.schema.entry_tables for r in catalog.rows[t.name]}
    for cell, row in given.items():
        table_name, _, field = cell
        if table_name in catalog.unread or field not in fields_of.get(table_name, ()):
            continue
        if cell not in filled and cell[:2] in known:
            message = f"{row['field']} of '{row['id']}' is empty or needs no evidence"
            remedy = "fill the cell or delete this row"
            problems.append(Problem(path, row.line, "evidence-without-value", message, remedy))
    return problems


def _outcomes(catalog: Catalog) -> list[Problem]:
    if {"sources", "lists"} & catalog.unread:
        return []
    path, lists_path = (catalog.schema.tables[name].path for name in ("sources", "lists"))
    rows = {row["row"]: row for row in catalog.rows["sources"]}
    problems = []
    expected: dict[str, str] = {}
    known = {row["id"] for row in catalog.rows["lists"]}
    for source_list in catalog.rows["lists"]:
        # What is no number of rows is reported as a cell.
        if not re.fullmatch(r"[1-9][0-9]{0,5}", source_list["rows"]):
            known.discard(source_list["id"])
            continue
        names = [f"{source_list['prefix']}{n:03d}" for n in range(1, int(source_list["rows"]) + 1)]
        expected.update(dict.fromkeys(names, source_list["id"]))
        missing = [name for name in names if name not in rows]
        if missing:
            message = f"{len(missing)} rows have no outcome: {', '.join(missing[:8])}" + (
                " ..." if len(missing) > 8 else ""
            )
            remedy = "add a row for each to data/sources.csv"
            problems.append(
                Problem(lists_path, source_list.line, "row-without-outcome", message, remedy)
            )
    for name, row in rows.items():
        if expected.get(name) != row["list"] and row["list"] in known:
            message = f"the list '{row['list']}' has no row '{name}'"
            remedy = "correct the row or the list; data/lists.csv says how many rows there are"
            problems.append(Problem(path, row.line, "unknown-row", message, remedy))
        problems += _outcome(row, path)
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


def _outcome(row: Row, path: str) -> list[Problem]:
    name, outcome, entry, note = row["row"], row["disposition"], row["id"], row["note"]
    if outcome in ("entry", "duplicate") and not entry:
        message, remedy = f"{name} is '{outcome}' but names no entry", "name its table and id"
    elif outcome in ("placeholder", "out-of-scope") and entry:
        message, remedy = f"{name} is '{outcome}' but names an entry", "empty table and id"
    elif outcome == "out-of-scope" and not note:
        message, remedy = f"{name} is out of scope without a reason", "say why in the note"
    else:
        return []
    return [Problem(path, row.line, "row-without-outcome", message, remedy)]
