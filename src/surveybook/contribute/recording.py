"""What a list names, recorded: a row in sources.csv for each work, with what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..catalog import load
from ..editing.files import locked
from .found import Found
from .sourcerows import Tables, found_of, known_works
from .titles import name_letters


@dataclass(frozen=True)
class Recorded:
    """What recording did: new rows by their outcome, and works that the list had before."""

    outcomes: Mapping[str, int]
    known: int

    def sentence(self, name: str) -> str:
        """What was recorded, in words."""
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        new = sum(self.outcomes.values())
        return f"'{name}': {new} new rows{f' ({told})' if told else ''}, {self.known} known before"


def record(root: Path, source: Mapping[str, str], found: Sequence[Found]) -> Recorded:
    """Give each work that a list names a row in data/sources.csv, and the list one in
    data/lists.csv. ``source`` holds the list's id and what else is to be said of it. What the
    list named before is not added again.

    Raises:
        UnfitSourceError: a new list has no title.
        SurveyError: the tables cannot be read.
    """
    with locked(root):
        tables = Tables.read(load(root))
        listed = tables.register(source)
        named = _Named(found_of(cells) for cells in tables.sources if cells["list"] == listed["id"])
        works = known_works(tables.catalog, tables.sources)
        new: Counter[str] = Counter()
        before = 0
        for one in found:
            if not named.add(one):
                before += 1
                continue
            known = works.recognise(one, listed["id"]) if one.says_anything else None
            cells = tables.append(listed, one, known)
            new[cells["disposition"]] += 1
            if one.says_anything:
                works.add(one, known, cells["row"], listed["id"])
        tables.write()
    return Recorded(new, before)


class _Named:
    """The works that one list named before, and those that it names now."""

    def __init__(self, before: Iterable[Found]) -> None:
        self._titles: set[str] = set()
        self._identifiers: set[str] = set()
        self._empty = 0
        empty = 0
        for one in before:
            self.add(one)
            empty += not one.says_anything
        self._empty = empty

    def add(self, found: Found) -> bool:
        """Whether a work is new to the list."""
        if not found.says_anything:
            self._empty -= 1
            return self._empty < 0
        title = name_letters(found.title)
        told = found.identifiers | ({found.repository.lower()} - {""})
        known = title in self._titles if title else told <= self._identifiers
        self._titles |= {title} - {""}
        self._identifiers |= told
        return not known
