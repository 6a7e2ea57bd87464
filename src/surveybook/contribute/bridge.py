"""An awesome-style list held against the survey: known works, new ones, links that disagree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..catalog import Catalog
from ..editing.table import format_row
from ..lookup import identifier_in
from ..sources.bibliography import Work
from .listitems import Item, is_preprint_doi, letters
from .naming import make_id, short_name
from .recognition import arxiv_ids, recognise
from .venues import is_preprint, same_venue


@dataclass(frozen=True)
class Match:
    """What the survey knows of an item: the place ("models/medcpt", a BibTeX key, or how the
    row of a source list was settled; "" for a new work), each link that disagrees, as kind,
    the list's address and ours, and the venue and year likewise."""

    item: Item
    place: str = ""
    disagreeing: tuple[tuple[str, str, str], ...] = ()
    differing: tuple[tuple[str, str, str], ...] = ()


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

    @property
    def differing(self) -> list[Match]:
        """The known items with a venue or year that is not ours."""
        return [match for match in self.known if match.differing]


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


def format_text(report: Report, name: str) -> str:
    """The report as text; ``name`` is the list's file."""
    total = len(report.known) + len(report.new) + len(report.empty)
    others = f", venues or years of {len(report.differing)}" if report.differing else ""
    lines = [
        f"{total} items: {len(report.known)} known, {len(report.new)} new, "
        f"{len(report.empty)} empty; links of {len(report.disagreeing)} disagree{others}",
        "",
        "Known",
        *(f"  {_placed(one, name)} = {one.place}" for one in report.known),
        "",
        "Links that disagree",
    ]
    for one in report.disagreeing:
        lines += [f"  {_placed(one, name)} = {one.place}", *_told(one.disagreeing)]
    if report.differing:
        lines += ["", "Venues and years that disagree"]
    for one in report.differing:
        lines += [f"  {_placed(one, name)} = {one.place}", *_told(one.differing)]
    lines += ["", "New"]
    for one in report.new:
        lines.append(f"  {_placed(one, name)}")
        identifier = item_identifier(one.item)
        if identifier:
            lines.append(f"    surveybook add {identifier} --family …")
    return "\n".join(lines) + "\n"


def _placed(match: Match, name: str) -> str:
    """An item with its line, and the further lines on which it stands."""
    item = match.item
    again = ", ".join(map(str, item.further))
    also = f" (also on line {again})" if again else ""
    return f"{name}:{item.line}: {item.title or item.links[0][1]}{also}"


def _told(differences: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    for kind, theirs, ours in differences:
        yield f"    {kind}, the list: {theirs}"
        yield f"    {kind}, ours:     {ours}"


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
                self.names.setdefault(letters(row["name"]), place)
                for key in [row["reference"], *row.cells.get("further_references", "").split("; ")]:
                    self.of_work.setdefault(key, []).append(place)
        self.settled = {
            letters(row["title"]): row for row in catalog.rows["sources"] if row["title"]
        }
        self.identifiers = {
            identifier: work for work in self.works for identifier in _identifiers(work)
        }

    def match(self, item: Item) -> Match:
        place, work = self._find(item)
        if not place:
            return Match(item)
        links = tuple(self._disagreements(item, place, work))
        return Match(item, place, links, tuple(_differences(item, work)) if work else ())

    def _find(self, item: Item) -> tuple[str, Work | None]:
        """The entry or work that an item is. Its title says so first: links can be wrong."""
        row = self.settled.get(letters(item.title)) if item.title else None
        if row and row["id"]:
            place = f"{row['table']}/{row['id']}"
            return place, self._presented_in(place)
        known = recognise(self.works, title=item.title, authors=()) if item.title else None
        work = known.work if known else None
        if work is None:
            led_to = (self.identifiers.get(one) for one in sorted(item.identifiers))
            work = next((each for each in led_to if each), None)
        if work:
            return self.of_work.get(work.key, [work.key])[0], work
        if row:
            return f"settled as {row['disposition']} ({row['row']})", None
        for name in (item.title, item.title.partition(":")[0]):
            if name and letters(name) in self.names:
                place = self.names[letters(name)]
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
                theirs, known = _identifier_of(address), _identifiers(work)
                if not theirs or theirs in known:
                    continue
                # A preprint is no other work than the version that was published.
                alike = {
                    one
                    for one in known
                    if one[0] == theirs[0] and _preprint(one) == _preprint(theirs)
                }
                if alike:
                    yield kind, address, work.address


def _differences(item: Item, work: Work) -> Iterator[tuple[str, str, str]]:
    """The venue and the year of an item that are not those of the work."""
    ours = work.text("journal") or work.text("booktitle")
    if item.venue and not is_preprint(item.venue):
        if not ours and work.is_arxiv:
            yield "venue", item.venue, "a preprint"
        elif ours and not same_venue(item.venue, ours):
            yield "venue", item.venue, ours
    years = [int(y) for y in (work.text("firstyear"), work.text("year")) if y.isdigit()]
    if item.year and years and not min(years) <= int(item.year) <= max(years):
        yield "year", item.year, work.text("year")


def _identifiers(work: Work) -> set[tuple[str, str]]:
    """The identifiers of a work by kind, lower-case."""
    found = {("arxiv", number.lower()) for number in arxiv_ids(work)}
    for text in (work.text("doi"), work.text("url")):
        one = identifier_in(text) if text else None
        found |= {(one[0], one[1].lower())} if one else set()
    return found


def _identifier_of(address: str) -> tuple[str, str] | None:
    one = identifier_in(address)
    return (one[0], one[1].lower()) if one else None


def _preprint(identifier: tuple[str, str]) -> bool:
    return is_preprint_doi(identifier[1])


def item_identifier(item: Item) -> str:
    """The identifier by which the item can be added; "" if there is none."""
    found = [identifier_in(address) for kind, address in item.links if kind != "code"]
    usable = [one for one in found if one and one[0] in ("arxiv", "doi", "pmid", "pmcid")]
    return usable[0][1] if usable else ""


def _address(address: str) -> str:
    """An address as far as it names a place: without scheme, www, and what stands at its end."""
    bare = re.sub(r"^https?://(www\.)?", "", address.lower()).split("#")[0].rstrip("/")
    repository = re.match(r"github\.com/[^/]+/[^/]+", bare)
    return (repository[0] if repository else bare).removesuffix(".git")
