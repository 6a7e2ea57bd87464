"""The tables and citations of the real book in a real browser: found, sorted, shared, saved."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, Locator, Page, expect

from surveybook.catalog import Catalog
from surveybook.views.entries import STATES
from tests.conftest import ROOT
from tests.support.browsing import chapter_pages

pytestmark = pytest.mark.xdist_group("real")

CHAPTER = "book/models/domain-pretraining.html"
TABLE = "tab-all-domain-pretraining"
TEXT = "book/methods/language.html"
TOPIC = "domain-pretraining"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def tools(page: Page, table: str = TABLE) -> Locator:
    return page.locator(f'.table-tools[data-table="{table}"]')


def reach(page: Page, where: str, table: str = TABLE) -> Locator:
    """Open a page and scroll to a table, as a reader does; its tools."""
    page.goto(where)
    found = tools(page, table)
    found.scroll_into_view_if_needed()
    page.mouse.move(640, 450)  # over the text: the list of chapters scrolls by itself
    page.mouse.wheel(0, 5)
    expect(found.locator(".table-shown")).to_contain_text("rows")
    return found


def shown(page: Page, table: str = TABLE) -> list[str]:
    """The ids of a table's rows, from the top."""
    ids: list[str] = page.eval_on_selector_all(
        f"#{table} tbody tr [id^=model-]", "found => found.map(e => e.id.replace('model-', ''))"
    )
    return ids


def models(catalog: Catalog, topic: str = TOPIC) -> pd.DataFrame:
    return catalog.models[catalog.models["topic"] == topic]


def test_first_visit_fetches_no_library_until_the_reader_goes_on(
    page: Page,
    address: str,
) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(address + CHAPTER)
    page.wait_for_load_state("networkidle")
    assert not [url for url in requested if "datatables" in url or "enhance" in url]
    reach(page, address + CHAPTER)
    assert sum("dt_bundle.js" in url for url in requested) == 1
    assert [url for url in requested if not url.startswith((address, "data:", "blob:"))] == []


def test_tools_shift_nothing(page: Page, address: str) -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + CHAPTER)
        top = f"document.querySelector('#{TABLE} tbody').getBoundingClientRect().top + scrollY"
        before = page.evaluate(top)
        reach(page, address + CHAPTER)
        page.wait_for_load_state("networkidle")
        assert abs(page.evaluate(top) - before) <= 24


def test_search_finds_what_rows_say(page: Page, address: str, catalog: Catalog) -> None:
    found = reach(page, address + CHAPTER)
    everything = shown(page)
    assert everything == list(models(catalog)["id"])
    found.get_by_role("searchbox").fill("question answering")
    expect(found.locator(".table-shown")).to_contain_text(" of ")
    wanted = models(catalog)
    wanted = wanted[wanted["tasks"].map(lambda tasks: "question-answering" in tasks)]
    assert shown(page) == list(wanted["id"])
    # The tags and attributes of a cell are not its words.
    found.get_by_role("searchbox").fill("href")
    expect(found.locator(".table-shown")).to_have_text(f"0 of {len(everything)} rows")
    found.get_by_role("button", name="Clear").click()
    assert shown(page) == everything


@pytest.mark.parametrize(("clicks", "ascending"), [(1, True), (2, False)])
def test_numbers_sort_as_numbers_and_gaps_come_last(
    page: Page,
    address: str,
    catalog: Catalog,
    clicks: int,
    ascending: bool,
) -> None:
    reach(page, address + CHAPTER)
    head = page.locator(f"#{TABLE} th", has_text="Parameters")
    for _ in range(clicks):
        head.click()
    expect(head).to_have_attribute("aria-sort", "ascending" if ascending else "descending")
    largest = models(catalog).set_index("id")["largest"]
    order = [largest[each] for each in shown(page)]
    known = [number for number in order if not pd.isna(number)]
    assert known == sorted(known, reverse=not ascending)
    # As words, 963,496 would be more than 8.9 billion.
    assert len({len(str(int(number))) for number in known}) > 3
    assert all(pd.isna(number) for number in order[len(known) :])
    assert len(known) < len(order)


