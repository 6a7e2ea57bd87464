"""Tables of works: which column holds the titles, and what the other cells add."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from .listinline import Link, Run, addresses, clean_title, links_in
from .listitems import Item
from .listlabels import is_authors, is_date, is_venue, kind_of_label
from .listtitle import read_line, with_date

_TITLES = (
    re.compile(r"(?:\w+ )*titles?$|标题|论文标题", re.I),
    re.compile(r"papers?$|paper name$|articles?$|publications?$|works?$|论文", re.I),
    re.compile(
        r"(?:\w+[ -])*(?:names?|models?|methods?|data ?sets?|databases?|benchmarks?|tools?"
        r"|resources?|projects?|repositor(?:y|ies)|frameworks?|approach(?:es)?|algorithms?|systems?|entry"
        r"|study|studies|sources?|toolbox(?:es)?|software|agents?|corpus|corpora|challenges?"
        r"|library|packages?)$|模型|数据集|名称",
        re.I,
    ),
)
_ASIDE = re.compile(
    r"groups?|labs?|authors?|(?:first|last|corresponding).*|affiliations?|institut\w*|organi\w*|company"
    r"|team|maintainers?|作者|机构|(?:base|backbone|architecture|language model|vision encoder).*",
    re.I,
)
_PARTS = re.compile(r"[/,&()|]|\band\b|\bor\b")
_DATES = re.compile(
    r".*\b(?:date|year|released?|published|venue|journal|conference|publication|publisher"
    r"|time)\b.*|时间|期刊|会议",
    re.I,
)
_CODE = re.compile(r"code|github|repo\w*|implementation", re.I)


class Cell(NamedTuple):
    """A cell's text, and over how many rows and columns it stands."""

    runs: tuple[Run, ...]
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """Its text without images."""
        return "".join(run.text for run in self.runs if not run.image).strip()


@dataclass(frozen=True)
class Table:
    """A table: the words of its head (none if it has none), its rows with their 1-based lines,
    and the places within the page ("#name") that its links may lead to."""

    head: Sequence[str]
    rows: Sequence[tuple[int, Sequence[Cell]]]
    anchors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """The items of a table; ``of_one_work`` if it describes the work before it in rows of name
    and value: then its one item holds the links."""

    items: list[Item]
    of_one_work: bool = False


def read_table(table: Table) -> Found:
    """The items of a table, one a row, or several where a cell names several works."""
    rows = _spread(table.rows)
    head = [" ".join(re.sub(r"[*_`↑↓]", "", text).split()) for text in table.head]
    if not head and len(rows) > 1 and _is_head([cell.text for cell in rows[0][1]]):
        head = [cell.text for cell in rows[0][1]]
        rows = rows[1:]
    if not any(head) and _describes_one(rows):
        links = [link for _, cells in rows for link in _described(cells)]
        return Found([Item(rows[0][0], "", tuple(dict.fromkeys(links)))], of_one_work=True)
    order = _title_columns(head, rows)
    if not any(links_in(cell.runs) for _, cells in rows for cell in cells):
        return Found([])
    return Found([item for line, cells in rows for item in _row(line, cells, head, order, table)])


