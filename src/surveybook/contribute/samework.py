"""Which found rows and entries are one work: told by identifiers, titles, names, repositories."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..catalog import Catalog
from ..catalog.repositories import repository_in
from ..checks.agreement import alike, plain_letters
from ..checks.identity import preprint_ids
from ..sources.bibliography import Work
from .found import Found
from .listitems import is_preprint_doi
from .titles import name_letters, numbers_in, same_title, split_title

_LONG = 5
"""Words from which on a title tells a work by itself."""
_OTHER_TITLE = 0.5
"""Likeness of titles under which an identifier that they share is a wrong link of a list."""
_RENAMED = 0.75
"""Likeness of the rest of titles before whose colons different names stand."""
_SAME_TITLE = 0.92
"""Likeness from which on titles are one."""
_FEW = 25
"""Titles that may share a word for it to be looked at as telling."""
_COMMON = {
    *("learning", "language", "foundation", "pretraining", "pretrained", "medical", "multimodal"),
    *("generative", "transformer", "transformers", "representation", "representations", "towards"),
}
_KINDS_OF = {
    "models": ("model", "other", ""),
    "datasets": ("dataset", "evaluation", "other", ""),
    "databases": ("dataset", "other", ""),
    "studies": ("evaluation", "survey", "other", ""),
    "resources": ("other", "survey", "dataset", ""),
}


@dataclass
class Known:
    """A work as far as it is known: its place ("models", "uni") or its first row, and all that
    it was called by."""

    number: int = 0
    place: tuple[str, str] = ("", "")
    row: str = ""
    kinds: tuple[str, ...] = ()
    identifiers: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    repositories: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)


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
        led_to = self._led_to("identifier", identifiers(found))
        near = [one for one in led_to if _plausible(found, one, source)]
        if near:
            return _by_name(found, near)
        head, rest = split_title(found.title)
        full = name_letters(found.title)
        if len(found.title.split()) >= _LONG or not head:
            near = self._led_to("title", [full])
            if head and len(rest.split()) >= _LONG:
                near += self._led_to("title", [name_letters(rest)])
            elif not head and len(found.title.split()) >= _LONG:
                bare = self._led_to("rest", [full])
                near += bare if len(bare) == 1 else []
            near = [one for one in near if len(full) > 11 or not _contradicts(found, one)]
            if near:
                return _by_name(found, near)
        near = [
            one for one in self._led_to("repository", _repositories(found)) if _agrees(found, one)
        ]
        if near:
            return _by_name(found, near)
        name = _name(found)
        if len(name) > 2:
            near = [
                one
                for one in self._led_to("name", [name])
                if (found.kind in one.kinds or not one.kinds) and not _contradicts(found, one)
            ]
            if near:
                return near[0]
        resembling = self._resembling(found)
        # An unknown title with a known identifier is more often a work that was renamed than
        # one with a wrong link.
        renamed = [one for one in led_to if _may_be_renamed(found, one)]
        return resembling or next(iter(renamed), None)

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
        self._note(number, known.identifiers, "identifier", identifiers(found))
        self._note(number, known.repositories, "repository", _repositories(found))
        if _name(found):
            self._note(number, known.names, "name", [_name(found)])
        self._note_title(number, known, found.title)
        if head and len(rest.split()) >= _LONG:
            self._by["rest"][name_letters(rest)].append(number)
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
                        if head and len(rest.split()) >= _LONG:
                            self._by["rest"][name_letters(rest)].append(number)

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
        full = name_letters(title)
        if not full or full in known.titles:
            return
        known.titles[full] = title
        self._by["title"][full].append(number)
        if len(title.split()) >= _LONG:
            for word in _words(title):
                self._by_word[word].append((number, title))

    def _resembling(self, found: Found) -> Known | None:
        """A work whose title is written a little otherwise."""
        if len(found.title.split()) < _LONG:
            return None
        seen: dict[tuple[int, str], int] = defaultdict(int)
        for word in _words(found.title):
            places = self._by_word.get(word, ())
            if len(places) <= _FEW:
                for place in places:
                    seen[place] += 1
        for (number, title), shared in seen.items():
            least = 2 if len(_words(found.title)) > 3 else 1
            if (
                shared >= least
                and same_title(found.title, title)
                and not _contradicts(found, self._works[number])
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


def identifiers(found: Found) -> set[str]:
    """The identifiers of a row with their kinds, lower-case: "arxiv:2311.16079"."""
    given = (("arxiv", found.arxiv), ("doi", found.doi), ("pmid", found.pmid))
    return {f"{kind}:{text.lower()}" for kind, text in given if text}


def _name(found: Found) -> str:
    head, _ = split_title(found.title)
    name = head or (found.title if len(found.title.split()) <= 3 else "")
    return name_letters(name)


def _repositories(found: Found) -> set[str]:
    return {found.repository.lower()} - {""}


def _words(title: str) -> set[str]:
    return set(re.findall(r"[^\W_]{4,}", title.lower()))


def _long_titles(known: Known) -> list[str]:
    return [title for title in known.titles.values() if len(title.split()) >= _LONG]


def _plausible(found: Found, known: Known, source: str) -> bool:
    """Whether a work to which an identifier leads can be the one that a row names."""
    name = _name(found)
    if name and (name in known.names or name in known.titles):
        return True
    if name and known.names and not any(_versions_agree(name, one) for one in known.names):
        # Models of one paper: UNI and UNI2-h.
        return False
    titles = _long_titles(known)
    head, rest = split_title(found.title)
    if len(rest.split()) < _LONG or not titles:
        # A list that names two works by one identifier means two.
        return not name or source not in known.lists
    named_otherwise = head and all(split_title(one)[0] for one in titles)
    least = _RENAMED if named_otherwise else _OTHER_TITLE
    return max(alike(rest, split_title(one)[1]) for one in titles) >= least


def _versions_agree(name: str, other: str) -> bool:
    """Whether neither of two names tells a version that the other does not."""
    pluses = name.endswith("plus") == other.endswith("plus")
    return pluses and numbers_in(name) == numbers_in(other)


def _may_be_renamed(found: Found, known: Known) -> bool:
    """Whether a work with the same identifier can have had the title of a row before."""
    if split_title(found.title)[0] and any(split_title(one)[0] for one in _long_titles(known)):
        return False
    telling = {word for word in _words(found.title) if len(word) > 6} - _COMMON
    return any(len(telling & _words(title)) > 1 for title in _long_titles(known))


def _agrees(found: Found, known: Known) -> bool:
    """Whether a work with the same repository is the one that a row names."""
    if _contradicts(found, known):
        return False
    name = _name(found)
    if name and known.names:
        return any(
            name == one or (len(one) > 3 and name.startswith(one) and _versions_agree(name, one))
            for one in known.names
        )
    letters_of = plain_letters(found.title)
    return any(alike(found.title, one) >= _SAME_TITLE for one in known.titles.values()) or any(
        len(one) > 3 and one in letters_of for one in known.names
    )


def _contradicts(found: Found, known: Known) -> bool:
    """Whether identifiers or titles say that a row names another work."""
    for kind, mine in (("arxiv", found.arxiv), ("doi", found.doi)):
        theirs = {one.split(":", 1)[1] for one in known.identifiers if one.startswith(f"{kind}:")}
        if kind == "doi":
            mine = "" if is_preprint_doi(mine) else mine
            theirs = {one for one in theirs if not is_preprint_doi(one)}
        if mine and theirs and mine.lower() not in theirs:
            return True
    _, rest = split_title(found.title)
    titles = _long_titles(known)
    if len(rest.split()) >= _LONG and titles:
        return max(alike(rest, split_title(one)[1]) for one in titles) < _OTHER_TITLE
    return False


def _by_name(found: Found, near: list[Known]) -> Known:
    """Among works that one paper presents, the one that a row names; else the first."""
    name = _name(found)
    named = [one for one in near if name and name in one.names]
    return (named or near)[0]