def test_facet_counts_are_those_of_the_data(
    page: Page,
    address: str,
    catalog: Catalog,
) -> None:
    found = reach(page, address + CHAPTER)
    found.locator("summary", has_text="Filter").click()
    frame = models(catalog)
    for field, legend, vocabulary in (
        ("tasks", "Tasks", "task"),
        ("pretraining", "Pre-training", "pretraining"),
        ("modalities", "Reads", "modality"),
    ):
        counted = Counter(term for terms in frame[field] for term in terms)
        wanted = {catalog.label(vocabulary, term): number for term, number in counted.items()}
        assert counts(found, legend).items() >= wanted.items()
    # A choice narrows the other facets, not its own, and any of its values will do.
    group = found.locator("fieldset", has=page.locator("legend", has_text="Pre-training"))
    before = counts(found, "Pre-training")
    group.get_by_label("Hybrid").check()
    group.get_by_label("Contrastive").check()
    kept = frame[frame["pretraining"].map(lambda terms: bool({"hybrid", "contrastive"} & {*terms}))]
    assert shown(page) == list(kept["id"])
    assert counts(found, "Pre-training") == before
    counted = Counter(term for terms in kept["tasks"] for term in terms)
    narrowed = {catalog.label("task", term): number for term, number in counted.items()}
    assert {name: number for name, number in counts(found, "Tasks").items() if number} == narrowed


def counts(found: Locator, legend: str) -> dict[str, int]:
    labels = found.locator("fieldset").filter(has_text=legend).first.locator("label")
    pairs = labels.evaluate_all(
        "labels => labels.map(label => [...label.querySelectorAll('span')].map(s => s.innerText))"
    )
    return {name: int(number) for name, number in pairs}


def test_address_carries_the_state_to_another_reader(
    page: Page,
    browser: Browser,
    address: str,
) -> None:
    found = reach(page, address + CHAPTER)
    found.locator("summary", has_text="Filter").click()
    found.get_by_label("Question answering").check()
    found.locator("summary", has_text="Columns").click()
    found.get_by_label("Backbone").uncheck()
    page.keyboard.press("Escape")
    page.locator(f"#{TABLE} th", has_text="Parameters").click()
    page.locator(f"#{TABLE} th", has_text="Parameters").click()
    odd = "b~q.&=%#"
    found.get_by_role("searchbox").fill(odd)
    page.wait_for_url(re.compile("q\\.b"))
    found.get_by_role("searchbox").fill("b")
    page.wait_for_url(re.compile("q\\.b$"))
    mine = shown(page)
    assert mine
    other = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    other.goto(page.url)
    expect(tools(other).locator(".table-shown")).to_contain_text(" of ")
    assert shown(other) == mine
    assert tools(other).get_by_role("searchbox").input_value() == "b"
    expect(other.locator(f"#{TABLE} th", has_text="Backbone")).to_have_count(0)
    sorted_by = other.locator(f"#{TABLE} th[aria-sort]")
    expect(sorted_by).to_have_attribute("aria-sort", "descending")
    tools(other).get_by_role("searchbox").fill(odd)
    other.wait_for_url(re.compile("%25"))
    other.reload()
    expect(tools(other).get_by_role("searchbox")).to_have_value(odd)
    other.context.close()


def test_state_of_one_table_leaves_the_others_alone(page: Page, address: str) -> None:
    reach(page, f"{address}{TEXT}?x=1&tab-lfm-tuned=q.med#tab-lfm-domain", "tab-lfm-domain")
    tools(page, "tab-lfm-domain").get_by_role("searchbox").fill("bert")
    page.wait_for_url(re.compile("q\\.bert"))
    assert "x=1&tab-lfm-tuned=q.med&" in page.url
    assert page.url.endswith("#tab-lfm-domain")
    expect(tools(page, "tab-lfm-tuned").get_by_role("searchbox")).to_have_value("med")


def test_csv_holds_the_rows_and_columns_shown(
    page: Page,
    address: str,
    catalog: Catalog,
) -> None:
    found = reach(page, f"{address}{CHAPTER}?{TABLE}=tasks.dialogue~order.-parameters~hide.year")
    with page.expect_download() as download:
        found.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == f"{TABLE}.csv"
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    text = catalog.text("models").set_index("id")
    wanted = [text.loc[each] for each in shown(page)]
    assert [row["Model"] for row in rows] == [row["name"] for row in wanted]
    assert [row["Parameters"] for row in rows] == [
        STATES.get(str(row["parameters"]), row["parameters"]) for row in wanted
    ]
    assert "Work" not in rows[0]
    for row, cells in zip(rows, wanted, strict=True):
        assert cells["code"] in STATES or f"code <{cells['code']}>" in row["Links"]