def _spread(rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[tuple[int, list[Cell]]]:
    """The rows with each cell that stands over several repeated in each of them."""
    found = []
    open_: dict[int, tuple[int, Cell]] = {}
    for line, cells in rows:
        given = list(cells)
        row: list[Cell] = []
        while given or len(row) in open_:
            if len(row) in open_:
                left, cell = open_.pop(len(row))
                if left > 1:
                    open_[len(row)] = (left - 1, cell)
                row.append(cell)
                continue
            cell = given.pop(0)
            for number in range(cell.columns):
                if cell.rows > 1:
                    open_[len(row)] = (cell.rows - 1, cell)
                row.append(cell if number == 0 else Cell(()))
        found.append((line, row))
    return found


def _is_head(texts: Sequence[str]) -> bool:
    named = [
        text
        for text in texts
        if any(one.fullmatch(text.strip()) for one in (*_TITLES, _DATES, _ASIDE, _CODE))
        or kind_of_label(text) is not None
    ]
    return bool(named) and 2 * len(named) >= len([text for text in texts if text])


def _describes_one(rows: Sequence[tuple[int, Sequence[Cell]]]) -> bool:
    return len(rows) > 1 and all(
        len(cells) == 2
        and not links_in(cells[0].runs)
        and all(run.bold for run in cells[0].runs if run.text.strip())
        and len(cells[0].text.split()) <= 4
        for _, cells in rows
    )


def _described(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    kind = kind_of_label(cells[0].text)
    if kind is None:
        return []
    found = [address for _, address in addresses(links_in(cells[1].runs))]
    return [(kind, address) for address in found]


def _title_columns(head: Sequence[str], rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[int]:
    """The columns by how probably they hold the titles."""
    named = _named_columns(head)
    width = max((len(cells) for _, cells in rows), default=0)
    others = [
        number
        for number in range(width)
        if number not in named and not (number < len(head) and _is_aside(head[number]))
    ]

    def usable(number: int) -> int:
        return sum(1 for _, cells in rows if number < len(cells) and _title_of(cells[number]))

    def distinct(number: int) -> bool:
        # A column that repeats its words holds groups, not works.
        told = [cells[number].text for _, cells in rows if number < len(cells)]
        return 2 * len(set(told)) > len(told)

    half = [number for number in others if 2 * usable(number) >= len(rows) and distinct(number)]
    linked = [
        number
        for number in half
        if 2 * sum(1 for _, c in rows if number < len(c) and _named(c[number])) >= len(rows)
    ]
    order = dict.fromkeys([*named, *linked, *half, *others])
    return list(order)


def _named_columns(head: Sequence[str]) -> list[int]:
    return [
        number
        for pattern in _TITLES
        for number, text in enumerate(head)
        if any(pattern.fullmatch(part.strip(": ")) for part in [text, *_PARTS.split(text)])
    ]


def _is_aside(head: str) -> bool:
    return bool(_ASIDE.fullmatch(head) or _DATES.fullmatch(head) or kind_of_label(head) is not None)


def _named(cell: Cell) -> list[Link]:
    return [link for link in links_in(cell.runs) if link.names_a_work]


def _title_of(cell: Cell, *, trusted: bool = False) -> str:
    """A cell's title; "" if it holds a kind of link, a date, a venue, authors or a mark.
    ``trusted`` if the head says that the column holds names: they may look like a venue."""
    text = cell.text
    if not re.search(r"[^\W\d_]{2}", text) or is_date(text) or text.lower() in _NOTHING:
        return ""
    linked = any(run.link >= 0 for run in cell.runs if run.text.strip())
    if trusted and (not linked or kind_of_label(text) is None):
        plain = text.split("\n")[0]
        return read_line(cell.runs, 0).title or clean_title(plain) or plain
    if kind_of_label(text) is not None or is_venue(text) or is_authors(text):
        return ""
    return read_line(cell.runs, 0).title


_NOTHING = ("none", "n/a", "na", "yes", "no", "tbd", "not published", "not stated", "unknown")


def _row(
    line: int, cells: Sequence[Cell], head: Sequence[str], order: Sequence[int], table: Table
) -> list[Item]:
    links = [link for cell in cells for link in links_in(cell.runs)]
    if any(link.address in table.anchors for link in links):
        # The work's own section below the table says more.
        return []
    names = [n for n in _named_columns(head) if not _TITLES[1].fullmatch(head[n])]
    titles = (
        (n, title)
        for n in order
        if n < len(cells) and (title := _title_of(cells[n], trusted=n in names))
    )
    at, title = next(titles, (-1, ""))
    if at < 0:
        at = next((n for n in order if n < len(cells) and cells[n].text), 0)
    if not links and at not in names:
        return []
    item = replace(read_line(cells[at].runs, line), title=title)
    more: list[tuple[str, str]] = []
    for number, cell in enumerate(cells):
        name = head[number] if number < len(head) else ""
        if number == at or _ASIDE.fullmatch(name):
            continue
        found = addresses(links_in(cell.runs))
        if _CODE.fullmatch(name):
            found = tuple(("code", address) for _, address in found)
        more += found
        if not item.venue or not item.year:
            for part in re.split(r"[|,\n()]", cell.text) if _DATES.fullmatch(name) else [cell.text]:
                item = with_date(item, part)
    several = _named(cells[at])
    if len(several) > 1 and re.search(r"[,;\n]", _between(cells[at])):
        return [
            replace(item, title=one.label.strip(" []()*"), links=addresses([one]))
            for one in several
        ]
    return [replace(item, links=tuple(dict.fromkeys((*item.links, *more))))]


def _between(cell: Cell) -> str:
    """The text between a cell's links."""
    return "".join(run.text for run in cell.runs if run.link < 0)
