"""The files that all pages share: of the theme's styles what pages use, and little else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from surveybook.site.bundle import SCRIPT, STYLE
from surveybook.site.styles import compact, only_asked, only_used, with_addresses_from

SHEET = """\
@charset "UTF-8";
/* a comment with a brace { and "quotes' */
.used, .unused:hover { color: red }
.unused .used { color: blue }
a[href$=".pdf"], .used:is(.unused, .other) > p { content: "}.unused{" }
.used:not(.unused) { top: 0 }
.col-2\\/3 { left: 0 }
@font-face { font-family: X; src: url(x.woff2) }
@keyframes unused { from { top: 0 } to { top: 1px } }
@media (min-width: 10px) { .unused { top: 0 } }
@media (min-width: 10px) { .unused { top: 0 } .used { top: 1px } }
"""


def test_what_needs_a_class_that_nothing_has_is_left_out() -> None:
    kept = only_used(SHEET, {"used"}).splitlines()
    assert kept == [
        ".used{color: red}",
        'a[href$=".pdf"],.used:is(.unused, .other) > p{content: "}.unused{"}',
        ".used:not(.unused){top: 0}",
        "@keyframes unused{from { top: 0 } to { top: 1px }}",
        "@media (min-width: 10px){.used{top: 1px}}",
    ]


def test_a_name_with_a_sign_in_it_is_one_class() -> None:
    assert only_used(".col-2\\/3 { left: 0 }", {"col-2/3"}) == ".col-2\\/3{left: 0}"


def test_a_property_that_nothing_asks_for_is_left_out() -> None:
    css = (
        ":root{--a:1;--b:calc(var(--a)*(2 + max(1,2)));--c:url('x;y)}');--kept:var(--d,3);--d:4}"
        "p{--word:5; --last:6}q{color:var(--kept);top:0}"
    )
    left = ":root{--kept:var(--d,3);--d:4}p{--word:5;}q{color:var(--kept);top:0}"
    assert only_asked(css, {"--word"}) == left
    assert only_asked(left, {"--word"}) == left


def test_a_sheet_loses_its_comments_and_keeps_its_licence() -> None:
    css = '/*! by X */\n/* why */\na  {\n  content: "a  /* b */";\n}\n'
    assert compact(css) == '/*! by X */\n a { content: "a  /* b */"; }'


def test_addresses_lead_to_the_same_files_from_one_folder_above() -> None:
    css = "a{src:url('../x.png')}b{src:url(data:image/png;base64,x)}c{src:url(y.svg#z)}"
    moved = (
        "a{src:url('styles/../x.png')}b{src:url(data:image/png;base64,x)}c{src:url(styles/y.svg#z)}"
    )
    assert with_addresses_from(css, "styles/") == moved


def classes(text: str) -> set[str]:
    return set(re.findall(r"\.([A-Za-z_][\w-]*)", text))


@pytest.mark.xdist_group("real")
def test_no_style_of_the_theme_that_a_page_uses_is_left_out(site: Path) -> None:
    static = site / "_static"
    theme = [static / "basic.css", *(static / "styles").glob("*.css"), *static.glob("mystnb.*.css")]
    # Rules that say nothing are no loss.
    rules = "".join(path.read_text(encoding="utf-8") for path in theme)
    told = classes(re.sub(r"[^{}]*\{\s*\}", "", rules))
    used: set[str] = set()
    for path in site.rglob("*.html"):
        if not path.relative_to(site).parts[0].startswith("_"):
            found = set(re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")))
            used.update(*(each.split() for each in found))
    assert {"bd-article", "toctree-l1", "table"} <= told & used
    assert (told & used) - classes((site / STYLE).read_text(encoding="utf-8")) == set()


@pytest.mark.xdist_group("real")
def test_every_page_loads_the_shared_files_and_no_other_of_the_theme(site: Path) -> None:
    for name in ("book/safety.html", "models/medsam.html", "search.html"):
        page = (site / name).read_text(encoding="utf-8")
        assert f"{STYLE}?v=" in page
        assert f"{SCRIPT}?v=" in page
        assert "_static/styles/" not in page
        assert "_static/scripts/" not in page


@pytest.mark.xdist_group("real")
def test_every_custom_property_that_is_asked_for_is_there(site: Path) -> None:
    static = site / "_static"
    shared = (site / STYLE).read_text(encoding="utf-8")
    theme = "".join(
        path.read_text(encoding="utf-8")
        for path in (*static.glob("styles/*.css"), *static.glob("mystnb.*.css"))
    )
    own = [
        shared,
        *(
            path.read_text(encoding="utf-8")
            for path in static.glob("*/*.css")
            if path.parent.name not in ("styles", "vendor")
        ),
    ]
    asked = set(re.findall(r"var\(\s*(--[\w-]+)", "".join(own)))
    told = re.compile(r"(--[\w-]+)\s*:")
    assert "--pst-color-primary" in asked
    assert (asked & set(told.findall(theme))) - set(told.findall(shared)) == set()
