"""What became of the web addresses that the survey gives, from the table of the last check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..catalog import Catalog
from ..catalog.addresses import LINKS, REFERENCES, Use, addresses
from ..sources.datafiles import Row
from .entries import KINDS
from .myst import Column, Myst, address_or_words, anchor, cite, escape, list_table

BROKEN = ("gone", "unreachable")
"""The states of an address that no longer works."""
_REFERENCE_FIELDS = {"doi": "DOI", "url": "Address"}


def report(catalog: Catalog, *, name: str) -> Myst:
    """What is known of the addresses: a sentence, and a table for each thing to tell.

    ``name`` begins the names of the tables. Before the first check there is no table: it would
    be empty.
    """
    days = sorted(row["checked"] for row in _given(catalog).values())
    number = f"{len(addresses(catalog)):,}"
    if not days:
        return Myst(f"None of the {number} web addresses has been asked for yet.\n")
    when = f"on {days[0]}" if days[0] == days[-1] else f"between {days[0]} and {days[-1]}"
    parts = [
        f"The last checks, of {len(days):,} of the {number} addresses, were made {when}. "
        f"{{numref}}`{name}-states` counts the addresses by what came of it. A server that refuses "
        "programs may still serve a reader, so such an address does not count as broken.\n",
        state_table(catalog, name=f"{name}-states", caption="The web addresses by the last check."),
    ]
    states = {row["state"] for row in _given(catalog).values()}
    if states & set(BROKEN):
        parts += [
            f"{{numref}}`{name}-broken` lists every place whose address no longer works: first the "
            "entries by table, then the references. The code is the server's own; 404 and 410 say "
            "that the page is gone.\n",
            broken_table(catalog, name=f"{name}-broken", caption="Addresses that no longer work."),
        ]
    if "moved" in states:
        parts += [
            f"The addresses of {{numref}}`{name}-moved` still work, but their servers name a new "
            "one for good.\n",
            moved_table(catalog, name=f"{name}-moved", caption="Addresses that have moved."),
        ]
    return Myst("\n".join(parts))


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
    return list_table(columns, rows, name=name, caption=caption)


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
    return list_table(columns, rows, name=name, caption=caption)


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
