"""Tables of entries: catalog in, MyST out.

Each function is one call in a chapter. Entry tables carry the permanent anchor of every
entry they list; an entry must stand in exactly one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ..catalog import Catalog
from .medium import current_medium
from .myst import (
    Column,
    Myst,
    address_or_words,
    anchor,
    cite,
    escape,
    link,
    list_table,
    lower_first,
    quiet,
    reference,
)

KINDS = {
    "models": "model",
    "datasets": "dataset",
    "databases": "database",
    "studies": "study",
    "resources": "resource",
}
"""What an entry of each table is called in its anchor."""

STATES = {"": "not checked", "not published": "not published", "n/a": "does not apply"}

_Cells = Mapping[str, str]
_Render = Callable[[Catalog, str, _Cells], str]


def model_table(catalog: Catalog, *, topic: str, name: str, caption: str) -> Myst:
    """Every model of one topic, each with its citation, facts and links."""
    return _complete_table(catalog, "models", {"topic": topic}, name, caption)


def topic_summary(catalog: Catalog, *, topic: str, table: str, chapter: str) -> Myst:
    """What a topic is, how many models it has, and where it is discussed.

    ``table`` is the name of the table of its models; ``chapter`` is the chapter that treats the
    topic, as the calling page links to it.

    Raises:
        ValueError: there is no such topic.
    """
    for term in catalog.rows["taxonomy"]:
        if term["vocabulary"] == "topic" and term["term"] == topic:
            total = sum(row["topic"] == topic for row in catalog.rows["models"])
            models = "the one model" if total == 1 else f"all {total} models"
            return Myst(
                f"{escape(term['definition'])} {{numref}}`{table}` lists {models} of this group; "
                f"the chapter [](<{chapter}>) discusses some of them."
            )
    raise ValueError(f"the vocabulary 'topic' has no term {topic!r}")


def discussed_table(
    catalog: Catalog, *, page: str, name: str, caption: str, table: str = "models", **only: str
) -> Myst:
    """The entries of one group that chapters discuss, such as ``topic="dna"`` of the models.

    The group is what ``only`` says: columns and their values. ``page`` is the page of its complete
    table, as the calling page links to it; the caption says how many entries that table holds. On
    paper, where that page is missing, the rows carry the anchors of their entries.

    Raises:
        ValueError: no entry belongs to the group.
    """
    head, columns = _LISTED[table]
    entries = _group(catalog, table, only)
    shown = [row for row in entries if anchor(KINDS[table], row["id"]) in catalog.discussed]
    total = len(entries)
    more = f"[All {total} {head.plural} of this group](<{page}>) are listed apart."
    if current_medium() == "print":
        more = f"The site lists all {total} {head.plural} of this group."
    named = linked_name if current_medium() == "site" else _entry_name
    columns = {Column(head.title, head.width): named} | columns
    return _rendered(catalog, table, shown, columns, name, f"{caption} {more}")


def dataset_table(catalog: Catalog, *, family: str, name: str, caption: str) -> Myst:
    """The data sets of one family, each with its paper, size as stated, and access."""
    return _complete_table(catalog, "datasets", {"family": family}, name, caption)


def database_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """The large comprehensive databases."""
    columns: dict[Column, _Render] = {
        Column("Database", 18): _entry_name,
        Column("Work", 18): _work,
        Column("Holds", 20): _terms("modalities"),
        Column("Size as stated", 22): _words("scale_stated"),
        Column("Access", 12): _terms("access"),
        Column("Links", 10): _links(homepage="home page"),
    }
    return _entry_table(catalog, "databases", {}, columns, name, caption)


def study_table(catalog: Catalog, *, kind: str, name: str, caption: str) -> Myst:
    """The studies of one kind, each with its subject and what it found."""
    return _complete_table(catalog, "studies", {"kind": kind}, name, caption)


def resource_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """Software, tutorials, blogs and lists."""
    columns: dict[Column, _Render] = {
        Column("Resource", 28): _entry_name,
        Column("Kind", 12): _terms("kind"),
        Column("Work", 18): _work,
        Column("What it is for", 30): _words("description"),
        Column("Links", 12): _links(homepage="page", code="code"),
    }
    return _entry_table(catalog, "resources", {}, columns, name, caption)


def comparison_table(
    catalog: Catalog, *, ids: Sequence[str], fields: Sequence[str], name: str, caption: str
) -> Myst:
    """A few models side by side: a row for each field, a column for each model.

    Raises:
        ValueError: an id is not a model, or a field is not a column of the models.
    """
    described = catalog.schema.tables["models"].fields
    listed = {row["id"]: row.cells for row in catalog.rows["models"]}
    for given, known, what in ((ids, listed, "model"), (fields, described, "column")):
        for each in given:
            if each not in known:
                raise ValueError(f"there is no {what} {each!r}")
    rows = []
    for field in fields:
        render = _terms(field) if described[field].vocabulary else _facts(field)
        cells = [render(catalog, "models", listed[each]) for each in ids]
        rows.append([escape(described[field].title), *cells])
    width = 80 // len(ids)
    heads = [Column(listed[each]["name"], width) for each in ids]
    classes = ("cards", "entries", "comparison")
    return list_table([Column("", 20), *heads], rows, name=name, caption=caption, classes=classes)


def _facts(field: str) -> _Render:
    """A cell of words, names of listed entries, or an address."""

    def render(catalog: Catalog, table: str, cells: _Cells) -> str:
        parts = catalog.schema.tables[table].fields[field].values(cells[field])
        return ", ".join(entry_link(catalog, part) or address_or_words(part) for part in parts)

    return _unless_missing(field, render)


def entry_link(catalog: Catalog, identifier: str) -> str:
    """A link to the model, data set or database with this id, named as it is; or nothing."""
    for table in ("models", "datasets", "databases"):
        for row in catalog.rows[table]:
            if row["id"] == identifier:
                return linked_name(catalog, table, row.cells)
    return ""


def _entry_table(
    catalog: Catalog,
    table: str,
    only: Mapping[str, str],
    columns: Mapping[Column, _Render],
    name: str,
    caption: str,
) -> Myst:
    return _rendered(catalog, table, _group(catalog, table, only), columns, name, caption)


def _complete_table(
    catalog: Catalog, table: str, only: Mapping[str, str], name: str, caption: str
) -> Myst:
    """Every entry of a group; the anchors are here on the site, in the chapters on paper."""
    head, columns = _LISTED[table]
    columns = {Column(head.title, head.width): _entry_name} | columns
    return _entry_table(catalog, table, only, columns, name, caption)


def _group(catalog: Catalog, table: str, only: Mapping[str, str]) -> Sequence[_Cells]:
    """The rows that have the values; ValueError where there is none."""
    entries: Sequence[_Cells] = [row.cells for row in catalog.rows[table]]
    for field, value in only.items():
        entries = [cells for cells in entries if cells.get(field) == value]
        if not entries:
            raise ValueError(f"no row of {table} has {field} = {value!r}")
    return entries


def _rendered(
    catalog: Catalog,
    table: str,
    entries: Sequence[_Cells],
    columns: Mapping[Column, _Render],
    name: str,
    caption: str,
) -> Myst:
    rows = [[render(catalog, table, cells) for render in columns.values()] for cells in entries]
    return list_table(
        list(columns),
        rows,
        name=name,
        caption=caption,
        classes=("cards", "entries", f"entries-{table}"),
    )


def _entry_name(catalog: Catalog, table: str, cells: _Cells) -> str:
    # On the site the reference leads to the entry's page; elsewhere to this very row.
    name = anchor(KINDS[table], cells["id"])
    return f"({name})=\n{reference(cells['name'], name)}"


def linked_name(catalog: Catalog, table: str, cells: Mapping[str, str]) -> str:
    """The name of an entry, leading to it; its anchor stands in another table.

    On paper, which has only the entries that chapters discuss of the large tables, the name of
    another stands alone.
    """
    name = anchor(KINDS[table], cells["id"])
    if current_medium() == "print" and table in _LISTED and name not in catalog.discussed:
        return escape(cells["name"])
    return reference(cells["name"], name)


def _work(catalog: Catalog, table: str, cells: _Cells) -> str:
    further = cells.get("further_references", "")
    keys = [cells["reference"], *(further.split("; ") if further else [])]
    cited = [cite([key]) for key in keys if key in catalog.works]
    return "; ".join(cited) if cited else quiet("not checked")


def _terms(field: str) -> _Render:
    """A cell of vocabulary terms, shown by their labels."""

    def render(catalog: Catalog, table: str, cells: _Cells) -> str:
        described = catalog.schema.tables[table].fields[field]
        terms = described.values(cells[field])
        labels = [catalog.label(described.vocabulary, term) for term in terms]
        first, *more = labels
        return escape(", ".join([first, *(lower_first(label) for label in more)]))

    return _unless_missing(field, render)


def _words(field: str) -> _Render:
    return _unless_missing(field, lambda catalog, table, cells: escape(cells[field]))


def _unless_missing(field: str, render: _Render) -> _Render:
    """The field as rendered, or the words that say why it has no value."""

    def rendered(catalog: Catalog, table: str, cells: _Cells) -> str:
        cell = cells[field]
        return quiet(STATES[cell]) if cell in STATES else render(catalog, table, cells)

    return rendered


def _links(**texts: str) -> _Render:
    """Links to the addresses in the named columns, each with its text."""

    def render(catalog: Catalog, table: str, cells: _Cells) -> str:
        links = [
            link(text, cells[field]) for field, text in texts.items() if cells[field] not in STATES
        ]
        if links:
            return ", ".join(links)
        return quiet(STATES[max(cells[field] for field in texts)])

    return render


_MODEL_COLUMNS: dict[Column, _Render] = {
    Column("Work", 12): _work,
    Column("Reads", 10): _terms("modalities"),
    Column("Pre-training", 11): _terms("pretraining"),
    Column("Adaptation", 11): _terms("adaptation"),
    Column("Backbone", 12): _words("backbone"),
    Column("Parameters", 10): _words("parameters"),
    Column("Tasks", 13): _terms("tasks"),
    Column("Links", 8): _links(code="code", weights="weights"),
}

_DATASET_COLUMNS: dict[Column, _Render] = {
    Column("Work", 16): _work,
    Column("Holds", 13): _terms("modalities"),
    Column("Size as stated", 18): _words("scale_stated"),
    Column("Tasks", 16): _terms("tasks"),
    Column("Access", 10): _terms("access"),
    Column("Links", 9): _links(homepage="data"),
}

_STUDY_COLUMNS: dict[Column, _Render] = {
    Column("Work", 18): _work,
    Column("Subject", 22): _words("subject"),
    Column("Finding", 34): _words("finding"),
}


class _Head(NamedTuple):
    """The first column of a table: its title and width, and what several entries are called."""

    title: str
    width: int
    plural: str


_LISTED: dict[str, tuple[_Head, dict[Column, _Render]]] = {
    "models": (_Head("Model", 13, "models"), _MODEL_COLUMNS),
    "datasets": (_Head("Data set", 18, "data sets"), _DATASET_COLUMNS),
    "studies": (_Head("Study", 26, "studies"), _STUDY_COLUMNS),
}
"""The tables too long for a chapter: it shows what it discusses, a page of its own shows all."""
