"""The works that lists and searches named, each once, and how many of them the survey holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .catalog import Catalog

_KIND_OF = {
    "models": "model",
    "datasets": "dataset",
    "databases": "dataset",
    "studies": "evaluation",
    "resources": "other",
}
_NO_PART = "other"
COVERS = 3
"""Works of a part of the field that a list names to be said to cover it."""


@dataclass(frozen=True)
class FoundWork:
    """A work with all rows that name it, the first of them first.

    ``kind`` and ``subfield`` are those that most of its rows have; of an entry, ``kind`` follows
    from its table. ``outcome`` is "entry", "out-of-scope" or "waiting".
    """

    rows: tuple[Mapping[str, str], ...]
    kind: str
    subfield: str

    @property
    def outcome(self) -> str:
        """What became of it."""
        return self.rows[0]["disposition"]

    @property
    def reason(self) -> str:
        """Why it is out of scope; or ""."""
        return self.rows[0]["reason"]

    @property
    def lists(self) -> frozenset[str]:
        """The lists and searches that named it."""
        return frozenset(row["list"] for row in self.rows)


@dataclass(frozen=True)
class Coverage:
    """Of works that are named by at least ``least`` inventories: how many there are in the
    survey, out of its scope, and waiting."""

    least: int
    entries: int
    out_of_scope: int
    waiting: int

    @property
    def works(self) -> int:
        """How many works there are in all."""
        return self.entries + self.out_of_scope + self.waiting

    @property
    def share(self) -> float | None:
        """The share, 0 to 1, of the works within the scope that the survey holds; None if there
        are none."""
        within = self.entries + self.waiting
        return self.entries / within if within else None


def found_works(catalog: Catalog) -> list[FoundWork]:
    """Every work that a list or search named, in the order of their first rows. What is no work
    (empty rows, headings, people) is none of them."""
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in catalog.rows["sources"]:
        groups.setdefault(row["same_as"] or row["row"], []).append(row.cells)
    return [
        FoundWork(tuple(rows), _kind(rows), _most(row["subfield"] for row in rows))
        for rows in groups.values()
        if rows[0]["disposition"] != "placeholder" and rows[0]["reason"] != "not-a-work"
    ]


def inventories(catalog: Catalog) -> list[Mapping[str, str]]:
    """The lists that were read to see what the survey lacks: those that it did not grow out of
    (they have no reference in references.bib)."""
    return [
        row.cells for row in catalog.rows["lists"] if row["kind"] == "list" and not row["reference"]
    ]


def coverage(
    works: Sequence[FoundWork], counted: Iterable[str], least: Sequence[int] = (3, 2, 1)
) -> list[Coverage]:
    """How many of some works the survey holds, by how many of the lists ``counted`` name them."""
    counted = frozenset(counted)
    named = [(len(work.lists & counted), work.outcome) for work in works]
    found = []
    for fewest in least:
        outcomes = Counter(outcome for number, outcome in named if number >= fewest)
        found.append(
            Coverage(fewest, outcomes["entry"], outcomes["out-of-scope"], outcomes["waiting"])
        )
    return found


def coverage_by(
    catalog: Catalog, key: Callable[[FoundWork], str], kinds: Sequence[str] = ()
) -> dict[str, list[Coverage]]:
    """Coverage of the works of some kinds (all if none is given) by what ``key`` says of them,
    counted over the inventories."""
    counted = [row["id"] for row in inventories(catalog)]
    groups: dict[str, list[FoundWork]] = {}
    for work in found_works(catalog):
        if not kinds or work.kind in kinds:
            groups.setdefault(key(work), []).append(work)
    return {name: coverage(works, counted) for name, works in groups.items()}


def current_to(catalog: Catalog) -> dict[str, tuple[str, str]]:
    """For each part of the field the newest day to which a list or search that covers it looked,
    and that list's id. A list covers the part that it is about, and those of which it names
    :data:`COVERS` works."""
    rows: dict[str, Counter[str]] = {}
    for row in catalog.rows["sources"]:
        rows.setdefault(row["list"], Counter())[row["subfield"]] += 1
    newest: dict[str, tuple[str, str]] = {}
    for source in catalog.rows["lists"]:
        counts = rows.get(source["id"], Counter())
        covered = {part for part, number in counts.items() if part and number >= COVERS}
        for part in covered | ({source["subfield"]} - {""}):
            newest[part] = max(newest.get(part, ("", "")), (source["current_to"], source["id"]))
    return newest


def _kind(rows: Sequence[Mapping[str, str]]) -> str:
    kind = _KIND_OF.get(rows[0]["table"], "")
    if kind == "evaluation":
        return "survey" if _most(row["kind"] for row in rows) == "survey" else kind
    return kind or _most(row["kind"] for row in rows)


def _most(terms: Iterable[str]) -> str:
    """The commonest term; that of no part of the field only if there is no other."""
    stated = [term for term in terms if term]
    # Most works have one row, and to count takes long.
    if len(set(stated)) <= 1:
        return stated[0] if stated else _NO_PART
    telling = Counter(term for term in stated if term != _NO_PART)
    return telling.most_common(1)[0][0]