@pytest.mark.parametrize(
    ("chapter", "table", "entries", "kind"),
    [
        (CHAPTER, TABLE, "models", "model"),
        ("book/studies/all-evaluations.html", "", "studies", "study"),
    ],
)
def test_bibtex_holds_each_work_of_the_rows_once(
    page: Page, address: str, catalog: Catalog, chapter: str, table: str, entries: str, kind: str
) -> None:
    page.goto(address + chapter)
    table = table or page.locator(".table-tools").first.get_attribute("data-table") or ""
    found = reach(page, f"{address}{chapter}?{table}=q.2023", table)
    with page.expect_download() as download:
        found.get_by_role("button", name="BibTeX").click()
    text = Path(download.value.path()).read_text("utf-8")
    ids = page.locator(f"#{table} tbody [id^={kind}-]").evaluate_all("all => all.map(e => e.id)")
    cells = catalog.text(entries).set_index("id")
    wanted: set[str] = set()
    for identifier in ids:
        row = cells.loc[identifier.removeprefix(f"{kind}-")]
        further = row["further_references"]
        wanted |= {row["reference"], *(further.split("; ") if further else ())}
    keys = re.findall(r"^@\w+{(\w+),", text, re.MULTILINE)
    assert sorted(keys) == sorted(wanted & set(catalog.works))
    assert len(keys) > 1


def test_bibtex_that_is_not_there_says_so(page: Page, address: str) -> None:
    page.route("**/data/explore/models.bib.json", lambda route: route.fulfill(status=404))
    found = reach(page, address + CHAPTER)
    found.get_by_role("button", name="BibTeX").click()
    expect(found.locator(".table-notice")).to_contain_text("models.bib.json answers 404")


def test_permanent_address_wins_over_a_filter(page: Page, address: str) -> None:
    page.goto(f"{address}{CHAPTER}?{TABLE}=q.alphabert#model-biobert")
    expect(tools(page).locator(".table-notice")).to_contain_text("filters were cleared")
    expect(page.locator("tr:has(#model-biobert)")).to_be_in_viewport()
    tools(page).get_by_role("searchbox").fill("alphabert")
    expect(page.locator("#model-biobert")).to_have_count(0)
    page.evaluate("location.hash = '#model-biobart'")
    expect(page.locator("tr:has(#model-biobart)")).to_be_in_viewport()


def test_on_a_phone_rows_stay_cards_and_can_be_sorted(
    page: Page,
    address: str,
    catalog: Catalog,
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    found = reach(page, address + CHAPTER)
    found.get_by_role("combobox", name="Sort").select_option("Parameters, largest first")
    cell = page.locator(f"#{TABLE} tbody tr").first.locator("td").nth(1)
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Work"'
    largest = models(catalog).set_index("id")["largest"]
    assert shown(page)[0] == largest.idxmax() or largest[shown(page)[0]] == largest.max()
    found.locator("summary", has_text="Filter").click()
    box = found.locator(".table-panel").first.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [1280, 1920])
def test_no_row_of_a_table_is_hidden(
    browser: Browser, site: Path, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    seen = 0
    for name in chapter_pages(site):
        page.goto(f"{address}/{name}")
        cut = page.eval_on_selector_all(
            "table.table",
            """tables => tables.map(table => {
              const inside = [];
              for (let e = table.parentElement; e && e.tagName !== "ARTICLE"; e = e.parentElement) {
                const flow = getComputedStyle(e).overflowY;
                if (flow !== "visible" && e.scrollHeight > e.clientHeight + 1) inside.push(e);
              }
              return inside.length;
            })""",
        )
        assert not any(cut), name
        seen += len(cut)
    assert seen > 20
    context.close()


def test_heads_of_a_long_table_stay_in_view(page: Page, address: str) -> None:
    page.goto(f"{address}/{CHAPTER}")
    page.locator(f"#{TABLE} tbody tr").nth(15).evaluate("row => row.scrollIntoView()")
    head = page.locator(f"#{TABLE} thead th").first.bounding_box()
    bar = page.locator(".bd-header-article").bounding_box()
    assert head
    assert bar
    assert bar["y"] + bar["height"] - 2 <= head["y"] < 200


def test_keyboard_alone_filters_and_sorts(page: Page, address: str) -> None:
    found = reach(page, address + CHAPTER)
    found.get_by_role("searchbox").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert found.locator("details").first.evaluate("menu => menu.open")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(found.locator(".table-shown")).to_contain_text(" of ")
    page.keyboard.press("Escape")
    assert not found.locator("details").first.evaluate("menu => menu.open")
    assert "Filter (1)" in page.evaluate("document.activeElement.textContent.replace('(', ' (')")
    arrow = page.get_by_role("button", name="Backbone: Activate to sort").first
    arrow.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{TABLE} th", has_text="Backbone")).to_have_attribute(
        "aria-sort", "ascending"
    )


