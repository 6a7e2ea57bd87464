"""The rows of lists.csv and sources.csv as they are changed, and what each work's outcome is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..catalog import Catalog
from ..editing.files import replace_files
from ..editing.table import format_row
from ..sources.datafiles import read_table
from ..sources.problems import SurveyError
from .found import Found
from .knownworks import KnownWorks
from .samework import Known

Cells = dict[str, str]
_SAID = ("section", "title", "kind", "subfield", "year", "arxiv", "doi", "pmid", "repository")
_LONGEST_PREFIX = 8


class UnfitSourceError(ValueError):
    """A list or search that cannot be registered as it was described; says what is missing."""


@dataclass(frozen=True)
class Tables:
    """Both tables as text cells, in the order of their files."""

    catalog: Catalog
    lists: list[Cells]
    sources: list[Cells]

    @classmethod
    def read(cls, catalog: Catalog) -> Tables:
        """The tables as the files have them now.

        Raises:
            SurveyError: one of them cannot be read whole.
        """
        found = []
        for name in ("lists", "sources"):
            rows, problems = read_table(catalog.root, catalog.schema.tables[name])
            if problems:
                raise SurveyError(problems)
            found.append([dict(row.cells) for row in rows])
        return cls(catalog, *found)

    def write(self) -> None:
        """Replace both files, together."""
        texts = {}
        for name, rows in (("lists", self.lists), ("sources", self.sources)):
            table = self.catalog.schema.tables[name]
            lines = [list(table.fields), *([row[field] for field in table.fields] for row in rows)]
            texts[table.path] = "".join(map(format_row, lines))
        replace_files(self.catalog.root, texts)

    def register(self, source: Mapping[str, str]) -> Cells:
        """The row of a list or search, made if it is not there; cells that are given replace
        those that it had.

        Raises:
            UnfitSourceError: a new one has no title.
        """
        given = {name: cell for name, cell in source.items() if cell}
        for cells in self.lists:
            if cells["id"] == source["id"]:
                cells |= given
                return cells
        if "title" not in given:
            raise UnfitSourceError(f"'{source['id']}' is new; say what it is with --title")
        fields = self.catalog.schema.tables["lists"].fields
        taken = {cells["prefix"] for cells in self.lists}
        cells = dict.fromkeys(fields, "") | {"kind": "list", "rows": "0"} | given
        cells["prefix"] = _prefix(source["id"], taken)
        self.lists.append(cells)
        return cells

    def append(self, listed: Cells, found: Found, known: Known | None) -> Cells:
        """Put a work under the next number of a list, with the outcome that follows from what it
        is known as."""
        number = int(listed["rows"]) + 1
        listed["rows"] = str(number)
        cells = dict.fromkeys(self.catalog.schema.tables["sources"].fields, "")
        cells |= {name: getattr(found, name) for name in _SAID}
        cells |= {"row": f"{listed['prefix']}{number:03d}", "list": listed["id"]}
        table, entry = known.place if known else ("", "")
        outcome = {"disposition": "waiting"}
        if not found.says_anything:
            outcome = {"disposition": "placeholder"}
        elif known and known.row:
            outcome = {
                "disposition": "duplicate",
                "same_as": known.row,
                "table": table,
                "id": entry,
            }
        elif known:
            outcome = {"disposition": "entry", "table": table, "id": entry}
        cells |= outcome
        self.sources.append(cells)
        return cells


def found_of(cells: Mapping[str, str]) -> Found:
    """What a row says of its work."""
    return Found(**{name: cells[name] for name in _SAID})


def known_works(catalog: Catalog, sources: Iterable[Mapping[str, str]]) -> KnownWorks:
    """The entries of the survey with all that rows call them, and the works of the other rows."""
    works = KnownWorks()
    works.add_entries(catalog)
    by_row: dict[str, Known] = {}
    for cells in sources:
        if cells["disposition"] == "placeholder":
            continue
        known = works.entries.get((cells["table"], cells["id"])) or by_row.get(cells["same_as"])
        by_row[cells["row"]] = works.add(found_of(cells), known, cells["row"], cells["list"])
    return works


def match_waiting(catalog: Catalog, sources: list[Cells]) -> list[str]:
    """Let the waiting rows whose work is an entry by now lead to it, with their duplicates; the
    rows that were changed."""
    entries = KnownWorks()
    entries.add_entries(catalog)
    groups: dict[str, list[Cells]] = {}
    for cells in sources:
        groups.setdefault(cells["same_as"] or cells["row"], []).append(cells)
    before = {cells["row"]: dict(cells) for cells in sources}
    for group in groups.values():
        if group[0]["disposition"] != "waiting":
            continue
        known = next(filter(None, (entries.recognise(found_of(one)) for one in group)), None)
        if known:
            lead(group, known.place)
    join_entries(sources)
    return [cells["row"] for cells in sources if cells != before[cells["row"]]]


def lead(group: Iterable[Cells], place: tuple[str, str]) -> None:
    """Let the rows of one work lead to an entry; :func:`join_entries` says which is the first."""
    for cells in group:
        cells |= {"disposition": "entry", "table": place[0], "id": place[1], "reason": ""}


def join_entries(sources: Iterable[Cells]) -> None:
    """Of the rows that lead to one entry let the first be its entry and the others duplicates."""
    first: dict[tuple[str, str], str] = {}
    for cells in sources:
        if cells["disposition"] in ("entry", "duplicate") and cells["id"]:
            leader = first.setdefault((cells["table"], cells["id"]), cells["row"])
            is_first = leader == cells["row"]
            cells["disposition"] = "entry" if is_first else "duplicate"
            cells["same_as"] = "" if is_first else leader


def _prefix(name: str, taken: set[str]) -> str:
    """Capital letters for the numbers of a list's rows, made of its id."""
    letters = "".join(character for character in name.upper() if "A" <= character <= "Z") or "L"
    for length in range(min(3, len(letters)), _LONGEST_PREFIX + 1):
        if len(letters) >= length > 1 and letters[:length] not in taken:
            return letters[:length]
    tails = (a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return next(letters[:6] + tail for tail in tails if letters[:6] + tail not in taken)
