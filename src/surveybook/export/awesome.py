"""The survey as an "awesome list": one Markdown page of links, written from the data.

Its second part is an index by the sections of the lists that the survey grew out of, so that
a reader of those finds everything again. Of the lists only the sections' names are repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..catalog import Catalog
from ..sources.webaddress import is_linkable
from .citation import Citation

_Cells = Mapping[str, str]
_MARKUP = re.compile(r"([\\`*_\[\]<>|&$~#])")
_NO_ENTRY = ("placeholder", "out-of-scope")


def awesome_list(catalog: Catalog, book: Citation, site: str = "") -> str:
    """The list as Markdown: models by family and year, data sets by family, databases, studies,
    benchmarks and resources; then the index of the source lists' sections.

    ``site`` leads to the site's root; default: its address, ``book.url``. Without either,
    names lead nowhere: the list is read elsewhere, where a relative address means nothing.
    """
    writer = _List(catalog, site or book.url)
    lines = [
        f"# {_text(book.book)}",
        "",
        f"> Every model, data set, database, study, benchmark and resource of the survey, version "
        f"{_text(book.version)} of {book.date.isoformat()}. Written by a program: corrections "
        f"are made in the survey's data. A model stands under the year in which it was first "
        f"public; the year after its venue is that of the published version.",
        "",
        *writer.models(),
        *writer.grouped("datasets", "family", "family"),
        *writer.flat("databases"),
        *writer.grouped("studies", "kind", "study-kind"),
        *writer.grouped("benchmarks", "kind", "benchmark-kind"),
        *writer.grouped("resources", "kind", "resource-kind"),
        *writer.index(),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


class _List:
    """The parts of the list, each as its lines."""

    def __init__(self, catalog: Catalog, site: str):
        self.catalog = catalog
        self.site = site

    def models(self) -> Iterator[str]:
        rows = [row.cells for row in self.catalog.rows["models"]]
        yield from self._heading("models")
        for family, members in _groups(
            rows, self.catalog.terms("family"), lambda row: row["family"]
        ):
            yield from (f"### {_text(self._family(family))}", "")
            years = sorted({self._year(row) for row in members}, reverse=True)
            for year, ones in _groups(members, years, self._year):
                yield from (f"#### {year or 'Year not known'}", "")
                yield from self._items("models", ones)

    def grouped(self, table: str, field: str, vocabulary: str) -> Iterator[str]:
        rows = [row.cells for row in self.catalog.rows[table]]
        yield from self._heading(table)
        terms = self.catalog.terms(vocabulary)
        for term, members in _groups(rows, terms, lambda row: row[field]):
            label = self.catalog.label(vocabulary, term)
            shown = self._family(term) if vocabulary == "family" else label
            yield from (f"### {_text(shown)}", "")
            yield from self._items(table, members)

    def flat(self, table: str) -> Iterator[str]:
        yield from self._heading(table)
        yield from self._items(table, [row.cells for row in self.catalog.rows[table]])

    def index(self) -> Iterator[str]:
        """Every section of the lists that the survey grew out of, with the entries that its rows
        led to. The other lists were read for what they have beyond these."""
        names = {
            (table.name, row["id"]): row["name"]
            for table in self.catalog.schema.entry_tables
            for row in self.catalog.rows[table.name]
        }
        yield from ("## The source lists, section by section", "")
        for source in self.catalog.rows["lists"]:
            if not source["reference"]:
                continue
            yield from (f"### {_text(source['title'])}", "")
            rows = [r.cells for r in self.catalog.rows["sources"] if r["list"] == source["id"]]
            sections = list(dict.fromkeys(row["section"] for row in rows))
            for section, members in _groups(rows, sections, lambda row: row["section"]):
                places = dict.fromkeys((row["table"], row["id"]) for row in members if row["id"])
                links = [
                    _link(names[place], self._page(*place)) for place in places if place in names
                ]
                without = sum(row["disposition"] in _NO_ENTRY for row in members)
                rows_say = f"{without} {'row' if without == 1 else 'rows'} without an entry"
                items = ", ".join([*links, *([rows_say] if without else [])])
                yield f"- **{_text(section or 'Without a section')}**: {items}."
            yield ""

    def _heading(self, table: str) -> tuple[str, str]:
        return f"## {_text(self.catalog.schema.tables[table].title)}", ""

    def _family(self, term: str) -> str:
        return f"{self.catalog.label('family', term)} ({term})"

    def _year(self, row: _Cells) -> str:
        work = self.catalog.works.get(row["reference"])
        year = (work.text("firstyear") or work.text("year")) if work else ""
        return year if year.isdecimal() else ""

    def _items(self, table: str, rows: Iterable[_Cells]) -> Iterator[str]:
        for row in sorted(rows, key=lambda row: row["name"].lower()):
            yield f"- {_link(row['name'], self._page(table, row['id']))} - {self._about(row)}"
        yield ""

    def _about(self, row: _Cells) -> str:
        """Title with a link to the paper, venue and year, links."""
        sentences = []
        work = self.catalog.works.get(row["reference"])
        if work:
            title = work.text("title")
            sentences.append(_link(title, work.address) if work.address else _text(title))
            sentences += [f"**{_text(notice.sentence)}**" for notice in work.notices]
            venue = work.text("journal") or work.text("booktitle")
            when = [f"*{_text(venue)}*"] if venue else []
            when += [work.text("year")] if work.text("year").isdecimal() else []
            sentences.append(", ".join(when))
        links = {"code": "Code", "weights": "Weights", "homepage": "Home page"}
        shown = [
            _link(text, row[field])
            for field, text in links.items()
            if row.get(field) and row[field] not in self.catalog.schema.states
        ]
        sentences.append(", ".join(shown))
        ended = (one + ("" if one.endswith((".", "?", "!")) else ".") for one in sentences if one)
        return " ".join(ended) or "No reference yet."

    def _page(self, table: str, identifier: str) -> str:
        return f"{self.site}{table}/{identifier}.html" if self.site else ""


def _groups(
    rows: Iterable[_Cells], keys: Iterable[str], key: Callable[[_Cells], str]
) -> Iterator[tuple[str, list[_Cells]]]:
    """The rows of each key that has any, in the order of the keys; then those of keys that are
    not among them, so that no row is lost."""
    found: dict[str, list[_Cells]] = {each: [] for each in keys}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return ((each, members) for each, members in found.items() if members)


def _text(text: str) -> str:
    """Text that Markdown shows as the characters it holds."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _link(text: str, address: str) -> str:
    if not address:
        return _text(text)
    safe = re.sub(r"[()<>\s\\]", lambda match: f"%{ord(match[0]):02X}", address)
    # What names another scheme is no page of the survey and no web address.
    if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE) and not is_linkable(address):
        return _text(text)
    return f"[{_text(text)}]({safe})"
