"""How works were found: the lists and searches, what they named, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ..catalog import Catalog
from ..catalog.foundworks import (
    Coverage,
    FoundWork,
    coverage,
    coverage_by,
    current_to,
    found_works,
    inventories,
)
from .myst import Column, Myst, cite, escape, link, list_table, quiet

KINDS = {"model": ("model",), "dataset": ("dataset",), "study": ("evaluation", "survey")}
"""The kinds of found works that a table of coverage is about."""


def source_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """Every list and search: how new it is, how many works it names, and how many of these are
    in the survey, out of its scope, and waiting."""
    works: dict[str, list[FoundWork]] = {}
    for work in found_works(catalog):
        for source in work.lists:
            works.setdefault(source, []).append(work)
    rows = []
    for listed in catalog.rows["lists"]:
        found = coverage(works.get(listed["id"], []), [listed["id"]], [1])[0]
        rows.append(
            [
                _source(listed.cells),
                escape(listed["current_to"]) or quiet("not stated"),
                f"{found.works:,}",
                f"{found.entries:,}",
                f"{found.out_of_scope:,}",
                f"{found.waiting:,}",
            ]
        )
    columns = [
        Column("List or search", 46),
        Column("Current to", 14),
        Column("Works", 10),
        Column("In the book", 10),
        Column("Out of scope", 10),
        Column("Waiting", 10),
    ]
    return list_table(columns, rows, name=name, caption=caption, classes=("counts",))


def _source(listed: Mapping[str, str]) -> str:
    if listed["reference"]:
        return f"{escape(listed['title'])} ({cite([listed['reference']])})"
    if listed["address"]:
        return link(listed["title"], listed["address"])
    return f"{escape(listed['title'])} (search)"


def query_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """The saved searches, word for word, with the day of the last run and what it found."""
    runs = {
        (row["service"], row["query"]): row
        for row in catalog.rows["lists"]
        if row["kind"] == "search"
    }
    rows = []
    for query in catalog.rows["queries"]:
        run = runs.get((query["service"], query["query"]))
        done = run and run["current_to"]
        rows.append(
            [
                escape(query["title"]),
                escape(catalog.label("search-service", query["service"])),
                escape(query["query"]),
                escape(query["since"]),
                escape(run["current_to"]) if run and done else quiet("not run yet"),
                f"{int(run['hits'] or 0):,}" if run and done else quiet("not run yet"),
            ]
        )
    columns = [
        Column("Search for", 18),
        Column("Service", 10),
        Column("Query", 42),
        Column("Since", 11),
        Column("Last run", 11),
        Column("Found", 8),
    ]
    none = [quiet("none yet"), *[""] * (len(columns) - 1)]
    return list_table(
        columns, rows or [none], name=name, caption=caption, classes=("cards", "entries")
    )


def reason_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """The reasons for which works are out of scope, what each means, and how many it keeps out."""
    counts = Counter(work.reason for work in found_works(catalog))
    terms = catalog.taxonomy[catalog.taxonomy["vocabulary"] == "exclusion"]
    rows = [
        [escape(term["label"]), escape(term["definition"]), f"{counts[term['term']]:,}"]
        for _, term in terms.iterrows()
        if term["term"] != "not-a-work"
    ]
    columns = [Column("Reason", 25), Column("Meaning", 63), Column("Works", 12)]
    return list_table(columns, rows, name=name, caption=caption, classes=("counts-last",))


def coverage_table(catalog: Catalog, *, kind: str, name: str, caption: str) -> Myst:
    """Of the works of a kind that at least three, two and one inventories name, by part of the
    field: how many are in the survey, out of its scope, and waiting; and how new the newest list
    or search is that covers the part.

    Raises:
        KeyError: ``kind`` is none of :data:`KINDS`.
    """
    kinds = KINDS[kind]
    parts = coverage_by(catalog, lambda work: work.subfield, kinds)
    newest = current_to(catalog)
    rows = [
        [
            escape(catalog.label("subfield", part)),
            *(_counts(one) for one in parts[part]),
            escape(newest.get(part, ("", ""))[0]) or quiet("not stated"),
        ]
        for part in catalog.terms("subfield")
        if part in parts
    ]
    whole = coverage_by(catalog, lambda _: "", kinds).get("", [])
    if whole:
        rows.append(["**All**", *(f"**{_counts(one)}**" for one in whole), ""])
    columns = [
        Column("Part of the field", 31),
        Column("Named 3 times or more", 18),
        Column("2 times or more", 18),
        Column("Once or more", 18),
        Column("Current to", 15),
    ]
    none = [quiet("nothing yet"), *[""] * (len(columns) - 1)]
    return list_table(columns, rows or [none], name=name, caption=caption, classes=("counts",))


def _counts(found: Coverage) -> str:
    return f"{found.entries:,} / {found.out_of_scope:,} / {found.waiting:,}"


def waiting_table(catalog: Catalog, *, most: int, name: str, caption: str) -> Myst:
    """The works that wait and that most inventories name, at most ``most`` of them."""
    counted = {row["id"] for row in inventories(catalog)}
    waiting = [work for work in found_works(catalog) if work.outcome == "waiting"]
    waiting.sort(key=lambda work: (-len(work.lists & counted), _title(work).casefold()))
    rows = [
        [
            _link(work),
            escape(catalog.label("found-kind", work.kind)),
            escape(catalog.label("subfield", work.subfield)),
            str(len(work.lists & counted)),
        ]
        for work in waiting[:most]
    ]
    columns = [Column("Work", 50), Column("Kind", 18), Column("Part", 20), Column("Lists", 12)]
    none = [quiet("nothing waits"), "", "", ""]
    return list_table(columns, rows or [none], name=name, caption=caption, classes=("counts-last",))


def _title(work: FoundWork) -> str:
    return max((row["title"] for row in work.rows), key=len) or work.rows[0]["row"]


def _link(work: FoundWork) -> str:
    """A work's title with a link by the first identifier that any of its rows has."""
    for field, start in (
        ("doi", "https://doi.org/"),
        ("arxiv", "https://arxiv.org/abs/"),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/"),
        ("repository", "https://"),
    ):
        found = next((row[field] for row in work.rows if row[field]), "")
        if found:
            return link(_title(work), f"{start}{found}")
    return escape(_title(work))


def counts(catalog: Catalog) -> dict[str, int]:
    """What the page says in numbers: lists, searches, rows, works, waiting, and those of the
    waiting that at least two inventories name ("wanted")."""
    works = found_works(catalog)
    counted = {row["id"] for row in inventories(catalog)}
    waiting = [work for work in works if work.outcome == "waiting"]
    return {
        "lists": sum(row["kind"] == "list" for row in catalog.rows["lists"]),
        "inventories": len(counted),
        "searches": len(catalog.rows["queries"]),
        "rows": len(catalog.rows["sources"]),
        "works": len(works),
        "waiting": len(waiting),
        "wanted": sum(len(work.lists & counted) > 1 for work in waiting),
    }


def share(catalog: Catalog, *, kind: str, least: int) -> float:
    """The share, 0 to 1, of the works of a kind within the scope that at least ``least``
    inventories name and the survey holds; 1 if there are none."""
    counted: Sequence[str] = [row["id"] for row in inventories(catalog)]
    works = [work for work in found_works(catalog) if work.kind in KINDS[kind]]
    held = coverage(works, counted, [least])[0].share
    return 1.0 if held is None else held
