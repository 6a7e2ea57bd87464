"""The place of an Explore page: what it holds before its scripts draw, and without them.

What the scripts of ``book/_static/explore`` read is the site's own payload, published below
:data:`FOLDER`. Addresses are relative to a page two folders below the site's root
(``book/explore/models.html``).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as escape_html

from ..catalog import Catalog
from .myst import Myst

FOLDER = "data/explore"
"""Where the site keeps what the pages read."""
MEASURED = "models.measured"
"""What the file with the results of the models is called there."""
UP = "../.."
"""From an Explore page to the site's root."""
NOUNS = {
    "models": ("model", "models"),
    "datasets": ("data set", "data sets"),
    "benchmarks": ("benchmark", "benchmarks"),
    "studies": ("study", "studies"),
}
"""What one entry and several entries are called, for each table that has an Explore page."""
TABLES = tuple(NOUNS)
"""The tables that have an Explore page."""


def page(catalog: Catalog, table: str, *, chapters: Sequence[str]) -> Myst:
    """The place where the scripts draw, holding what a reader without JavaScript sees.

    ``chapters`` are the files, as the calling page links to them, whose tables list the same
    entries.

    Raises:
        KeyError: the table has no Explore page.
    """
    _, many = NOUNS[table]
    return _place(
        "main.js",
        table,
        f"Filtering and comparing {many} takes a browser with JavaScript. "
        f"The same {len(catalog.rows[table])} {many}, complete, stand in the tables of "
        f"these chapters:",
        chapters,
        measured=MEASURED if table == "models" else "",
    )


def results(catalog: Catalog, *, chapters: Sequence[str]) -> Myst:
    """The place of *Explore the results*; ``chapters`` lead to the pages that show the same
    comparisons without JavaScript."""
    comparisons = len(catalog.rows["comparisons"])
    told = (
        f"Filtering takes a browser with JavaScript. The pages of the benchmarks, listed in these "
        f"chapters, show the same {comparisons} comparisons complete:"
    )
    return _place("main.js", "results", told, chapters)


def head_to_head(catalog: Catalog, *, chapters: Sequence[str]) -> Myst:
    """The place of *Head to head*, where a reader chooses two models; ``chapters`` as before."""
    comparisons = len(catalog.rows["comparisons"])
    told = (
        f"Choosing two models takes a browser with JavaScript. The page of each model tells its "
        f"rank in each of the {comparisons} comparisons; they are found in these chapters:"
    )
    return _place("headtohead.js", "results", told, chapters)


def _place(
    script: str, payload: str, told: str, chapters: Sequence[str], measured: str = ""
) -> Myst:
    """The place; ``measured`` is the file with the results of the entries, if there is one. It and
    the rest of the entries are fetched when they are needed."""
    source = f"{UP}/{FOLDER}/{payload}"
    listed = "\n".join(f"- [](<{chapter}>)" for chapter in chapters)
    results = f' data-measured="{UP}/{FOLDER}/{measured}.json"' if measured else ""
    return Myst(
        f'<link rel="stylesheet" href="{UP}/_static/explore/explore.css">\n'
        f'<link rel="stylesheet" href="{UP}/_static/results.css">\n'
        f'<script type="module" src="{UP}/_static/explore/{script}"></script>\n'
        f'<div class="explore" data-table="{escape_html(payload)}" '
        f'data-source="{source}.json" data-rest="{source}.rest.json" '
        f'data-bibtex="{source}.bib.json"{results}>\n\n'
        f"{told}\n\n{listed}\n\n</div>\n"
    )
