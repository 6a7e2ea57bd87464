"""An awesome-style list held against the survey: known works, new ones, links that disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..catalog import Catalog
from ..editing.table import format_row
from ..lookup import identify
from ..sources.bibliography import Work
from .listing import Item
from .naming import ascii_letters, make_id, short_name
from .recognition import arxiv_ids, recognise


@dataclass(frozen=True)
class Match:
    """What the survey knows of an item: the place ("models/medcpt", a BibTeX key, or how the
    row of a source list was settled; "" for a new work) and each link that disagrees, as kind,
    the list's address and ours."""

    item: Item
    place: str = ""
    disagreeing: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Report:
    """The items of a list by what the survey knows of them."""

    known: list[Match] = field(default_factory=list)
    new: list[Match] = field(default_factory=list)
    empty: list[Item] = field(default_factory=list)

    @property
    def disagreeing(self) -> list[Match]:
        """The known items with a link that is not ours."""
        return [match for match in self.known if match.disagreeing]


def compare_list(catalog: Catalog, items: Sequence[Item]) -> Report:
    """Look for each item of a list in the survey: by title, by the identifiers in its links,
    among the rows of the lists that were settled before, and by name."""
    index = _Index(catalog)
    report = Report()
    for item in items:
        if not item.title and not item.links:
            report.empty.append(item)
            continue
        match = index.match(item)
        (report.known if match.place else report.new).append(match)
    return report


def in_words(report: Report, name: str) -> str:
    """The report as text; ``name`` is the list's file."""
    total = len(report.known) + len(report.new) + len(report.empty)
    lines = [
        f"{total} items: {len(report.known)} known, {len(report.new)} new, "
        f"{len(report.empty)} empty; links of {len(report.disagreeing)} disagree",
        "",
        "Known",
        *(f"  {name}:{one.item.line}: {one.item.title} = {one.place}" for one in report.known),
        "",
        "Links that disagree",
    ]
    for one in report.disagreeing:
        lines.append(f"  {name}:{one.item.line}: {one.item.title} = {one.place}")
        for kind, theirs, ours in one.disagreeing:
            lines += [f"    {kind}, the list: {theirs}", f"    {kind}, ours:     {ours}"]
    lines += ["", "New"]
    for one in report.new:
        lines.append(f"  {name}:{one.item.line}: {one.item.title or one.item.links[0][1]}")
        identifier = _identifier(one.item)
        if identifier:
            lines.append(f"    surveybook add {identifier} --family …")
    return "\n".join(lines) + "\n"


def ready_rows(catalog: Catalog, report: Report, table: str, family: str) -> str:
    """The new works as rows of a table: what the list says of them, the rest empty.

    Raises:
        KeyError: there is no such table.
    """
    fields = list(catalog.schema.tables[table].fields)
    taken = {row["id"] for row in catalog.rows[table]}
    lines = [format_row(fields)]
    for one in report.new:
        name = short_name(one.item.title) if one.item.title else one.item.links[0][1]
        identifier = make_id(name, taken)
        taken.add(identifier)
        links = dict(reversed(one.item.links))
        cells = {
            "id": identifier,
            "name": name,
            "family": family,
            "code": links.get("code", ""),
            "homepage": links.get("data", ""),
        }
        lines.append(format_row([cells.get(each, "") for each in fields]))
    return "".join(lines)


class _Index:
    """The survey by everything that an item can be recognised by."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.works = list(catalog.works.values())
        self.entries: dict[str, Mapping[str, str]] = {}
        self.of_work: dict[str, list[str]] = {}
        self.names: dict[str, str] = {}
        for table in catalog.schema.entry_tables:
            for row in catalog.rows[table.name]:
                place = f"{table.name}/{row['id']}"
                self.entries[place] = row.cells
                self.names.setdefault(_letters(row["name"]), place)
                for key in [row["reference"], *row.cells.get("further_references", "").split("; ")]:
                    self.of_work.setdefault(key, []).append(place)
        self.settled = {
            _letters(row["title"]): row for row in catalog.rows["sources"] if row["title"]
        }
        self.identifiers = {
            identifier: work for work in self.works for identifier in _identifiers(work)
        }

    def match(self, item: Item) -> Match:
        place, work = self._find(item)
        if not place:
            return Match(item)
        return Match(item, place, tuple(self._disagreements(item, place, work)))

    def _find(self, item: Item) -> tuple[str, Work | None]:
        """The entry or work that an item is. Its title says so first: links can be wrong."""
        row = self.settled.get(_letters(item.title)) if item.title else None
        if row and row["id"]:
            place = f"{row['table']}/{row['id']}"
            return place, self._presented_in(place)
        known = recognise(self.works, title=item.title, authors=()) if item.title else None
        work = known.work if known else None
        if work is None:
            led_to = (self.identifiers.get(_bare(address)) for _, address in item.links)
            work = next((each for each in led_to if each), None)
        if work:
            return self.of_work.get(work.key, [work.key])[0], work
        if row:
            return f"settled as {row['disposition']} ({row['row']})", None
        for name in (item.title, item.title.partition(":")[0]):
            if name and _letters(name) in self.names:
                place = self.names[_letters(name)]
                return place, self._presented_in(place)
        return "", None

    def _presented_in(self, place: str) -> Work | None:
        entry = self.entries.get(place, {})
        return self.catalog.works.get(entry.get("reference", ""))

    def _disagreements(
        self, item: Item, place: str, work: Work | None
    ) -> Iterator[tuple[str, str, str]]:
        entry = self.entries.get(place, {})
        for kind, address in item.links:
            if kind == "code":
                ours = entry.get("code", "")
                if ours and ours not in self.catalog.schema.states:
                    same = {_address(ours), _address(entry.get("weights", ""))}
                    if _address(address) not in same:
                        yield kind, address, ours
            elif kind == "paper" and work:
                theirs, known = _bare(address), _identifiers(work)
                alike = {one for one in known if one.startswith("10.") == theirs.startswith("10.")}
                if theirs and alike and theirs not in known:
                    yield kind, address, work.address


def _identifiers(work: Work) -> set[str]:
    """The arXiv ids and the DOI of a work, lower-case."""
    return {one.lower() for one in (*arxiv_ids(work), work.text("doi")) if one}


def _bare(address: str) -> str:
    """The arXiv id or DOI in an address, lower-case; "" if there is none."""
    match = re.search(r"(arxiv\.org/(?:abs|pdf|html)/[\w.-]+|doi\.org/\S+)", address)
    try:
        kind, bare = identify(match[1]) if match else ("", "")
    except ValueError:
        return ""
    return bare.lower() if kind in ("arxiv", "doi") else ""


def _identifier(item: Item) -> str:
    return next((bare for _, address in item.links if (bare := _bare(address))), "")


def _address(address: str) -> str:
    """An address as far as it names a place: without scheme, www, and what stands at its end."""
    bare = re.sub(r"^https?://(www\.)?", "", address.lower()).split("#")[0].rstrip("/")
    repository = re.match(r"github\.com/[^/]+/[^/]+", bare)
    return (repository[0] if repository else bare).removesuffix(".git")


def _letters(text: str) -> str:
    kept = "".join(character for character in text.casefold() if character.isalnum())
    return ascii_letters(kept) or kept
