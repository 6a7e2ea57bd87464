"""Who made the survey: people, and the chapters that they wrote on, from the history in git.

A chapter whose code names this module is executed again when the history has changed.
"""

from __future__ import annotations

from ..catalog import Catalog
from ..sources.contents import listed_chapters
from ..sources.credit import AREAS, Credit, read_credit
from .myst import Column, Myst, escape, list_table


def people(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """A sentence and a table of everyone who contributed, those who came first first: since
    when, and how many of their changes touched each area. Words alone if history is not known."""
    credit = read_credit(catalog.root)
    if credit.note:
        return _unknown(credit)
    count = len(credit.contributors)
    people = f"{count:,} people, in the order in which they came" if count > 1 else "one person"
    sentence = f"{{numref}}`{name}` lists everyone who has contributed so far: {people}."
    rows = [
        [
            escape(person.name),
            person.since.isoformat(),
            *(f"{person.changes[area]:,}" for area in AREAS),
        ]
        for person in credit.contributors
    ]
    columns = [
        Column("Name", 40),
        Column("Since", 18),
        *(Column(label, 14) for label in AREAS.values()),
    ]
    table = list_table(columns, rows, name=name, caption=caption, classes=("counts",))
    return Myst(f"{sentence}\n\n{table}")


def chapters(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """A sentence and a table of the chapters, each with those who wrote on it, the first one
    first. Words alone if history is not known."""
    credit = read_credit(catalog.root)
    if credit.note:
        return _unknown(credit)
    listed, _ = listed_chapters(catalog.root)
    written = {path.rsplit(".", 1)[0]: names for path, names in credit.chapters.items()}
    rows = [
        [f"{{doc}}`/{chapter}`", ", ".join(map(escape, written[chapter]))]
        for chapter in listed
        if chapter in written
    ]
    if not rows:
        return Myst("No chapter was committed yet.")
    columns = [Column("Chapter", 45), Column("Written by", 55)]
    table = list_table(columns, rows, name=name, caption=caption)
    return Myst(f"{{numref}}`{name}` says who wrote on which chapter.\n\n{table}")


def _unknown(credit: Credit) -> Myst:
    return Myst(
        "This copy of the book was built without its history, so it cannot say: "
        f"{escape(credit.note)}."
    )
