"""The story of an entry, which its page tells before its facts: what it is, where it did well and
badly, who studied it, what it came from, how it can be had and used, and what is like it.

Pure data for the template ``story.html``; addresses are relative to the entry's page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten

from ..catalog import Catalog
from ..catalog.licences import LICENCES, licence_families, licence_fields
from ..catalog.measurers import OTHERS
from ..catalog.ranking import best_of_each
from ..catalog.similar import similar_entries
from ..export.history import Change
from ..sources.schema import Field
from ..sources.webaddress import is_linkable
from ..views.entries import KINDS, STATES
from ..views.results import records, rounded
from .entrypages import Part, short_citation, source_part
from .lineage import Drawing, Lineages
from .sentences import what_it_is

_FEW = 3
"""As many comparisons are named where a model did well, and as many where it did badly."""
_WELL, _BADLY = 0.75, 0.25
"""Ahead of this share of the other systems, or of no more than this."""
_PLACES = {"weights": "Weights", "code": "Code", "homepage": "Home page"}
"""Columns that lead to where an entry can be had, and what they are called."""
_LONGEST = 80
"""Letters of what a field said before."""
_SHORTEST = 3
"""Letters of a name that is looked for in the words of studies."""


@dataclass(frozen=True)
class Standing:
    """A comparison by others in which a model did well or badly."""

    comparison: Part
    rank: int
    systems: int
    value: str


@dataclass(frozen=True)
class Study:
    """A study that names an entry, and what it found."""

    name: Part
    finding: str


@dataclass(frozen=True)
class Licence:
    """A licence: of what, its name as stated, where it can be read, what it allows."""

    of: str
    name: Part
    family: str
    meaning: str


@dataclass(frozen=True)
class Edit:
    """A field that changed: what it is called, what it said before, and, of its last change, where
    its value was read."""

    label: str
    before: str
    source: str = ""


@dataclass(frozen=True)
class Event:
    """What happened to an entry on a day: it was "added" or "changed", and in which fields."""

    day: str
    kind: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Story:
    """Everything that is told of one entry before its facts."""

    sentence: str
    well: tuple[Standing, ...] = ()
    badly: tuple[Standing, ...] = ()
    studies: tuple[Study, ...] = ()
    lineage: Drawing | None = None
    access: tuple[str, str] = ("", "")
    places: tuple[tuple[str, str, str], ...] = ()
    licences: tuple[Licence, ...] = ()
    similar: tuple[Part, ...] = ()
    history: tuple[Event, ...] = ()


class Stories:
    """The stories of a catalog's entries; ``changes`` is what git tells of them."""

    def __init__(self, catalog: Catalog, changes: Iterable[Change] = ()):
        self.catalog = catalog
        self.names = {row["id"]: row["name"] for table in KINDS for row in catalog.rows[table]}
        self.families = licence_families(catalog)
        self.texts = {row["licence"]: row.cells for row in catalog.rows.get(LICENCES, ())}
        self.lineages = Lineages(catalog)
        self.rows = {
            (table, row["id"]): row.cells for table in KINDS for row in catalog.rows[table]
        }
        self._changes: dict[tuple[str, str], list[Change]] = {}
        for change in changes:
            self._changes.setdefault((change.table, change.id), []).append(change)

    def of(self, table: str, identifier: str) -> Story:
        """The story of an entry."""
        cells = self.rows[table, identifier]
        well, badly = self._standings.get(identifier, ((), ())) if table == "models" else ((), ())
        return Story(
            sentence=what_it_is(self.catalog, table, cells, self.names),
            well=tuple(well),
            badly=tuple(badly),
            studies=tuple(self._studies.get(identifier, ())) if table == "models" else (),
            lineage=self.lineages.of(identifier) if table == "models" else None,
            access=self._access(table, cells),
            places=tuple(self._places(table, cells)),
            licences=tuple(self._licences(table, cells)),
            similar=tuple(
                Part(self.names[each], f"../{table}/{each}.html")
                for each in self._similar(table).get(identifier, ())
            ),
            history=tuple(self._history(table, identifier)),
        )

    @cached_property
    def _standings(self) -> dict[str, tuple[list[Standing], list[Standing]]]:
        """By model, where it did well and badly in comparisons by others: of its best variants,
        the extremes first, of each benchmark one."""
        titles = {row["id"]: row.cells for row in self.catalog.rows["comparisons"]}
        best = best_of_each(self.catalog.results)
        best = best[(best["measurer"] == OTHERS) & best["beaten"].notna()]
        found: dict[str, tuple[list[Standing], list[Standing]]] = {}
        for ascending, place in ((False, 0), (True, 1)):
            seen = set()
            for row in records(best.sort_values("beaten", ascending=ascending, kind="stable")):
                lists = found.setdefault(row["model"], ([], []))
                fits = row["beaten"] <= _BADLY if ascending else row["beaten"] >= _WELL
                key = row["model"], row["benchmark"]
                if not fits or key in seen or len(lists[place]) == _FEW:
                    continue
                seen.add(key)
                href = f"../benchmarks/{row['benchmark']}.html#{row['comparison']}"
                told = Part(titles[row["comparison"]]["title"], href)
                value = f"{row['metric']} {rounded(row['stated'])}"
                lists[place].append(Standing(told, int(row["rank"]), int(row["systems"]), value))
        return found

    @cached_property
    def _studies(self) -> dict[str, list[Study]]:
        """By model, the studies whose subject, finding or name has the model's name in it."""
        models: dict[str, str] = {}
        for row in self.catalog.rows["models"]:
            if len(row["name"]) >= _SHORTEST:
                models.setdefault(row["name"], row["id"])
        # Of names that begin alike the longest is meant.
        names = sorted(models, key=len, reverse=True)
        if not names:
            return {}
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
        found: dict[str, list[Study]] = {}
        for row in self.catalog.rows["studies"]:
            told = [row[field] for field in ("name", "subject", "finding")]
            words = " ".join(text for text in told if text not in STATES)
            finding = "" if row["finding"] in STATES else row["finding"]
            study = Study(Part(row["name"], f"../studies/{row['id']}.html"), finding)
            for name in dict.fromkeys(pattern.findall(words)):
                found.setdefault(models[name], []).append(study)
        return found

    def _access(self, table: str, cells: Mapping[str, str]) -> tuple[str, str]:
        field = self.catalog.schema.tables[table].fields.get("access")
        if field is None or cells["access"] in STATES:
            return "", ""
        label = self.catalog.label(field.vocabulary, cells["access"])
        return label, self._meanings.get((field.vocabulary, cells["access"]), "")

    def _places(self, table: str, cells: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
        for name, label in _PLACES.items():
            address = cells.get(name, "")
            if is_linkable(address):
                yield label, address.split("://", 1)[1].removesuffix("/"), address

    def _licences(self, table: str, cells: Mapping[str, str]) -> Iterable[Licence]:
        fields = self.catalog.schema.tables[table].fields
        for name in reversed(licence_fields(self.catalog, table)):
            cell = cells[name]
            family = self.families.get(cell)
            if family is None:
                continue
            text = self.texts.get(cell, {})
            yield Licence(
                of=fields[name].title,
                name=Part("" if cell in STATES else cell, text.get("source", "")),
                family=self.catalog.label("licence-family", family),
                meaning=self._meanings.get(("licence-family", family), ""),
            )

    @cached_property
    def _meanings(self) -> dict[tuple[str, str], str]:
        return {
            (row["vocabulary"], row["term"]): row["definition"]
            for row in self.catalog.rows["taxonomy"]
        }

    def _similar(self, table: str) -> Mapping[str, Sequence[str]]:
        if table not in self._alike:
            self._alike[table] = similar_entries(self.catalog, table)
        return self._alike[table]

    @cached_property
    def _alike(self) -> dict[str, dict[str, list[str]]]:
        return {}

    def _history(self, table: str, identifier: str) -> Iterable[Event]:
        fields = self.catalog.schema.tables[table].fields
        seen: set[str] = set()
        for change in self._changes.get((table, identifier), ()):
            edits = []
            for name, cell in zip(change.fields, change.before, strict=True):
                if name not in fields:
                    continue
                # The evidence proves the present value, which the newest change brought.
                source = "" if name in seen else self._sources.get((table, identifier, name), "")
                seen.add(name)
                before = self._before(fields[name], cell)
                edits.append(Edit(fields[name].title, before, source))
            # Columns that the table has no more say nothing to a reader of today's.
            if edits or not change.fields:
                yield Event(change.date.isoformat(), change.kind, tuple(edits))

    def _before(self, field: Field, cell: str) -> str:
        """What a cell said, in the words of a page and no longer than a line."""
        if cell in STATES:
            return STATES[cell]
        values = field.values(cell)
        if field.vocabulary:
            labels = [self.catalog.label(field.vocabulary, value) for value in values]
        else:
            works = self.catalog.works
            cited = {value: short_citation(works[value]) for value in values if value in works}
            labels = [self.names.get(value, cited.get(value, value)) for value in values]
        return shorten(", ".join(labels), _LONGEST, placeholder=" …")

    @cached_property
    def _sources(self) -> dict[tuple[str, str, str], str]:
        """Where the values of cells that changed were read."""
        found = {}
        for row in self.catalog.rows["evidence"]:
            if (row["table"], row["id"]) in self._changes:
                source = source_part(self.catalog, row["source"]).text
                found[row["table"], row["id"], row["field"]] = source
        return found
