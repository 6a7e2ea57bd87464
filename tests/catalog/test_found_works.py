"""Works that lists and searches named: each once, every record accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.text import Text

from surveybook.catalog import Catalog, load
from surveybook.catalog.flow import flow
from surveybook.catalog.foundworks import (
    coverage_by,
    current_to,
    found_works,
    inventories,
)
from surveybook.sources.schema import load_schema
from surveybook.views import method
from surveybook.views.figures import prisma
from tests.support.tiny import format_rows

MODEL = {"kind": "model", "subfield": "ecg"}
SOURCES = [
    # The list that the survey grew out of; its first row leads to an entry.
    {"list": "old", "title": "Medcpt", "disposition": "entry", "table": "models", "id": "medcpt"},
    {"list": "old", "disposition": "placeholder"},
    MODEL | {"list": "a", "title": "MedCPT", "disposition": "duplicate", "same_as": "OLD001"},
    MODEL | {"list": "a", "title": "Heart", "disposition": "waiting"},
    MODEL | {"list": "a", "title": "GPT", "disposition": "out-of-scope", "reason": "general-model"},
    {"list": "a", "title": "Us", "disposition": "out-of-scope", "reason": "not-a-work"},
    MODEL | {"list": "b", "title": "Heart", "disposition": "duplicate", "same_as": "A002"},
    {
        "list": "b",
        "title": "A review",
        "kind": "survey",
        "subfield": "eeg",
        "disposition": "waiting",
    },
    MODEL | {"list": "s", "title": "Newest", "disposition": "waiting"},
]


@pytest.fixture
def filled(tiny: Path) -> Path:
    """A book with a list that it grew from, two inventories, and a search that found 5 works."""
    numbers: dict[str, int] = {}
    rows = []
    for row in SOURCES:
        numbers[row["list"]] = numbers.get(row["list"], 0) + 1
        rows.append(row | {"row": f"{row['list'].upper()}{numbers[row['list']]:03d}"})
    for row in rows:
        if row.get("same_as") == "OLD001":
            row |= {"table": "models", "id": "medcpt"}
    lists = [
        {"id": "old", "kind": "list", "reference": "he2024foundation"},
        {"id": "a", "kind": "list", "current_to": "2026-02-01", "subfield": "ecg"},
        {"id": "b", "kind": "list", "current_to": "2026-01-01", "subfield": "ecg"},
        {"id": "s", "kind": "search", "current_to": "2026-03-01", "hits": "5", "service": "arxiv"},
    ]
    for listed in lists:
        name = listed["id"]
        listed |= {"title": name, "prefix": name.upper(), "rows": str(numbers[name])}
    lists[-1]["query"] = "all:ecg"
    query = {
        "name": "s",
        "title": "Hearts",
        "service": "arxiv",
        "query": "all:ecg",
        "since": "2026-01-01",
    }
    for name, given in (("sources", rows), ("lists", lists), ("queries", [query])):
        table = load_schema(tiny).tables[name]
        blank = dict.fromkeys(table.fields, "")
        text = format_rows(table, [blank | row for row in given])
        (tiny / table.path).write_text(text, encoding="utf-8")
    return tiny


def test_each_work_is_counted_once(filled: Path) -> None:
    works = found_works(load(filled))
    told = {work.rows[0]["title"]: (work.outcome, work.kind, set(work.lists)) for work in works}
    assert told == {
        "Medcpt": ("entry", "model", {"old", "a"}),
        "Heart": ("waiting", "model", {"a", "b"}),
        "GPT": ("out-of-scope", "model", {"a"}),
        "A review": ("waiting", "survey", {"b"}),
        "Newest": ("waiting", "model", {"s"}),
    }


def test_coverage_counts_inventories_alone(filled: Path) -> None:
    catalog = load(filled)
    assert [row["id"] for row in inventories(catalog)] == ["a", "b"]
    three, two, one = coverage_by(catalog, lambda _: "", ("model",))[""]
    assert (three.works, two.works, one.works) == (0, 1, 3)
    assert (two.entries, two.out_of_scope, two.waiting) == (0, 0, 1)
    assert (one.entries, one.out_of_scope, one.waiting) == (1, 1, 1)
    assert one.share == 0.5
    assert three.share is None


def test_the_newest_list_or_search_says_how_current_a_part_is(filled: Path) -> None:
    assert current_to(load(filled)) == {"ecg": ("2026-02-01", "a")}


def test_every_record_is_accounted_for(filled: Path) -> None:
    told = flow(load(filled))
    # 9 rows, and 4 works that the search returned and the survey knew.
    assert told.identified == {"list": 8, "search": 5}
    assert (told.empty, told.duplicates) == (2, 6)
    assert (told.works, told.waiting, told.screened) == (5, 3, 2)
    assert told.excluded == {"general-model": 1}
    assert told.included["models"] == 1
    assert told.otherwise["datasets"] == 1
    assert sum(told.identified.values()) == told.empty + told.duplicates + told.works


def test_the_numbers_of_the_real_book_add_up(catalog: Catalog) -> None:
    told = flow(catalog)
    assert sum(told.identified.values()) == told.empty + told.duplicates + told.works
    for table in catalog.schema.entry_tables:
        held = told.included[table.name] + told.otherwise[table.name]
        assert held == len(catalog.rows[table.name])
    assert told.works == len(found_works(catalog))


def test_the_diagram_says_in_words_what_it_shows(filled: Path) -> None:
    figure = prisma(load(filled), name="fig-flow")
    for told in (
        "Records identified: 13, by 3 lists: 8, by 1 search: 5",
        "named before: 6, naming no work: 2",
        "Works, each once: 5; Waiting to be screened: 3",
        "Works screened: 2; Excluded: 1, general model: 1",
        "Entries from records: 1, models: 1; Entries found otherwise: 1, data sets: 1",
    ):
        assert told in figure.alt
    numbers = figure.data.set_index("what")["number"]
    assert numbers["general-model"] == 1
    drawn = [text.get_text() for text in figure.drawing.findobj(Text) if isinstance(text, Text)]
    assert "Records identified: 13" in drawn


def test_the_page_shows_searches_word_for_word(filled: Path) -> None:
    shown = method.query_table(load(filled), name="t", caption="c")
    assert "all\\:ecg" in shown
    assert "2026\\-03\\-01" in shown
    assert shown.count("\n* - ") == 2


def test_the_page_counts_what_waits(filled: Path) -> None:
    catalog = load(filled)
    counts = method.counts(catalog)
    assert (counts["works"], counts["waiting"], counts["wanted"]) == (5, 3, 1)
    shown = method.waiting_table(catalog, most=1, name="t", caption="c")
    assert "Heart" in shown
    assert "Newest" not in shown
    table = method.coverage_table(catalog, kind="model", name="t", caption="c")
    assert "1 / 1 / 1" in table
    assert "general" in method.reason_table(catalog, name="t", caption="c").lower()
    sources = method.source_table(catalog, name="t", caption="c")
    assert sources.count("\n* - ") == 5


def test_a_book_without_searches_has_its_page(tiny: Path) -> None:
    catalog = load(tiny)
    assert "none yet" in method.query_table(catalog, name="t", caption="c")
    for kind in method.KINDS:
        assert "::::" in method.coverage_table(catalog, kind=kind, name="t", caption="c")
        assert method.share(catalog, kind=kind, least=3) == 1.0
    assert prisma(catalog, name="f").alt
