"""Figures on pages: fetched when they come near, with their place kept until then."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from surveybook.site.nodewriters import _picture_size, _svg_size
from surveybook.views import figures
from tests.conftest import surveybook

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
