"""What the browser is told about the entry tables: types, facets, and where a row comes from.

The static table is complete by itself. The attributes written here let the page's script
search, sort and filter it without guessing from words what a number or a term is:

- on a table: ``data-entries``, the catalog's table; ``data-name`` on each head, by which a
  shared address names the column; ``data-kind="number"`` where its cells have an order;
  ``data-terms``, the facet's terms with their labels as JSON;
- on a cell: ``data-head``, its column's words, for screens on which a row reads as a card;
  ``data-order``, its number (empty if there is none); ``data-terms``, its terms, separated by
  spaces. DataTables itself would search in ``data-filter`` instead of the words of the cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from lxml import html

from ..catalog import Catalog, parameter_count
from ..views.entries import KINDS

FIELDS = {
    "Model": "name",
    "Data set": "name",
    "Database": "name",
    "Study": "name",
    "Benchmark": "name",
    "Resource": "name",
    "Work": "year",
    "Reads": "modalities",
    "Holds": "modalities",
    "Cases": "modalities",
    "Pre-training": "pretraining",
    "Adaptation": "adaptation",
    "Backbone": "backbone",
    "Parameters": "parameters",
    "Size as stated": "scale",
    "Number as stated": "holds",
    "Tasks": "tasks",
    "Access": "access",
    "Kind": "kind",
    "Subject": "subject",
    "Finding": "finding",
    "Cautions": "cautions",
    "What it is for": "description",
    "Links": "links",
}
"""What the columns of entry tables show; ``year`` and ``links`` are not fields of the data."""

TITLES = {"year": "Year"}
"""Facets that are called something else than their column's head."""

_STATES = {"": "not-checked", "not published": "not-published", "n/a": "does-not-apply"}
_TABLE = re.compile(
    r'(?:<div class="pst-scrollable-table-container">)?'
    r'(<table class="[^"]*\bentries\b[^"]*".*?</table>)',
    re.DOTALL,
)


@dataclass(frozen=True)
class _Cell:
    """An order (``None`` if the column has none; "" if the cell has no number), and its terms
    with their labels."""

    order: str | None = None
    terms: Mapping[str, str] | None = None


def label_tables(body: str, catalog: Catalog) -> str:
    """A page's HTML, with the attributes on its entry tables and a place for their tools.

    Raises:
        KeyError: a table of entries has a column that ``FIELDS`` does not know.
    """
    return _TABLE.sub(lambda found: _labelled(found, catalog), body)


def _labelled(found: re.Match[str], catalog: Catalog) -> str:
    table = html.fragment_fromstring(found[1])
    heads = table.xpath(".//thead//th")
    rows = [row.xpath("./td") for row in table.xpath(".//tbody/tr")]
    names = [head.text_content().strip() for head in heads]
    for row in rows:
        for name, cell in zip(names, row, strict=True):
            cell.set("data-head", name)
    before = found[0][: found.start(1) - found.start()]
    classes = table.get("class").split()
    if "comparison" not in classes:
        # Above the table's own frame, which scrolls and would clip an open menu.
        before = f'<div class="table-tools" data-table="{table.get("id")}"></div>{before}'
        for name, head in zip(names, heads, strict=True):
            head.set("data-name", FIELDS.get(name) or re.sub(r"\W+", "-", name.lower()))
    entries = next((name for name in KINDS if f"entries-{name}" in classes), None)
    if entries:
        table.set("data-entries", entries)
        # A table without entries has a row that says so.
        known = [row for row in rows if row[0].xpath(".//@id | .//a/@href")]
        _label_columns(heads, known, _Reader(catalog, entries))
    return before + str(html.tostring(table, encoding="unicode"))


def _label_columns(heads: Sequence[Any], rows: Sequence[Sequence[Any]], reader: _Reader) -> None:
    for position, head in enumerate(heads):
        name = head.text_content().strip()
        field = FIELDS[name]
        labels: dict[str, str] = {}
        for row in rows:
            described = reader.cell(_identifier(row[0]), field, row[position])
            if described.order is not None:
                head.set("data-kind", "number")
                row[position].set("data-order", described.order)
            if described.terms is not None:
                labels |= described.terms
                row[position].set("data-terms", " ".join(described.terms))
        if labels:
            # Pairs: a browser puts names of digits, such as years, before all others.
            ordered = [(term, labels[term]) for term in reader.in_order(field, labels)]
            head.set("data-facet", TITLES.get(field, name))
            head.set("data-terms", json.dumps(ordered, ensure_ascii=False))


def _identifier(cell: Any) -> str:
    """The entry's id, from the anchor in its row's first cell or the link to the entry's page."""
    anchors = cell.xpath(".//@id")
    if anchors:
        return str(anchors[0]).split("-", 1)[1]
    return PurePosixPath(str(cell.xpath(".//a/@href")[0])).stem


class _Reader:
    """What the catalog says about the cells of one table of entries."""

    def __init__(self, catalog: Catalog, table: str) -> None:
        self.catalog = catalog
        self.fields = catalog.schema.tables[table].fields
        self.rows = {row["id"]: row.cells for row in catalog.rows[table]}

    def cell(self, identifier: str, field: str, shown: Any) -> _Cell:
        """What to write on a cell; ``shown`` is its HTML."""
        cells = self.rows[identifier]
        if field == "year":
            work = self.catalog.works.get(cells["reference"])
            year = work.text("year") if work else ""
            known = year if re.fullmatch(r"\d{4}", year) else ""
            return _Cell(known, {known: known} if known else {"none": "no year"})
        if field == "links":
            words = [link.text_content() for link in shown.xpath(".//a")]
            return _Cell(terms={_term(word): word for word in words} or {"none": "none"})
        if field == "parameters":
            sizes = self.fields[field].values(cells[field])
            numbers = [parameter_count(size) for size in sizes if size not in _STATES]
            return _Cell(f"{max(numbers):.0f}" if numbers else "")
        if field in ("scale", "holds"):
            return _Cell("" if cells[field] in _STATES else cells[field])
        if not self.fields[field].vocabulary:
            return _Cell()
        if cells[field] in _STATES:
            return _Cell(terms={_STATES[cells[field]]: shown.text_content().strip()})
        vocabulary = self.fields[field].vocabulary
        terms = self.fields[field].values(cells[field])
        return _Cell(terms={term: self.catalog.label(vocabulary, term) for term in terms})

    def in_order(self, field: str, terms: Mapping[str, str]) -> list[str]:
        """Terms as the vocabulary has them, years from the latest, states of no value last."""
        if field in self.fields and self.fields[field].vocabulary:
            known = self.catalog.terms(self.fields[field].vocabulary)
            return [*(term for term in known if term in terms), *(terms.keys() - set(known))]
        none = [term for term in terms if term == "none"]
        return sorted(terms.keys() - {"none"}, reverse=field == "year") + none


def _term(word: str) -> str:
    return re.sub(r"\W+", "-", word.lower())
