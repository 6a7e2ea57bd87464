"""Formulas are drawn by the browser itself, read out, counted, and loaded from nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from surveybook.doctree.formulas import FormulaError, mathml
from surveybook.sources.bibtexvalues import plain
from tests.conftest import surveybook
from tests.support.browsing import served
from tests.support.formulas import CHAPTER, TITLE, write
from tests.support.tiny import replace

pytestmark = [pytest.mark.book, pytest.mark.xdist_group("formulas")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("formulas") / "book")
    done = surveybook(root, "build")
    assert done.returncode == 0, done.stderr
    return root / "_build" / "html"


@pytest.fixture
def page(site: Path, browser: Browser) -> Iterator[Page]:
    """The chapter in a browser, which reaches this machine alone."""
    with served(site) as address, browser.new_page() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}book/data.html", wait_until="networkidle")
        yield page
        assert [url for url in asked if not url.startswith((address, "data:"))] == []
        assert [url for url in asked if "mathjax" in url.lower() or "katex" in url.lower()] == []


def test_each_formula_is_drawn_with_a_size_and_an_alternative(page: Page) -> None:
    formulas = page.locator("article math").all()
    shown = [formula.get_attribute("alttext") for formula in formulas]
    assert {r"\ell_2", "O(n^2)", r"\alpha_1", "n^2", "n > 5", r"\beta^2 + 1"} < set(shown)
    assert len(shown) == 8
    assert "$$" not in page.locator("article").inner_text()
    for formula in formulas:
        box = formula.bounding_box()
        assert box is not None
        assert box["width"] > 5
        assert box["height"] > 5
    # A fraction is laid out as one: its bottom lies below its top.
    top, bottom = (page.locator("mfrac > *").nth(number).bounding_box() for number in (0, 1))
    assert top is not None
    assert bottom is not None
    assert bottom["y"] > top["y"]


def test_equations_are_numbered_and_referred_to(page: Page) -> None:
    numbers = page.locator("div.math .eqno").all_inner_texts()
    assert [number[:3] for number in numbers] == ["(1)", "(2)"]
    reference = page.locator("article p a[href='#equation-eq-loss']").first
    assert reference.inner_text() == "(1)"
    assert page.locator("#equation-eq-loss math").count() == 1
    lines = page.locator("#equation-eq-lines mtr")
    assert lines.count() == 2
    formula, number = (
        page.locator(f"#equation-eq-loss {part}").bounding_box() for part in ("mfrac", ".eqno")
    )
    assert formula is not None
    assert number is not None
    assert number["x"] > formula["x"] + formula["width"]


def test_formulas_have_the_colour_of_the_text_in_light_and_dark(page: Page) -> None:
    for theme in ("light", "dark"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        page.wait_for_function("document.getAnimations().length === 0")
        formula = page.locator("article p math").first
        colours = formula.evaluate(
            "node => [node, node.closest('p')].map(each => getComputedStyle(each).color)"
        )
        assert colours[0] == colours[1]


def test_a_title_with_a_formula_is_drawn_on_its_pages(site: Path) -> None:
    for name, place in (
        ("book/works.html", "//div[contains(@class, 'citation')]//math/@alttext"),
        ("models/medcpt.html", "//article//math/@alttext"),
    ):
        tree = html.document_fromstring((site / name).read_bytes())
        assert {"O(N^2)", r"\alpha"} <= set(tree.xpath(place)), name
        assert "contrastive" in tree.text_content()
    introduction = html.document_fromstring((site / "book/introduction.html").read_bytes())
    (told,) = {title for title in introduction.xpath("//a/@title") if title.startswith("Qiao Jin")}
    assert "O(N^2) contrastive α retrieval" in told


def test_a_title_with_a_formula_is_exported_as_each_format_needs(site: Path) -> None:
    (item,) = [
        item
        for item in json.loads((site / "data/references.csl.json").read_text("utf-8"))
        if item["id"] == "jin2023medcpt"
    ]
    assert item["title"] == "MedCPT: O(N^2) Contrastive α Retrieval"
    assert TITLE in (site / "data/references.bib").read_text("utf-8")
    ris = (site / "data/references.ris").read_text("utf-8")
    assert "MedCPT: O(N^2) Contrastive α Retrieval" in ris


def test_a_formula_in_a_chapters_title_is_text_where_it_is_cited(site: Path) -> None:
    tree = html.document_fromstring((site / "book/data.html").read_bytes())
    assert "“Formulas of ℓ_2.”" in tree.text_content()
    (item,) = json.loads((site / "cite/data.json").read_text("utf-8"))
    assert item["title"] == "Formulas of ℓ_2"


def test_a_page_without_a_formula_has_nothing_of_them(site: Path) -> None:
    text = (site / "book/introduction.html").read_text("utf-8")
    tree = html.document_fromstring(text)
    assert not tree.xpath("//article//math")
    assert not [address for address in tree.xpath("//script/@src") if "math" in address.lower()]


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\unheard{x}", r"\unheard"),
        (r"\frac{1", "closing"),
        (r"\cancel{x}", "struck through"),
        (r"x \label{here}", r"\label"),
        (r"\href{javascript:alert(1)}{x}", r"\href"),
    ],
)
def test_what_can_not_be_rendered_says_why(tex: str, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        mathml(tex, display=False)
    assert reason in str(caught.value)


def test_a_formula_that_can_not_be_rendered_fails_the_build(tmp_path: Path) -> None:
    root = write(tmp_path / "book", CHAPTER.replace("O(n^2)", r"\unheard{n}"))
    replace(root / "references.bib", "$O(N^2)$", r"$\nowhere$")
    done = surveybook(root, "build")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert any("book/data.md" in line and r"$\unheard{n}$" in line for line in lines), lines
    works = [line for line in lines if r"$\nowhere$" in line]
    assert len(works) == 1
    assert "references.bib: 'jin2023medcpt'" in works[0]
    assert not (root / "_build/html").exists()


def test_markup_in_a_formula_is_text(tmp_path: Path) -> None:
    for tex in (r"a<script>b", r"\text{<img src=x onerror=y>}", 'a"b'):
        tree = html.fragment_fromstring(mathml(tex, display=False))
        assert {element.tag for element in tree.iter()} <= {"math", "mi", "mo", "mtext", "mrow"}
        assert tree.get("alttext") == tex


def test_dollars_that_are_meant_as_such_stay() -> None:
    assert plain(r"It costs \$5, not \$10") == "It costs $5, not $10"
    assert plain(r"The $\frac{a}{b}$ of {$x$} -- y") == "The a/b of x – y"
