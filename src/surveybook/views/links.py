"""What became of the web addresses that the survey gives, from the table of the last check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..catalog import Catalog
from ..catalog.addresses import LINKS, REFERENCES, Use, addresses
from ..sources.datafiles import Row
from .entries import KINDS
from .myst import Column, Myst, address_or_words, anchor, cite, escape, list_table, quiet

BROKEN = ("gone", "unreachable")
"""The states of an address that no longer works."""
_REFERENCE_FIELDS = {"doi": "DOI", "url": "Address"}


def last_check(catalog: Catalog) -> Myst:
    """A sentence that says when the addresses were checked, if ever."""
    days = sorted(row["checked"] for row in _given(catalog).values())
    if not days:
        return Myst("No check has been made yet, so nothing is known about any address.\n")
    count = f"{len(days):,} address{'es' * (len(days) > 1)}"
    when = f"on {days[0]}" if days[0] == days[-1] else f"between {days[0]} and {days[-1]}"
    return Myst(f"The last checks, of {count}, were made {when}.\n")


def state_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """How many of the survey's addresses are in each state, and how many were never checked."""
    given = _given(catalog)
    states = [row["state"] for row in given.values()]
    meanings = {
        row["term"]: row["definition"]
        for row in catalog.rows["taxonomy"]
        if row["vocabulary"] == "link-state"
    }
    rows = [
        [escape(catalog.label("link-state", state)), escape(meaning), f"{states.count(state):,}"]
        for state, meaning in meanings.items()
    ]
    never = len(addresses(catalog)) - len(given)
    rows.append(["Not checked", escape("Nobody has asked for the address yet."), f"{never:,}"])
    columns = [Column("State", 20), Column("Meaning", 65), Column("Addresses", 15)]
    return list_table(columns, rows, name=name, caption=caption, classes=("counts-last",))


def broken_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """Each place whose address no longer works, by table and entry: the place, the address,
    what came of asking, and when."""
    rows = [
        [
            _place(catalog, use),
            escape(_column(catalog, use)),
            address_or_words(row["address"]),
            escape(_outcome(catalog, row)),
            row["checked"],
        ]
        for use, row in _uses(catalog)
        if row["state"] in BROKEN
    ]
    heads = (("Where", 24), ("What", 12), ("Address", 34), ("Outcome", 16), ("Checked", 14))
    columns = [Column(head, width) for head, width in heads]
    return _listed(columns, rows, name, caption)


def moved_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """Each place whose address is redirected for good, by table and entry, with both addresses."""
    rows = [
        [
            _place(catalog, use),
            escape(_column(catalog, use)),
            address_or_words(row["address"]),
            address_or_words(row["moved_to"]),
        ]
        for use, row in _uses(catalog)
        if row["state"] == "moved"
    ]
    heads = (("Where", 22), ("What", 12), ("Address", 33), ("Moved to", 33))
    columns = [Column(head, width) for head, width in heads]
    return _listed(columns, rows, name, caption)


def _listed(columns: list[Column], rows: list[list[str]], name: str, caption: str) -> Myst:
    none = [quiet("none known"), *("" for _ in columns[1:])]
    return list_table(columns, rows or [none], name=name, caption=caption, classes=("cards",))


def _given(catalog: Catalog) -> Mapping[str, Row]:
    """The rows of the addresses that the survey still gives."""
    given = addresses(catalog)
    return {row["address"]: row for row in catalog.rows[LINKS] if row["address"] in given}


def _uses(catalog: Catalog) -> Iterator[tuple[Use, Row]]:
    """Every place with the row of its address, in the order of the tables and their rows."""
    checked = _given(catalog)
    order = [table.name for table in catalog.schema.entry_tables] + [REFERENCES]
    uses = [
        (use, checked[address])
        for address, places in addresses(catalog).items()
        if address in checked
        for use in places
    ]
    yield from sorted(uses, key=lambda one: (order.index(one[0].table), one[0]))


def _place(catalog: Catalog, use: Use) -> str:
    if use.table == REFERENCES:
        return cite([use.id])
    name = next(row["name"] for row in catalog.rows[use.table] if row["id"] == use.id)
    return f"{{ref}}`{escape(name)} <{anchor(KINDS[use.table], use.id)}>`"


def _column(catalog: Catalog, use: Use) -> str:
    if use.table == REFERENCES:
        return _REFERENCE_FIELDS[use.field]
    return catalog.schema.tables[use.table].fields[use.field].title


def _outcome(catalog: Catalog, row: Row) -> str:
    label = catalog.label("link-state", row["state"])
    return f"{label} ({row['status']})" if row["status"] else label
