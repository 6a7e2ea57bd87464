"""The pages of entries in a real browser: the story comes first, and its drawing fits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from surveybook.catalog import Catalog
from surveybook.site.lineage import Lineages

pytestmark = pytest.mark.xdist_group("real")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_default_timeout(20_000)
    yield page
    page.close()


def test_the_story_comes_before_the_facts(page: Page, address: str) -> None:
    page.goto(f"{address}models/uni.html")
    heads = page.locator(".entry h2").evaluate_all("all => all.map(head => head.id)")
    story = ["standing", "studies", "use", "lineage", "results", "similar", "facts"]
    assert [head for head in heads if head in story] == story
    assert heads.index("facts") < heads.index("chapters")
    expect(page.locator(".entry .what")).to_have_text(
        "UNI is a vision encoder for pathology, with 303M parameters, trained on Mass-100K, "
        "first public in 2023."
    )
    expect(page.locator(".entry dl.uses")).to_contain_text("Non-commercial.")


def test_the_lineage_is_drawn_and_told(page: Page, address: str, catalog: Catalog) -> None:
    models = ["meditron-70b", "uni", "medcpt"]
    lineages = Lineages(catalog)
    longest = max(
        (row["id"] for row in catalog.rows["models"] if lineages.of(row["id"])),
        key=lambda each: max(len(line.text) for line in lineages.of(each).lines),  # type: ignore[union-attr]
    )
    for model in [*models, longest]:
        page.goto(f"{address}models/{model}.html")
        drawing = page.locator("svg.lineage")
        assert "start" in (drawing.get_attribute("aria-label") or "")
        clipped = drawing.evaluate(
            """svg => [...svg.querySelectorAll('text')].filter(text =>
                text.getBoundingClientRect().right > svg.getBoundingClientRect().right + 0.5)
                .map(text => text.textContent)"""
        )
        assert clipped == [], model
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        # Whoever does not see the drawing has it as links.
        assert page.locator("#lineage ~ p a").count() or model == "meditron-70b"
