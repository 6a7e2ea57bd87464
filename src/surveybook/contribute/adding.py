"""A work put into the survey: its entry in references.bib and its row in a table."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..catalog import Catalog, load
from ..editing.bibtex import format_entry, insert_entry, replace_entry
from ..editing.files import locked, replace_files
from ..editing.table import insert_row
from ..sources.bibliography import PATH, Work
from ..sources.characters import odd_characters
from ..sources.schema import Table
from .candidates import Candidate
from .naming import make_id, make_key, short_name
from .recognition import recognise

_GROUPS = {"models": ("family", "topic"), "datasets": ("family",)}
"""The columns by which a table's rows stand together; others are grouped by kind, if at all."""


class UnusableWishError(ValueError):
    """What was asked for does not fit the tables; says what would."""


@dataclass(frozen=True)
class Wish:
    """The table that a work shall enter, and cells of its row that the contributor gives.
    ``anew``: although a work like it is there."""

    table: str = "models"
    cells: Mapping[str, str] = field(default_factory=dict)
    anew: bool = False


@dataclass(frozen=True)
class Plan:
    """What would be written: paths by old and new text, and what there is to say about it."""

    changes: Mapping[str, tuple[str, str]]
    notes: list[str]

    def diff(self) -> str:
        """The changes as a unified diff."""
        return "".join(
            line if line.endswith("\n") else f"{line}\n"
            for name, (old, new) in self.changes.items()
            for line in difflib.unified_diff(
                old.splitlines(keepends=True), new.splitlines(keepends=True), name, name, n=1
            )
        )


def plan(root: Path, candidate: Candidate, wish: Wish) -> Plan:
    """What adding a work to the book at ``root`` would change; nothing is written.

    A work that is there already is not added again: what its entry lacks (the arXiv id, or the
    published version of a preprint) is completed, and its row is added if it has none.

    Raises:
        UnusableWishError: a table, column or term is not one of the survey.
        SurveyError, UnreadableError, UnreadableTableError: the sources can not be read.
    """
    catalog = load(root)
    table = _table(catalog, wish)
    changes: dict[str, tuple[str, str]] = {}
    notes: list[str] = []
    known = None
    if not wish.anew:
        known = recognise(
            catalog.works.values(),
            title=candidate.text("title"),
            authors=candidate.authors,
            doi=candidate.text("doi"),
            arxiv=candidate.arxiv,
        )
    bibliography = _text(root, PATH)
    if known:
        key = known.work.key
        notes.append(f"the work is there already as '{key}': {known.because}")
        completed = _completed(known.work, candidate)
        if completed:
            entry = format_entry(completed.type, key, completed.fields)
            changes[PATH] = (bibliography, replace_entry(bibliography, key, entry))
            notes.append("its entry is completed with what is new")
    else:
        author = next(iter(candidate.authors), "")
        title, year = candidate.text("title"), candidate.text("firstyear")
        key = make_key(author, year, title, catalog.works)
        entry = format_entry(candidate.type, key, candidate.fields)
        changes[PATH] = (bibliography, insert_entry(bibliography, key, entry))
        notes += _gaps(candidate)
    listed = [row["id"] for row in catalog.rows[table.name] if key in _keys(row.cells)]
    if listed:
        notes.append(f"{table.path} has it as '{listed[0]}'")
    else:
        cells, said = _cells(catalog, table, wish, candidate, key)
        notes += said
        old = _text(root, table.path)
        group = _GROUPS.get(table.name, ("kind",) if "kind" in table.fields else ())
        changes[table.path] = (old, insert_row(old, table, cells, group))
    return Plan(changes, notes)


def carry_out(root: Path, candidate: Candidate, wish: Wish) -> Plan:
    """Add the work; what was written. It is planned anew on the files as they are when no
    other run can write, so that nothing that came in meanwhile is lost.

    Raises:
        As :func:`plan`; OSError: a file can not be written, and then none was.
    """
    with locked(root):
        final = plan(root, candidate, wish)
        replace_files(root, {name: new for name, (_, new) in final.changes.items()})
    return final


def _text(root: Path, name: str) -> str:
    return (root / name).read_bytes().decode("utf-8")


def _table(catalog: Catalog, wish: Wish) -> Table:
    tables = {table.name: table for table in catalog.schema.entry_tables}
    if wish.table not in tables:
        raise UnusableWishError(f"'{wish.table}' is not one of {', '.join(tables)}")
    table = tables[wish.table]
    for name, cell in wish.cells.items():
        for odd in odd_characters(cell, tabs=False):
            raise UnusableWishError(f"the {name} given holds {odd.what}, at character {odd.column}")
        if name not in table.fields:
            raise UnusableWishError(f"{table.path} has no column '{name}'")
        vocabulary = table.fields[name].vocabulary
        terms = catalog.terms(vocabulary)
        if vocabulary and cell not in terms:
            raise UnusableWishError(f"'{cell}' is no {name}; it is one of {', '.join(terms)}")
    return table


def _keys(cells: Mapping[str, str]) -> list[str]:
    return [cells.get("reference", ""), *cells.get("further_references", "").split("; ")]


def _completed(work: Work, candidate: Candidate) -> Candidate | None:
    """The known work with what the candidate adds to it, or None if that is nothing."""
    first = min(work.text("firstyear") or "9999", candidate.text("firstyear"))
    if candidate.type != "misc" and work.type == "misc" and not work.text("doi"):
        fields = {**work.fields, **candidate.fields, "firstyear": first}
        if work.text("title").casefold() != candidate.text("title").casefold():
            fields.setdefault("earliertitle", work.fields["title"])
        old = work.fields.get("provenance")
        if old:
            fields["provenance"] = f"{candidate.fields['provenance']}; {old}"
        return Candidate(candidate.type, fields)
    if candidate.arxiv and not work.text("eprint"):
        more = {"eprint": candidate.arxiv, "archiveprefix": "arXiv", "firstyear": first}
        return Candidate(work.type, {**work.fields, **more})
    return None


def _gaps(candidate: Candidate) -> list[str]:
    notes = []
    if not (candidate.text("doi") or candidate.arxiv):
        notes.append(
            "it has no DOI or arXiv id: add one, or say in a field 'tried' where you looked"
        )
    if "others" in candidate.authors:
        notes.append("its author list is cut short: write all authors")
    return notes


def _cells(
    catalog: Catalog, table: Table, wish: Wish, candidate: Candidate, key: str
) -> tuple[dict[str, str], list[str]]:
    """The row of a new entry: what was given, and what can be told from the work."""
    title = candidate.text("title")
    cells = {"reference": key, "name": short_name(title), **wish.cells}
    notes = (
        [] if "name" in wish.cells else [f"it is named '{cells['name']}'; --name says otherwise"]
    )
    taken = {row["id"]: row["name"] for row in catalog.rows[table.name]}
    if cells["name"].casefold() in (name.casefold() for name in taken.values()):
        notes.append(f"{table.path} has another entry named '{cells['name']}': is it the same?")
    cells.setdefault("id", make_id(cells["name"], taken))
    if cells["id"] in taken:
        raise UnusableWishError(f"the id '{cells['id']}' is taken; ids are permanent")
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
        raise UnusableWishError(f"a row of {table.path} needs {options}")
    pattern = table.fields["id"].pattern
    if pattern and not pattern.fullmatch(cells["id"]):
        raise UnusableWishError(
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
