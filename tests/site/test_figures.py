"""Figures on pages: fetched when they come near, with their place kept until then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser

from surveybook.site.nodewriters import LEAST_LETTERS, _picture_size, _svg_size, least_width
from surveybook.views import figures
from tests.conftest import surveybook
from tests.support.browsing import chapter_pages

CHAPTER = """
See {numref}`fig-inputs` and {numref}`fig-masked`.

```{code-cell} ipython3
sb.figures.inputs(name="fig-inputs")
```

```{code-cell} ipython3
sb.figures.mechanism("masked", name="fig-masked")
```
"""


@pytest.mark.book
def test_pictures_and_drawings_keep_their_place(tiny: Path) -> None:
    chapter = tiny / "book" / "data.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + CHAPTER, encoding="utf-8")
    done = surveybook(tiny, "build")
    assert done.returncode == 0, done.stderr
    page = html.parse(str(tiny / "_build" / "html" / "book" / "data.html"))
    inputs, masked = page.xpath("//figure//img")
    assert inputs.get("src").endswith(".jpg")
    assert masked.get("src").endswith(".svg")
    for image, wide in ((inputs, 5.4 * 96), (masked, 4.8 * 96)):
        assert image.get("loading") == "lazy"
        assert int(image.get("width")) == round(wide)
        assert int(image.get("height")) > 100
        assert image.get("alt")


def test_a_size_is_that_of_the_file(tmp_path: Path) -> None:
    drawn, _ = figures.inputs(name="fig-x")._repr_mimebundle_()
    picture = tmp_path / "inputs.jpg"
    picture.write_bytes(drawn["image/jpeg"])
    wide, high = _picture_size(picture, "518px") or (0, 0)
    assert wide == 518
    assert abs(high / wide - 5.75 / 5.4) < 0.01
    assert _picture_size(picture, "") is None
    assert _picture_size(tmp_path / "none.jpg", "518px") is None
    assert _svg_size(picture) is None


def drawn(folder: Path, points: float, letters: float) -> Path:
    """A drawing so many points wide, with letters of 12 points and of ``letters``."""
    path = folder / "drawing.svg"
    path.write_text(
        f'<svg width="{points}pt" height="90pt"><g transform="translate(1 2) scale(0.12 -0.12)"/>'
        f'<g transform="translate(1 2) scale({letters / 100:g} -{letters / 100:g})"/></svg>',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("points", "letters", "step"), [(390, 8.5, 450), (345, 9, 350), (200, 9, None), (900, 7, 550)]
)
def test_a_figure_keeps_the_width_at_which_its_letters_are_read(
    tmp_path: Path, points: float, letters: float, step: int | None
) -> None:
    path = drawn(tmp_path, points, letters)
    assert least_width(path, round(points * 4 / 3)) == step


def test_a_picture_in_pixels_keeps_its_own_width(tmp_path: Path) -> None:
    assert least_width(tmp_path / "picture.jpg", 518) == 550
    assert least_width(tmp_path / "picture.jpg", 200) is None
    assert least_width(tmp_path / "of-another-site.svg", 0) is None


PHONE_FIGURES = """async () => {
    const told = [];
    for (const image of document.querySelectorAll("figure img[src$='.svg']")) {
        const drawing = await (await fetch(image.src)).text();
        const natural = parseFloat(/width="([\\d.]+)pt"/.exec(drawing)[1]);
        const sizes = [...drawing.matchAll(/scale\\((0?\\.\\d+) -/g)].map(([, size]) => size * 100);
        const shown = image.getBoundingClientRect().width / natural;
        const box = image.closest(".figure-scroll");
        told.push({
            name: image.closest("figure").id,
            letters: sizes.length ? Math.min(...sizes) * shown : null,
            scrolls: Boolean(box) && box.scrollWidth > box.clientWidth,
            hinted: Boolean(box?.querySelector(".figure-hint").checkVisibility()),
        });
    }
    return told;
}"""


@pytest.mark.xdist_group("real")
def test_letters_of_figures_are_read_on_a_phone(browser: Browser, address: str, site: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    figures: list[dict[str, Any]] = []
    for name in chapter_pages(site):
        if "<figure" not in (site / name).read_text(encoding="utf-8"):
            continue
        tab.goto(address + name, wait_until="load")
        figures += tab.evaluate(PHONE_FIGURES)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    context.close()
    assert len(figures) > 20
    small = {
        each["name"]: each["letters"]
        for each in figures
        if each["letters"] is not None and each["letters"] < LEAST_LETTERS - 0.05
    }
    assert small == {}
    # What scrolls says so, and what does not is silent.
    assert [each["name"] for each in figures if each["scrolls"] != each["hinted"]] == []
    assert any(each["scrolls"] for each in figures)
