"""Tables of the book: catalog in, MyST out.

Each function is one call in a chapter. Entry tables carry the permanent anchor of every
entry they list; an entry must stand in exactly one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from .catalog import Catalog
from .myst import Column, Myst, anchor, cite, escape, link, list_table, quiet

KINDS = {
    "models": "model",
    "datasets": "dataset",
    "databases": "database",
    "studies": "study",
    "resources": "resource",
}
"""What an entry of each table is called in its anchor."""

_STATES = {"": "not checked", "not published": "not published", "n/a": "does not apply"}

_Cells = Mapping[str, str]
_Render = Callable[[Catalog, str, _Cells], str]


def model_table(catalog: Catalog, *, topic: str, name: str, caption: str) -> Myst:
    """The models of one topic, each with its citation, facts and links."""
    columns: dict[Column, _Render] = {
        Column("Model", 13): _entry_name,
        Column("Work", 13): _work,
        Column("Reads", 10): _terms("modalities"),
        Column("Pre-training", 11): _terms("pretraining"),
        Column("Adaptation", 11): _terms("adaptation"),
        Column("Backbone", 12): _words("backbone"),
        Column("Parameters", 9): _words("parameters"),
        Column("Tasks", 13): _terms("tasks"),
        Column("Links", 8): _links(code="code", weights="weights"),
    }
    return _entry_table(catalog, "models", {"topic": topic}, columns, name, caption)


def dataset_table(catalog: Catalog, *, family: str, name: str, caption: str) -> Myst:
    """The data sets of one family, each with its paper, size as stated, and access."""
    columns: dict[Column, _Render] = {
        Column("Data set", 18): _entry_name,
        Column("Work", 16): _work,
        Column("Holds", 13): _terms("modalities"),
        Column("Size as stated", 18): _words("scale_stated"),
        Column("Tasks", 16): _terms("tasks"),
        Column("Access", 10): _terms("access"),
        Column("Links", 9): _links(homepage="data"),
    }
    return _entry_table(catalog, "datasets", {"family": family}, columns, name, caption)


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
    columns: dict[Column, _Render] = {
        Column("Study", 26): _entry_name,
        Column("Work", 18): _work,
        Column("Subject", 22): _words("subject"),
        Column("Finding", 34): _words("finding"),
    }
    return _entry_table(catalog, "studies", {"kind": kind}, columns, name, caption)


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


def vocabulary_table(catalog: Catalog, vocabulary: str, *, name: str, caption: str) -> Myst:
    """The terms of one vocabulary with their meaning and how often entries carry them."""
    terms = catalog.taxonomy[catalog.taxonomy["vocabulary"] == vocabulary]
    counts = _term_counts(catalog, vocabulary)
    rows = [
        [
            escape(term["label"]),
            escape(term["definition"])
            + (f" {cite([term['reference']], 'p')}" if term["reference"] else ""),
            str(counts.get(term["term"], 0)),
        ]
        for _, term in terms.iterrows()
    ]
    columns = [Column("Term", 25), Column("Meaning", 63), Column("Entries", 12)]
    return list_table(columns, rows, name=name, caption=caption, classes=("counts-last",))


def _term_counts(catalog: Catalog, vocabulary: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for table in catalog.schema.entry_tables:
        for field in table.fields.values():
            if field.vocabulary == vocabulary:
                for row in catalog.rows[table.name]:
                    for term in field.values(row[field.name]):
                        counts[term] = counts.get(term, 0) + 1
    return counts


def count_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """How many entries of each table the survey holds, and how many works it cites."""
    rows = [
        [escape(table.title), escape(table.description), f"{len(catalog.rows[table.name]):,}"]
        for table in catalog.schema.entry_tables
    ]
    described = "Works in the bibliography."
    rows.append(["References", described, f"{len(catalog.works):,}"])
    columns = [Column("Table", 20), Column("What its rows are", 65), Column("Rows", 15)]
    return list_table(columns, rows, name=name, caption=caption, classes=("counts-last",))


def outcome_table(catalog: Catalog, *, name: str, caption: str) -> Myst:
    """What became of the rows of each source list: a count a list and outcome."""
    outcomes = catalog.terms("disposition")
    counts = pd.crosstab(catalog.sources["list"], catalog.sources["disposition"])
    counts = counts.reindex(columns=outcomes, fill_value=0)
    rows = []
    for row in catalog.rows["lists"]:
        found = counts.loc[row["id"]] if row["id"] in counts.index else counts.sum() * 0
        source = cite([row["reference"]]) if row["reference"] else escape(row["title"])
        rows.append(
            [f"{escape(row['title'])} ({source})", row["rows"], *(str(found[o]) for o in outcomes)]
        )
    total = counts.sum()
    rows.append(
        [
            "**All**",
            f"**{len(catalog.sources)}**",
            *(f"**{total[outcome]}**" for outcome in outcomes),
        ]
    )
    heads = [catalog.label("disposition", outcome) for outcome in outcomes]
    columns = [Column("List", 40), Column("Rows", 12), *(Column(head, 12) for head in heads)]
    return list_table(columns, rows, name=name, caption=caption, classes=("counts",))


def correction_table(catalog: Catalog, *, kinds: Sequence[str], name: str, caption: str) -> Myst:
    """The errors of some kinds found in the source lists, with what is right and its proof.

    Raises:
        ValueError: a kind is not a term of the vocabulary ``correction-kind``.
    """
    known = catalog.terms("correction-kind")
    for kind in kinds:
        if kind not in known:
            raise ValueError(f"{kind!r} is no kind of correction; there are {', '.join(known)}")
    titles = catalog.sources.set_index("row")["title"]
    errors = [
        error for kind in kinds for error in _records(catalog.corrections) if error["kind"] == kind
    ]
    rows = []
    for error in errors:
        source, locator = error["evidence"], error["locator"]
        proof = cite([source]) if source in catalog.works else link(_host(source), source)
        rows.append(
            [
                escape(f"{error['row']} {titles.get(error['row'], '')}"),
                escape(catalog.label("correction-kind", error["kind"])),
                _address_or_words(error["list_says"]),
                _address_or_words(error["book_says"]),
                proof + (f", {escape(locator)}" if locator else ""),
            ]
        )
    columns = [
        Column("Row", 22),
        Column("Error", 12),
        Column("The list says", 24),
        Column("The book says", 24),
        Column("Proof", 18),
    ]
    return list_table(columns, rows, name=name, caption=caption, classes=("cards", "entries"))


def _host(address: str) -> str:
    return address.split("://", 1)[-1].split("/", 1)[0].removeprefix("www.")


def _address_or_words(cell: str) -> str:
    if not cell:
        return quiet("nothing")
    if cell.startswith(("https://", "http://")) and " " not in cell:
        shown = cell.split("://", 1)[1].removeprefix("www.")
        return link(shown if len(shown) <= 60 else shown[:57] + "…", cell)
    return escape(cell)


def _entry_table(
    catalog: Catalog,
    table: str,
    only: Mapping[str, str],
    columns: Mapping[Column, _Render],
    name: str,
    caption: str,
) -> Myst:
    frame = catalog.text(table)
    for field, value in only.items():
        if field not in frame or value not in set(frame[field]):
            raise ValueError(f"no row of {table} has {field} = {value!r}")
        frame = frame[frame[field] == value]
    rows = [
        [render(catalog, table, cells) for render in columns.values()] for cells in _records(frame)
    ]
    return list_table(
        list(columns),
        rows,
        name=name,
        caption=caption,
        classes=("cards", "entries", f"entries-{table}"),
    )


def _records(frame: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a frame of text, each as its cells by column."""
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]