def test_every_table_of_entries_can_be_searched(site: Path, page: Page, address: str) -> None:
    errors: list[str] = []
    page.on("console", lambda said: errors.extend([said.text] if said.type == "error" else []))
    for path in sorted(site.glob("book/**/*.html")):
        tree = html.parse(str(path))
        names = tree.xpath("//*[contains(@class, 'table-tools')]/@data-table")
        if not names:
            continue
        query = "&".join(f"{name}=q.a" for name in names)
        page.goto(f"{address}{path.relative_to(site).as_posix()}?{query}")
        expect(page.locator(".table-shown")).to_have_count(len(names))
    assert errors == []


def test_without_javascript_no_room_is_kept(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + CHAPTER)
    box = tools(page).bounding_box()
    assert box is None or box["height"] == 0
    assert page.locator(f"#{TABLE} tbody tr").count() > 10
    link = page.locator(".bibtex-citation > a").first
    assert re.search(r"bibliography-[a-z-]+\.html#", link.get_attribute("href") or "")
    assert link.get_attribute("title")
    context.close()


def test_citation_shows_its_reference_to_pointer_and_keyboard(
    page: Page,
    address: str,
) -> None:
    page.goto(address + TEXT)
    card = page.locator("#citation-card")
    link = page.locator(".bibtex-citation > a[data-paper]", has_text="Devlin").first
    link.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")  # images that still arrive would move the page
    link.hover()
    expect(card).to_contain_text("Devlin")
    card.get_by_text("In the bibliography").hover()
    page.wait_for_timeout(500)  # longer than a card stays when nothing points at it
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    page.mouse.move(5, 5)
    link.evaluate("link => link.focus({ focusVisible: true })")
    expect(card).to_be_visible()
    described = link.get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("Devlin")
    page.keyboard.press("Tab")
    expect(card.get_by_text("Read the paper")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(card).to_have_count(0)


def test_further_citations_of_a_work_show_and_open_the_same(page: Page, address: str) -> None:
    page.goto(address + TEXT)
    told = page.locator(".bibtex-citation > a").evaluate_all(
        "links => links.map(link => [link.dataset.reference, link.dataset.paper, link.href])"
    )
    assert all(reference for reference, _, _ in told)
    assert all(opened == paper for _, paper, opened in told if paper)
    assert len({tuple(each) for each in told}) < len(told)


def test_citation_opens_its_paper(page: Page, address: str, catalog: Catalog) -> None:
    paper = catalog.works["devlin2018bert"].address
    page.route(re.compile("^https:"), lambda route: route.fulfill(body="the paper"))
    page.goto(address + TEXT)
    page.locator(".bibtex-citation > a[data-paper]", has_text="Devlin").first.click()
    page.wait_for_url(paper)


def test_citation_script_is_small() -> None:
    script = ROOT / "book" / "_static" / "citations.js"
    assert script.stat().st_size < 4000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_tools_have_no_barrier(
    browser: Browser, address: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    found = reach(page, f"{address}{CHAPTER}?{TABLE}=tasks.dialogue~order.-parameters~q.b")
    found.locator("summary", has_text="Filter").click()
    page.locator(".bibtex-citation > a").first.evaluate(
        "link => link.focus({ focusVisible: true, preventScroll: true })"
    )
    found.locator("details").first.evaluate("menu => { menu.open = true; }")
    violations = Axe().run(page).response["violations"]
    context.close()
    serious = [each for each in violations if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in serious] == []
