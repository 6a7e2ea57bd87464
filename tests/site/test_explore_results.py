"""Explore the results and Head to head, in a real browser: found, told, shared, taken away."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from surveybook.catalog import load
from tests.support.browsing import served
from tests.support.exploresite import write_site
from tests.support.results import RESULTS, add_results, add_rows, comparison
from tests.support.tiny import MODEL, write_tiny_book

pytestmark = pytest.mark.book

SCORES = [
    {"model": "medcpt", "variant": "large", "value": "71.0"},
    {"model": "medcpt", "value": "64.2"},
    {"model": "biobert", "value": "70.5", "low": "68.0", "high": "73.0"},
    {"baseline": "=BM25", "value": "40"},
]
ERRORS = [
    {"model": "medcpt", "value": "0.31"},
    {"model": "biobert", "value": "0.12"},
]
TIED = [{"model": "medcpt", "value": "50"}, {"model": "biobert", "value": "50.0"}]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages of a book with two models in four comparisons, one of them by makers."""
    root = write_tiny_book(tmp_path_factory.mktemp("results") / "book")
    add_rows(root, "models", [MODEL | {"id": "biobert", "name": "BioBERT"}])
    add_results(
        root,
        {"scores": SCORES, "errors": ERRORS, "tied": TIED, "alone": RESULTS},
        [
            comparison("scores", title="Questions answered"),
            comparison(
                "errors",
                title="Dose errors",
                direction="lower",
                unit="number",
                setting="fine-tuned",
            ),
            comparison("tied", title="A draw", reference="jin2023medcpt"),
            comparison("alone", title="Without BioBERT"),
        ],
    )
    site = write_site(tmp_path_factory.mktemp("site"), load(root))
    with served(site) as address:
        yield address
    shutil.rmtree(root)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def explore(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}book/explore/results.html{query}")
    expect(page.locator(".explore-said")).to_contain_text("comparisons")


def duel(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}book/explore/headtohead.html{query}")
    expect(page.get_by_label("Model")).to_be_visible()


def download(page: Page, name: str) -> list[dict[str, str]]:
    with page.expect_download() as waited:
        page.get_by_role("button", name=name).click()
    return list(csv.DictReader(io.StringIO(Path(waited.value.path()).read_text("utf-8"))))


def titles(page: Page) -> list[str]:
    return page.locator(".explore-card h2").all_text_contents()


def test_facets_narrow_the_comparisons(page: Page, address: str) -> None:
    explore(page, address)
    assert sorted(titles(page)) == [
        "A draw",
        "Dose errors",
        "Questions answered",
        "Without BioBERT",
    ]
    page.locator('input[name="models"][value="biobert"]').evaluate("box => box.click()")
    expect(page.locator(".explore-said")).to_have_text("3 of 4 comparisons")
    page.locator('input[name="measurer"][value="others"]').evaluate("box => box.click()")
    assert sorted(titles(page)) == ["Dose errors", "Questions answered"]
    page.locator('input[name="setting"][value="fine-tuned"]').evaluate("box => box.click()")
    assert titles(page) == ["Dose errors"]
    assert "models=biobert" in page.url
    assert "setting=fine-tuned" in page.url


def test_a_card_says_how_a_chosen_model_did(page: Page, address: str) -> None:
    explore(page, address, "?models=biobert&search=questions")
    card = page.locator(".explore-card")
    expect(card.locator("summary")).to_have_text("BioBERT: 2 of 4 (70.5)")
    rows = card.locator("table.results tbody tr")
    assert [row.split("\t")[:3] for row in rows.all_inner_texts()] == [
        ["1", "MedCPT large", "71.0"],
        ["2", "BioBERT", "70.5 (68.0 to 73.0)"],
        ["3", "MedCPT", "64.2"],
        ["4", "=BM25", "40"],
    ]
    assert rows.nth(1).locator("strong").inner_text() == "BioBERT"
    # Bounds are drawn where there are any, and on one axis with the values.
    assert rows.locator("line").count() == 1
    places = [
        float(x.removesuffix("%"))
        for x in rows.locator("circle").evaluate_all(
            "all => all.map(each => each.getAttribute('cx'))"
        )
    ]
    assert places == sorted(places, reverse=True)


def test_makers_are_marked_in_words_and_shape(page: Page, address: str) -> None:
    explore(page, address, "?search=draw")
    rows = page.locator("table.results tbody tr")
    expect(rows.filter(has_text="MedCPT").locator("td .makers")).to_have_text("its makers")
    assert rows.locator("path").count() == 2
    assert rows.locator("circle").count() == 0