def _entry_name(catalog: Catalog, table: str, cells: _Cells) -> str:
    work = catalog.works.get(cells["reference"])
    homepage = cells.get("homepage", "")
    address = (work.text("url") if work else "") if homepage in _STATES else homepage
    shown = link(cells["name"], address) if address else escape(cells["name"])
    return f"({anchor(KINDS[table], cells['id'])})=\n{shown}"


def _work(catalog: Catalog, table: str, cells: _Cells) -> str:
    further = cells.get("further_references", "")
    keys = [cells["reference"], *(further.split("; ") if further else [])]
    cited = [cite([key]) for key in keys if key in catalog.works]
    return "; ".join(cited) if cited else quiet("not checked")


def _terms(field: str) -> _Render:
    """A cell of vocabulary terms, shown by their labels."""

    def render(catalog: Catalog, table: str, cells: _Cells) -> str:
        cell = cells[field]
        if cell in _STATES:
            return quiet(_STATES[cell])
        described = catalog.schema.tables[table].fields[field]
        labels = [catalog.label(described.vocabulary, term) for term in described.values(cell)]
        first, *more = labels
        return escape(", ".join([first, *(_lower_first(label) for label in more)]))

    return render


def _lower_first(label: str) -> str:
    """A label in the middle of a list: lower-cased unless it is an abbreviation."""
    return label if len(label) > 1 and not label[1].islower() else label[0].lower() + label[1:]


def _words(field: str) -> _Render:
    def render(catalog: Catalog, table: str, cells: _Cells) -> str:
        cell = cells[field]
        return quiet(_STATES[cell]) if cell in _STATES else escape(cell)

    return render


def _links(**texts: str) -> _Render:
    """Links to the addresses in the named columns, each with its text."""

    def render(catalog: Catalog, table: str, cells: _Cells) -> str:
        links = [
            link(text, cells[field]) for field, text in texts.items() if cells[field] not in _STATES
        ]
        if links:
            return ", ".join(links)
        return quiet(_STATES[max(cells[field] for field in texts)])

    return render
