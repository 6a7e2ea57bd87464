"""The works of the survey and those found, by everything that a row can be recognised by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..catalog import Catalog
from ..catalog.repositories import repository_in
from ..checks.identity import preprint_ids
from ..sources.bibliography import Work
from .found import Found
from .samework import Known, agrees, by_name, contradicts, may_be_renamed, plausible, words
from .titles import LONG, name_letters, same_title, split_title, title_letters

_FEW = 25
"""Titles that may share a word for it to be looked at as telling."""
_TELLING = 11
"""Letters of a title beyond which no two works have the same."""
_SHORTEST_NAME = 3
_KINDS_OF = {
    "models": ("model", "other", ""),
    "datasets": ("dataset", "evaluation", "other", ""),
    "databases": ("dataset", "other", ""),
    "studies": ("evaluation", "survey", "other", ""),
    "resources": ("other", "survey", "dataset", ""),
}


class KnownWorks:
    """The works of the survey and those found, by everything that they can be recognised by."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], Known] = {}
        self._works: list[Known] = []
        self._by: dict[str, dict[str, list[int]]] = {
            way: defaultdict(list) for way in ("identifier", "title", "rest", "name", "repository")
        }
        self._by_word: dict[str, list[tuple[int, str]]] = defaultdict(list)

    def recognise(self, found: Found, source: str = "") -> Known | None:
        """The work that a row of the list ``source`` names; None if it is not known."""
        led_to = self._led_to("identifier", found.identifiers)
        linked = [one for one in led_to if plausible(found, one, source)]
        titled = self._titled(found)
        # A title says more than a link, which can be wrong; both together say most.
        near = [one for one in titled if one in linked] or titled or linked
        if not near:
            repository = {found.repository.lower()} - {""}
            near = [one for one in self._led_to("repository", repository) if agrees(found, one)]
        if near:
            return by_name(found, near)
        # An unknown title with a known identifier is more often a work that was renamed than
        # one with a wrong link.
        renamed = (one for one in led_to if may_be_renamed(found, one))
        return self._named(found) or self._resembling(found) or next(renamed, None)

    def _titled(self, found: Found) -> list[Known]:
        """The works of a title, with or without the name before it."""
        head, rest = split_title(found.title)
        is_long = len(found.title.split()) >= LONG
        if head and not is_long:
            return []
        full = title_letters(found.title)
        near = self._led_to("title", [full])
        if head and len(rest.split()) >= LONG:
            near += self._led_to("title", [title_letters(rest)])
        elif not head and is_long:
            bare = self._led_to("rest", [full])
            near += bare if len(bare) == 1 else []
        return [one for one in near if len(full) > _TELLING or not contradicts(found, one)]

    def _named(self, found: Found) -> Known | None:
        """The work of a name, if it is of the kind that the row says."""
        if len(found.name) < _SHORTEST_NAME:
            return None
        near = (
            one
            for one in self._led_to("name", [found.name])
            if (found.kind in one.kinds or not one.kinds) and not contradicts(found, one)
        )
        return next(near, None)

    def add(
        self, found: Found, known: Known | None = None, row: str = "", source: str = ""
    ) -> Known:
        """Note what a row of a list calls its work; a new work if it is none of those known."""
        if known is None:
            known = self._new(Known(kinds=(found.kind, "other", "")))
        # The first row of a work is the one that the others are the same as.
        known.row = known.row or row
        number = known.number
        known.lists |= {source} if source else set()
        head, rest = split_title(found.title)
        self._note(number, known.identifiers, "identifier", found.identifiers)
        self._note(number, known.repositories, "repository", {found.repository.lower()} - {""})
        if found.name:
            self._note(number, known.names, "name", [found.name])
        self._note_title(number, known, found.title)
        if head and len(rest.split()) >= LONG:
            self._by["rest"][title_letters(rest)].append(number)
        return known

    def add_entries(self, catalog: Catalog) -> None:
        """Take in every entry of the survey with the works that present it."""
        for table in catalog.schema.entry_tables:
            for row in catalog.rows[table.name]:
                place = (table.name, row["id"])
                known = self._new(Known(place=place, kinds=_KINDS_OF.get(table.name, ())))
                self.entries[place] = known
                number = known.number
                self._note(
                    number,
                    known.names,
                    "name",
                    {name_letters(row["name"]), name_letters(row["id"])},
                )
                addresses = (row.cells.get(name, "") for name in ("code", "weights", "homepage"))
                found = {repository_in(address).lower() for address in addresses}
                self._note(number, known.repositories, "repository", found - {""})
                keys = [row["reference"], *row.cells.get("further_references", "").split("; ")]
                for work in (catalog.works[key] for key in keys if key in catalog.works):
                    self._note(number, known.identifiers, "identifier", _of_work(work))
                    for title in filter(None, (work.text("title"), work.text("earliertitle"))):
                        self._note_title(number, known, title)
                        head, rest = split_title(title)
                        if head and len(rest.split()) >= LONG:
                            self._by["rest"][title_letters(rest)].append(number)

    def _new(self, known: Known) -> Known:
        known.number = len(self._works)
        self._works.append(known)
        return known

    def _led_to(self, way: str, values: Iterable[str]) -> list[Known]:
        numbers = dict.fromkeys(n for value in values for n in self._by[way].get(value, ()))
        return [self._works[number] for number in numbers]

    def _note(self, number: int, known: set[str], way: str, values: Iterable[str]) -> None:
        for value in values:
            if value and value not in known:
                known.add(value)
                self._by[way][value].append(number)

    def _note_title(self, number: int, known: Known, title: str) -> None:
        full = title_letters(title)
        if not full or full in known.titles:
            return
        known.titles[full] = title
        self._by["title"][full].append(number)
        if len(title.split()) >= LONG:
            for word in words(title):
                self._by_word[word].append((number, title))

    def _resembling(self, found: Found) -> Known | None:
        """A work whose title is written a little otherwise."""
        if len(found.title.split()) < LONG:
            return None
        seen: dict[tuple[int, str], int] = defaultdict(int)
        for word in words(found.title):
            places = self._by_word.get(word, ())
            if len(places) <= _FEW:
                for place in places:
                    seen[place] += 1
        for (number, title), shared in seen.items():
            least = 2 if len(words(found.title)) > 3 else 1
            if (
                shared >= least
                and same_title(found.title, title)
                and not contradicts(found, self._works[number])
            ):
                return self._works[number]
        return None


def _of_work(work: Work) -> set[str]:
    """The identifiers of a work of references.bib, as those of a row are written."""
    preprints = preprint_ids(work)
    given = {f"arxiv:{number}" for server, number in preprints if server == "arxiv"}
    # Both servers of Cold Spring Harbor have DOIs of one form.
    given |= {
        f"doi:10.1101/{number}" for server, number in preprints if server in ("biorxiv", "medrxiv")
    }
    for kind in ("doi", "pmid"):
        given |= {f"{kind}:{work.text(kind).lower()}"} if work.text(kind) else set()
    return given
