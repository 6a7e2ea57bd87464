"""Tables about the survey itself: what it holds, its words, its sources, their errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..catalog import Catalog
from ..catalog.licences import FAMILIES, entries_by_family
from ..catalog.roles import ROLES, model_roles
from ..sources.schema import Table
from .myst import Column, Myst, address_or_words, cite, entry_table, escape, link, list_table


def vocabulary_table(catalog: Catalog, vocabulary: str, *, name: str, caption: str) -> Myst:
    """The terms of one vocabulary with their meaning and how often entries, or the rows of the
    table that uses them, carry them."""
    terms = catalog.taxonomy[catalog.taxonomy["vocabulary"] == vocabulary]
    counts = _term_counts(catalog, vocabulary)
    rows = [
        [
            escape(term["label"]),
            escape(term["definition"])
            + (f" {cite([term['reference']], 'p')}" if term["reference"] else ""),
            str(counts.get(term["term"], 0)),
        ]
        for _, term in terms.iterrows()
    ]
    using = [table for table in _tables_with(catalog, vocabulary) if not table.entries]
    counted = using[0].title if using else "Entries"
    columns = [Column("Term", 25), Column("Meaning", 61), Column(counted, 14)]
    return list_table(columns, rows, name=name, caption=caption, classes=("counts-last",))


def _term_counts(catalog: Catalog, vocabulary: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    if vocabulary == ROLES:
        return Counter(role for row in catalog.rows["models"] for role in model_roles(row.cells))
    if vocabulary == FAMILIES:
        return entries_by_family(catalog)
    for table in _tables_with(catalog, vocabulary):
        for field in table.fields.values():
            if field.vocabulary == vocabulary:
                for row in catalog.rows[table.name]:
                    for term in field.values(row[field.name]):
                        counts[term] = counts.get(term, 0) + 1
    return counts


def _tables_with(catalog: Catalog, vocabulary: str) -> list[Table]:
    """The tables that use a vocabulary; the survey's own books are kept out of it."""
    return [
        table
        for table in catalog.schema.tables.values()
        if table.entries or table.name in ("comparisons", "results")
        if any(field.vocabulary == vocabulary for field in table.fields.values())
    ]


def count_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """How many entries of each table the survey holds, and how many works it cites."""
    rows = [
        [escape(table.title), escape(table.description), f"{len(catalog.rows[table.name]):,}"]
        for table in catalog.schema.entry_tables
    ]
    described = "Works in the bibliography."
    rows.append(["References", described, f"{len(catalog.works):,}"])
    columns = [Column("Table", 20), Column("What its rows are", 65), Column("Rows", 15)]
    return list_table(columns, rows, name=name, caption=caption, classes=("counts-last",))


def correction_table(catalog: Catalog, *, kinds: Sequence[str], name: str, caption: str) -> Myst:
    """The errors of some kinds found in the source lists, with what is right and its proof.

    Raises:
        ValueError: a kind is not a term of the vocabulary ``correction-kind``.
    """
    known = catalog.terms("correction-kind")
    for kind in kinds:
        if kind not in known:
            raise ValueError(f"{kind!r} is no kind of correction; there are {', '.join(known)}")
    titles = catalog.sources.set_index("row")["title"]
    errors = [
        error for kind in kinds for error in catalog.rows["corrections"] if error["kind"] == kind
    ]
    rows = []
    for error in errors:
        source, locator = error["evidence"], error["locator"]
        proof = cite([source]) if source in catalog.works else link(_host(source), source)
        rows.append(
            [
                escape(f"{error['row']} {titles.get(error['row'], '')}"),
                escape(catalog.label("correction-kind", error["kind"])),
                address_or_words(error["list_says"]),
                address_or_words(error["book_says"]),
                proof + (f", {escape(locator)}" if locator else ""),
            ]
        )
    columns = [
        Column("Row", 22),
        Column("Error", 12),
        Column("The list says", 24),
        Column("The book says", 24),
        Column("Proof", 18),
    ]
    return entry_table(columns, rows, name=name, caption=caption)


def _host(address: str) -> str:
    return address.split("://", 1)[-1].split("/", 1)[0].removeprefix("www.")
