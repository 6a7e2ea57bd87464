"""Results on the pages of models, benchmarks and data sets: complete, marked, and data as data."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser

from surveybook.catalog import load
from surveybook.site.resultparts import ResultPages
from tests.conftest import surveybook
from tests.support.browsing import served
from tests.support.results import RESULTS, add_results, add_rows, comparison
from tests.support.tiny import HEAD, MODEL, write_tiny_book

AWKWARD = '<b>& "quoted"</b>'
BIOBERT = MODEL | {"id": "biobert", "name": "BioBERT", "modalities": "", "pretraining": ""}
BIOBERT["code"] = ""
BENCHMARKS = (
    HEAD
    + """
# Benchmarks

```{code-cell} ipython3
import surveybook as sb

sb.benchmark_table(sb.load(), name="tab-b", caption="All.")
```
"""
)


def with_results(root: Path) -> Path:
    """A tiny book with two models, four comparisons of two sources, and a page that lists the
    benchmark."""
    add_rows(root, "models", [BIOBERT])
    rows = [{"model": "biobert", "value": "70.5"}, *RESULTS]
    lower = [{"model": "medcpt", "value": "1.5"}, {"model": "biobert", "value": "0.5"}]
    add_results(
        root,
        {
            "others": rows,
            "lower": lower,
            "makers": [{**row, "value": "75", "low": "", "high": ""} for row in rows],
            "baselines": [{"baseline": AWKWARD, "value": "1"}, {"baseline": "x", "value": "2"}],
        },
        [
            comparison("others", title="Questions", conditions=f"one prompt {AWKWARD}"),
            comparison("lower", direction="lower", unit="number", metric="error", shots=""),
            comparison("makers", reference="jin2023medcpt", cases="", interval="", interest="paid"),
            comparison("baselines", metric="recall"),
        ],
    )
    (root / "book" / "benchmarks.md").write_text(BENCHMARKS, encoding="utf-8")
    with (root / "_toc.yml").open("a", encoding="utf-8") as file:
        file.write("  - file: book/benchmarks\n")
    return root


def test_a_model_is_told_by_its_ranks(tiny: Path) -> None:
    told = ResultPages(load(with_results(tiny))).of("models", "medcpt")
    assert told is not None
    assert told.summaries == (
        "In 2 comparisons by others: first in none, median rank 2.5 of 3.",
        "In 1 comparison by its makers: first in 1, median rank 1 of 4.",
    )
    assert [(line.rank, line.value, line.hands) for line in told.lines] == [
        ("3 of 4", "61.50 (60.10 to 62.90)", "others"),
        ("2 of 2", "1.5", "others"),
        ("1 of 4", "75", "its makers"),
    ]
    assert told.lines[0].title.href == "../benchmarks/medqa.html#others"
    assert told.lines[2].shared == "Jin"
    (disagreement,) = told.disagreements
    assert [value for value, _, _ in disagreement.values] == ["61.50", "75"]


def test_a_benchmark_has_every_comparison(tiny: Path) -> None:
    told = ResultPages(load(with_results(tiny))).of("benchmarks", "medqa")
    assert told is not None
    assert [block.id for block in told.blocks] == ["others", "lower", "makers", "baselines"]
    others, lower, makers, _ = told.blocks
    assert [system.rank for system in others.systems] == [1, 2, 3, 4]
    assert [system.name.text for system in others.systems][:2] == ["GPT-4 0613", "BioBERT"]
    assert not lower.higher
    assert [system.name.text for system in lower.systems] == ["BioBERT", "MedCPT"]
    assert (others.makers, makers.makers) == (False, True)
    assert ("Interest stated", "paid") in makers.facts
    assert ("Test cases", "1,273") in others.facts
    assert not {"Test cases", "Bounds"} & {label for label, _ in makers.facts}
    for block in told.blocks:
        for system in block.systems:
            assert 0 <= system.dot.low <= system.dot.at <= system.dot.high <= 100


def test_a_data_set_leads_to_the_benchmarks_that_use_it(tiny: Path) -> None:
    pages = ResultPages(load(with_results(tiny)))
    told = pages.of("datasets", "notes")
    assert told is not None
    assert [part.href for part in told.benchmarks] == ["../benchmarks/medqa.html"]
    assert pages.of("studies", "nothing") is None


def test_without_results_no_page_says_anything(tiny: Path) -> None:
    assert ResultPages(load(tiny)).of("models", "medcpt") is None


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = with_results(write_tiny_book(tmp_path_factory.mktemp("pages") / "book"))
    done = surveybook(root, "build")
    assert done.returncode == 0, done.stderr
    return root / "_build" / "html"


def page(built: Path, name: str) -> html.HtmlElement:
    return html.document_fromstring((built / name).read_bytes())


@pytest.mark.book
def test_the_page_of_a_benchmark_shows_tables_with_dots(built: Path) -> None:
    tree = page(built, "benchmarks/medqa.html")
    tables = tree.xpath("//table[contains(@class, 'results')]")
    assert len(tables) == 4
    rows = tables[0].xpath("./tbody/tr")
    assert [row.xpath("./th")[0].text_content() for row in rows] == [
        "GPT-4 0613",
        "BioBERT",
        "MedCPT",
        "random choice",
    ]
    assert rows[2].xpath("./th/a/@href") == ["../models/medcpt.html"]
    assert len(tables[0].xpath(".//line")) == 2
    assert len(tables[2].xpath(".//path")) == 2
    assert tables[2].xpath(".//span[@class='makers']/@title") == ["Jin", "Jin"]
    # What the data say is text, whatever it looks like.
    text = (built / "benchmarks" / "medqa.html").read_text(encoding="utf-8")
    assert AWKWARD not in text
    assert AWKWARD in tables[3].text_content()
    assert "one prompt " + AWKWARD in tree.xpath("//section[@id='others']")[0].text_content()


@pytest.mark.book
def test_the_page_of_a_model_leads_to_each_comparison(built: Path) -> None:
    tree = page(built, "models/medcpt.html")
    (table,) = tree.xpath("//table[contains(@class, 'results')]")
    links = table.xpath(".//th/a/@href")
    assert "../benchmarks/medqa.html#lower" in links
    anchors = page(built, "benchmarks/medqa.html").xpath("//@id")
    assert {link.partition("#")[2] for link in links if "#" in link} <= set(anchors)
    assert tree.xpath("//h2[@id='disagreements']")
    # How it did and the list of all results are told before the facts.
    (standing,) = tree.xpath("//p[@class='standing'][following::h2[@id='facts']]")
    assert "In 2 comparisons by others: first in none" in standing.text_content()
    assert standing.xpath("./a/@href") == ["#results"]
    assert tree.xpath("//h2[@id='results']/following::h2[@id='facts']")


@pytest.mark.book
def test_a_benchmark_is_listed_and_leads_to_its_page(built: Path) -> None:
    (row,) = page(built, "book/benchmarks.html").xpath("//table[@id='tab-b']/tbody/tr")
    assert row.xpath(".//a/@href")[0] == "../benchmarks/medqa.html"
    assert (built / "data" / "explore" / "results.json").is_file()


@pytest.mark.book
@pytest.mark.parametrize("name", ["benchmarks/medqa.html", "models/medcpt.html"])
def test_a_phone_and_a_screen_reader_have_all_of_it(
    built: Path, browser: Browser, name: str
) -> None:
    with served(built) as address:
        tab = browser.new_page(viewport={"width": 360, "height": 740})
        tab.goto(address + name)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
        tab.close()
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in serious] == []


@pytest.mark.book
def test_an_empty_table_of_benchmarks_can_be_built(tmp_path: Path) -> None:
    root = write_tiny_book(tmp_path / "book")
    (root / "book" / "benchmarks.md").write_text(BENCHMARKS, encoding="utf-8")
    with (root / "_toc.yml").open("a", encoding="utf-8") as file:
        file.write("  - file: book/benchmarks\n")
    done = surveybook(root, "build")
    assert done.returncode == 0, done.stderr
    text = (root / "_build" / "html" / "book" / "benchmarks.html").read_text(encoding="utf-8")
    assert "none yet" in text
