"""The row of a new entry: what the contributor gave, and what can be told from its work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..catalog import Catalog
from ..sources.characters import odd_characters
from ..sources.schema import Table
from .candidates import Candidate
from .naming import make_id, short_name


class UnusableRequestError(ValueError):
    """What was asked for does not fit the tables; says what would."""


@dataclass(frozen=True)
class Request:
    """The table that a work shall enter, and cells of its row that the contributor gives.
    ``anew``: although a work like it is there."""

    table: str = "models"
    cells: Mapping[str, str] = field(default_factory=dict)
    anew: bool = False


def requested_table(catalog: Catalog, request: Request) -> Table:
    """The table that is asked for.

    Raises:
        UnusableRequestError: a table, column or term is not one of the survey.
    """
    tables = {table.name: table for table in catalog.schema.entry_tables}
    if request.table not in tables:
        raise UnusableRequestError(f"'{request.table}' is not one of {', '.join(tables)}")
    table = tables[request.table]
    for name, cell in request.cells.items():
        for odd in odd_characters(cell, tabs=False):
            raise UnusableRequestError(
                f"the {name} given holds {odd.what}, at character {odd.column}"
            )
        if name not in table.fields:
            raise UnusableRequestError(f"{table.path} has no column '{name}'")
        vocabulary = table.fields[name].vocabulary
        terms = catalog.terms(vocabulary)
        if vocabulary and cell not in terms:
            raise UnusableRequestError(f"'{cell}' is no {name}; it is one of {', '.join(terms)}")
    return table


def new_row(
    catalog: Catalog, table: Table, request: Request, candidate: Candidate, key: str
) -> tuple[dict[str, str], list[str]]:
    """The cells of a new entry's row, and what is to be said about them.

    Raises:
        UnusableRequestError: a required cell is not given, or the id is taken or is none.
    """
    title = candidate.text("title")
    cells = {"reference": key, "name": short_name(title), **request.cells}
    notes = (
        [] if "name" in request.cells else [f"it is named '{cells['name']}'; --name says otherwise"]
    )
    taken = {row["id"]: row["name"] for row in catalog.rows[table.name]}
    if cells["name"].casefold() in (name.casefold() for name in taken.values()):
        notes.append(f"{table.path} has another entry named '{cells['name']}': is it the same?")
    cells.setdefault("id", make_id(cells["name"], taken))
    if not cells["id"]:
        raise UnusableRequestError(f"no id can be made of '{cells['name']}'; give one with --id")
    if "id" not in request.cells and not cells["name"].isascii():
        notes.append(f"its id is '{cells['id']}'; --id says otherwise")
    if cells["id"] in taken:
        raise UnusableRequestError(f"the id '{cells['id']}' is taken; ids are permanent")
    if "topic" in table.fields and "topic" not in cells and cells.get("family"):
        cells["topic"] = _likely_topic(catalog, cells["family"], title)
        family = cells["family"]
        rows = catalog.rows["models"]
        others = {row["topic"] for row in rows if row["family"] == family} - {cells["topic"]}
        listed = ", ".join(sorted(others))
        notes.append(
            f"its topic is guessed as '{cells['topic']}'; --topic says otherwise: {listed}"
        )
    missing = [
        each.name for each in table.fields.values() if each.required and not cells.get(each.name)
    ]
    if missing:
        options = " and ".join(f"--{name}" for name in missing)
        raise UnusableRequestError(f"a row of {table.path} needs {options}")
    pattern = table.fields["id"].pattern
    if pattern and not pattern.fullmatch(cells["id"]):
        raise UnusableRequestError(
            f"'{cells['id']}' is no id; it is lower-case letters, digits, hyphens"
        )
    return cells, notes


def _likely_topic(catalog: Catalog, family: str, title: str) -> str:
    """The topic, among those of the family, whose titles share the most telling words."""
    rows = [row for row in catalog.rows["models"] if row["family"] == family]
    titles = [
        (row["topic"], _words(catalog.works[row["reference"]].text("title")))
        for row in rows
        if row["reference"] in catalog.works
    ]
    spread = Counter(word for _, words in titles for word in words)
    scores: dict[str, float] = {topic: 0.0 for topic, _ in titles}
    for topic, words in titles:
        # A word says the more the fewer titles have it; large topics must not win by size.
        scores[topic] += sum(1 / spread[word] for word in words & _words(title))
    topics = [row["topic"] for row in rows] or catalog.terms("topic")
    return max(dict.fromkeys(topics), key=lambda topic: (scores.get(topic, 0), topics.count(topic)))


def _words(title: str) -> set[str]:
    return set(re.findall(r"[a-z]{3,}", title.lower()))
