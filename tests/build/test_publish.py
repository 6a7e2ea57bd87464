"""What is looked for in built pages before they are published: links and roles."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.build.publish import check_site
from surveybook.catalog import load

PAGE = """\
<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>t</title></head>
<body><article>{}</article></body></html>
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages in two folders, with a file and a name that has a space."""
    folder = tmp_path / "a site"
    for name, body in (
        ("index.html", '<p id="top"></p>'),
        ("more/other page.html", '<p id="über"></p>'),
        ("more/file.txt", "text"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(body), encoding="utf-8")
    return folder


def faults(site: Path, tiny: Path, body: str, page: str = "more/own.html") -> list[str]:
    """What is wrong with the site once a page says this; missing entries are left out."""
    (site / page).write_text(PAGE.format(body), encoding="utf-8")
    found = check_site(site, load(tiny))
    return [each.removeprefix(f"{page}: ") for each in found if each.startswith(page)]


@pytest.mark.parametrize(
    "href",
    [
        "../index.html",
        "../index.html#top",
        "./other%20page.html#%C3%BCber",
        "../more/file.txt#page=3",
        "../more",
        "../more/",
        "../",
        "#here",
        "own.html#here",
        "https://example.org/nowhere",
        "mailto:someone@example.org",
        "",
    ],
)
def test_links_that_lead_somewhere(site: Path, tiny: Path, href: str) -> None:
    assert faults(site, tiny, f'<p id="here"></p><a href="{href}">x</a>') == []


@pytest.mark.parametrize(
    ("href", "told"),
    [
        ("nothing.html", "the link to nothing.html leads nowhere"),
        ("index.html#top", "the link to index.html#top leads nowhere"),
        ("../Index.html", "the link to ../Index.html leads nowhere"),
        ("../../index.html", "the link to ../../index.html leads nowhere"),
        ("/index.html", "the link to /index.html leads nowhere"),
        ("../index.html#bottom", "index.html has no anchor bottom"),
        ("#nothing", "more/own.html has no anchor nothing"),
    ],
)
def test_links_that_lead_nowhere(site: Path, tiny: Path, href: str, told: str) -> None:
    # The same link from another folder is another one.
    (site / "first.html").write_text(PAGE.format(f'<a href="{href}">x</a>'), encoding="utf-8")
    assert faults(site, tiny, f'<a href="{href}">x</a>') == [told]


def test_roles_left_as_text(site: Path, tiny: Path) -> None:
    told = "the role {cite:p} was left as text"
    assert faults(site, tiny, "<p>See {cite:p}`key`</p>") == [told]
    assert faults(site, tiny, "<p>Write <code>{cite:p}`key`</code></p>") == []
