"""The table of what became of the survey's addresses, brought up to date."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Generator, Mapping, Sequence
from pathlib import Path

from ..catalog import Catalog, load
from ..catalog.addresses import LINKS, addresses
from ..editing.files import locked, replace_files
from ..editing.table import format_row
from ..lookup import Answer, Services, ask_all
from ..sources.datafiles import read_table
from ..sources.problems import SurveyError
from ..sources.schema import Table


class OfflineError(Exception):
    """No server at all answered, so nothing was learnt about the addresses."""


def check_links(
    root: Path, services: Services, days: int, today: datetime.date
) -> Generator[Answer, None, None]:
    """Ask for the addresses that are due and yield each answer once it is in data/links.csv.

    An address that was unreachable is due at once, another when its check is ``days`` old.
    Rows of addresses that the survey no longer gives are removed. What is written stays, also
    if the run is stopped; of two runs at once the later check of an address counts.

    Raises:
        SurveyError: the data cannot be read.
        OfflineError: nothing answered, not even what was not known to be unreachable;
            nothing was written.
    """
    catalog = load(root)
    wanted = addresses(catalog)
    due = due_addresses(catalog, wanted, days, today)
    unheard: list[Answer] = []
    known = {row["address"] for row in catalog.rows[LINKS] if row["state"] == "unreachable"}
    # Where nothing new is asked, silence is no surprise.
    heard = known.issuperset(due)
    _save(root, catalog.schema.tables[LINKS], wanted, [], today)
    for answer in ask_all(due, services):
        heard = heard or bool(answer.status)
        unheard.append(answer)
        if heard:
            # Without any answer yet, the fault may be on this side.
            _save(root, catalog.schema.tables[LINKS], wanted, unheard, today)
            yield from unheard
            unheard.clear()
    if unheard:
        raise OfflineError("no server answered, so nothing was written; are you online?")


def due_addresses(
    catalog: Catalog, wanted: Collection[str], days: int, today: datetime.date
) -> list[str]:
    """Those of the addresses that are to be asked for: as :func:`check_links` says."""
    fresh = {
        row["address"]
        for row in catalog.rows[LINKS]
        if row["state"] != "unreachable"
        and (today - datetime.date.fromisoformat(row["checked"])).days < days
    }
    return sorted(set(wanted) - fresh)


def _save(
    root: Path,
    table: Table,
    wanted: Collection[str],
    answers: Sequence[Answer],
    today: datetime.date,
) -> None:
    """Merge answers into the table as it is now, which another run may have written to."""
    with locked(root):
        rows, problems = read_table(root, table)
        if problems:
            raise SurveyError(problems)
        old: dict[str, Mapping[str, str]] = {row["address"]: row.cells for row in rows}
        kept = {address: cells for address, cells in old.items() if address in wanted}
        for answer in answers:
            cells = _cells(answer, today)
            if kept.get(answer.address, cells)["checked"] <= cells["checked"]:
                kept[answer.address] = cells
        if kept == old:
            return
        lines = [list(table.fields)]
        lines += [[kept[key][field] for field in table.fields] for key in sorted(kept)]
        replace_files(root, {table.path: "".join(map(format_row, lines))})


def _cells(answer: Answer, today: datetime.date) -> dict[str, str]:
    return {
        "address": answer.address,
        "state": answer.state,
        "status": str(answer.status or ""),
        "moved_to": answer.moved_to,
        "checked": today.isoformat(),
    }