def test_the_results_are_taken_away_as_csv(page: Page, address: str) -> None:
    explore(page, address, "?search=questions")
    rows = download(page, "CSV")
    assert [(row["system"], row["value"], row["rank"], row["measurer"]) for row in rows] == [
        ("MedCPT large", "71.0", "1", "others"),
        ("BioBERT", "70.5", "2", "others"),
        ("MedCPT", "64.2", "3", "others"),
        ("'=BM25", "40", "4", ""),
    ]
    assert rows[0]["url"].endswith("/benchmarks/medqa.html#scores")


def test_two_models_head_to_head(page: Page, address: str) -> None:
    duel(page, address)
    assert page.get_by_label("against").is_disabled()
    page.get_by_label("Model").select_option("biobert")
    page.get_by_label("against").select_option(label="MedCPT (3)")
    expect(page.get_by_role("status")).to_have_text(
        "BioBERT ahead in 1, MedCPT in 1 of 3 comparisons, 1 tied; by people who made neither: "
        "BioBERT ahead in 1, MedCPT in 1 of 2 comparisons."
    )
    rows = page.locator("tbody tr")
    assert rows.count() == 3
    scores = rows.filter(has_text="Questions answered")
    # Of two variants the better one counts.
    expect(scores.locator("td").last).to_have_text("MedCPT, by 0.5")
    expect(scores.locator("td").nth(1)).to_contain_text("71.0 by others")
    expect(rows.filter(has_text="Dose errors").locator("td").last).to_have_text("BioBERT, by 0.19")
    expect(rows.filter(has_text="A draw").locator("td").last).to_have_text("tied")
    assert page.url.endswith("?a=biobert&b=medcpt")
    page.get_by_label("Only where").check()
    assert rows.count() == 2
    lines = download(page, "CSV")
    assert [(row["ahead"], row["lead"]) for row in lines] == [
        ("medcpt", "-0.5"),
        ("biobert", "0.19"),
    ]


def test_an_address_shows_the_same_duel(page: Page, address: str) -> None:
    duel(page, address, "?x=1&a=medcpt&b=biobert&by=others")
    expect(page.locator("tbody tr")).to_have_count(2)
    assert page.get_by_label("Only where").is_checked()
    assert "x=1" in page.url
    duel(page, address, "?a=nobody&b=biobert")
    expect(page.get_by_role("status")).to_contain_text("Choose two models")


@pytest.mark.parametrize("name", ["results", "headtohead"])
def test_without_scripts_links_lead_to_the_comparisons(
    browser: Browser, address: str, name: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}book/explore/{name}.html")
    expect(page.locator(".explore a")).to_have_attribute("href", "../benchmarks.html")
    expect(page.locator(".explore")).to_contain_text("4 comparisons")
    context.close()


@pytest.mark.parametrize(
    "query", ["results.html?search=questions", "headtohead.html?a=medcpt&b=biobert"]
)
def test_a_phone_shows_all_of_it(browser: Browser, address: str, query: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{address}book/explore/{query}")
    expect(page.locator("tbody tr").first).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    wide = page.locator(".explore *").evaluate_all(
        "all => all.filter(each => each.checkVisibility() && !each.closest('svg')"
        " && each.getBoundingClientRect().right > innerWidth + 1).map(each => each.outerHTML)"
    )
    assert wide == []
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in serious] == []
    context.close()


def test_results_that_cannot_be_had_leave_the_links(page: Page, address: str) -> None:
    page.route("**/results.json", lambda route: route.fulfill(status=404))
    page.goto(f"{address}book/explore/headtohead.html")
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(page.locator(".explore a")).to_be_visible()


def failing(route: Route) -> None:
    route.fulfill(status=503)


def test_the_values_of_two_models_can_be_tried_again(page: Page, address: str) -> None:
    page.route("**/results.rest.json", failing)
    duel(page, address)
    page.get_by_label("Model").select_option("biobert")
    page.get_by_label("against").select_option(label="MedCPT (3)")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    page.unroute("**/results.rest.json", failing)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_the_systems_of_a_card_are_fetched_when_it_is_opened(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/results.rest.json", failing)
    explore(page, address)
    card = page.locator(".explore-card").filter(has_text="Questions answered")
    expect(card.locator("summary")).to_have_text("First of 4: MedCPT large")
    assert not [url for url in asked if "rest.json" in url]
    card.locator("summary").click()
    expect(card.get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute("**/results.rest.json", failing)
    card.get_by_role("button", name="Try again").click()
    expect(card.locator("table.results tbody tr")).to_have_count(4)
