"""Credit, from real repositories: who is named, for what, and that the page is never stale."""

from __future__ import annotations

import datetime
import os
import subprocess
from pathlib import Path

import pytest
from lxml import html

from surveybook.catalog import load
from surveybook.sources.credit import Contributor, read_credit
from surveybook.views import contributors
from tests.build.test_build import executed
from tests.conftest import surveybook
from tests.support.tiny import HEAD, replace, set_cell

FIRST, SECOND, THIRD = (datetime.date(2026, 1, day) for day in (1, 2, 3))
PAGE = (
    HEAD
    + """
# Who made this

```{code-cell} ipython3
import surveybook as sb

catalog = sb.load()
sb.contributors.people(catalog, name="tab-people", caption="People.")
```

```{code-cell} ipython3
sb.contributors.chapters(catalog, name="tab-chapters", caption="Chapters.")
```
"""
)


def git(root: Path, *arguments: str, author: str = "Ada <ada@example.org>", day: int = 1) -> None:
    name, address = author.removesuffix(">").split(" <")
    date = f"2026-01-{day:02}T12:00:00Z"
    env = os.environ | {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": address,
        "GIT_COMMITTER_NAME": "C",
        "GIT_COMMITTER_EMAIL": "c@example.org",
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": date,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env=env)


def commit(
    root: Path, day: int = 1, message: str = "A change", author: str = "Ada <ada@example.org>"
) -> None:
    git(root, "add", "-A")
    git(root, "commit", "--allow-empty", "-m", message, author=author, day=day)


def names(root: Path) -> list[str]:
    return [person.name for person in read_credit(root).contributors]


@pytest.fixture
def kept(tiny: Path) -> Path:
    """The tiny book, committed by Ada on the first day."""
    (tiny / ".gitignore").write_text("_build/\n", encoding="utf-8")
    git(tiny, "init", "-b", "main")
    commit(tiny)
    return tiny


def change(root: Path, value: str) -> None:
    set_cell(root, "models", "medcpt", "name", value)


def test_people_and_what_they_touched(kept: Path) -> None:
    replace(kept / "book/introduction.md", "A line", "Words")
    commit(kept, 2, author="Bo <bo@example.org>")
    change(kept, "Other")
    replace(kept / "references.bib", "A Journal", "Journal")
    commit(kept, 3, author="Bo <bo@elsewhere.example.org>")
    (kept / "book/_static/survey.css").write_text("", encoding="utf-8")
    commit(kept, 4, author="Bo <bo@example.org>")
    credit = read_credit(kept)
    assert credit.contributors == (
        Contributor("Ada", FIRST, {"chapters": 1, "data": 1, "code": 1}),
        Contributor("Bo", SECOND, {"chapters": 1, "data": 1, "code": 1}),
    )
    assert credit.chapters["book/introduction.md"] == ("Ada", "Bo")
    assert credit.chapters["book/data.md"] == ("Ada",)
    assert "book/_static/survey.css" not in credit.chapters


@pytest.mark.parametrize(
    ("trailers", "found"),
    [
        ("Co-authored-by: Bo <bo@example.org>", ["Ada", "Bo"]),
        ("co-authored-by: Bo <bo@example.org>\nCo-authored-by: Cy <cy@example.org>", None),
        ("Co-authored-by: Bo\n  Ost <bo@example.org>", ["Ada", "Bo Ost"]),
        ("Co-authored-by: Bo", ["Ada", "Bo"]),
        ("Co-authored-by: bo@example.org", ["Ada", "bo"]),
        ("Co-authored-by: <bo@example.org>", ["Ada"]),
        ("Co-authored-by:", ["Ada"]),
        ("Co-authored-by: Ada <other@example.org>", ["Ada"]),
        ("Co-authored-by: tidy[bot] <tidy@example.org>", ["Ada"]),
        ("Thanks to Co-authored-by: Bo <bo@example.org>", ["Ada"]),
    ],
)
def test_co_authors(kept: Path, trailers: str, found: list[str] | None) -> None:
    change(kept, "Other")
    commit(kept, 2, f"A change\n\nWords.\n\n{trailers}")
    assert names(kept) == (found or ["Ada", "Bo", "Cy"])


def test_mailmap_joins_the_names_of_a_person(kept: Path) -> None:
    change(kept, "One")
    commit(kept, 2, author="lovelace <ada@old.example.org>")
    change(kept, "Two")
    commit(kept, 3, "A change\n\nCo-authored-by: A. L. <ada@older.example.org>")
    assert names(kept) == ["Ada", "lovelace", "A. L."]
    (kept / ".mailmap").write_text(
        "Ada Lovelace <ada@example.org>\n"
        "Ada Lovelace <ada@example.org> <ada@old.example.org>\n"
        "Ada Lovelace <ada@example.org> <ada@older.example.org>\n",
        encoding="utf-8",
    )
    assert names(kept) == ["Ada Lovelace"]


def test_no_address_is_ever_shown(kept: Path) -> None:
    change(kept, "Other")
    commit(kept, 2, "A\n\nCo-authored-by: dee@example.org <x@y>", "cy@example.org <cy@example.org>")
    catalog = load(kept)
    shown = str(contributors.people(catalog, name="a", caption="A."))
    shown += contributors.chapters(catalog, name="b", caption="B.")
    assert names(kept) == ["Ada", "cy", "dee"]
    assert "@" not in shown
    assert "example" not in shown


def test_a_moved_chapter_keeps_its_writers(kept: Path) -> None:
    (kept / "book/data.md").rename(kept / "book/tables.md")
    replace(kept / "_toc.yml", "book/data", "book/tables")
    commit(kept, 2, author="Bo <bo@example.org>")
    credit = read_credit(kept)
    assert "book/data.md" not in credit.chapters
    assert credit.chapters["book/tables.md"] == ("Ada",)
    assert credit.contributors[1].changes == {"chapters": 1, "data": 0, "code": 1}


def test_who_came_first_stands_first(kept: Path) -> None:
    """The day of the author counts, not the order in which commits arrived."""
    change(kept, "Other")
    commit(kept, 5, author="Bo <bo@example.org>")
    change(kept, "Another")
    commit(kept, 3, author="Cy <cy@example.org>")
    assert [(person.name, person.since) for person in read_credit(kept).contributors] == [
        ("Ada", FIRST),
        ("Cy", THIRD),
        ("Bo", datetime.date(2026, 1, 5)),
    ]


def test_empty_commits_and_merges_are_no_contribution(kept: Path) -> None:
    commit(kept, 2, author="Bo <bo@example.org>")
    git(kept, "switch", "-c", "side")
    change(kept, "Other")
    commit(kept, 3)
    git(kept, "switch", "main")
    (kept / "README.md").write_text("A\n", encoding="utf-8")
    commit(kept, 4)
    git(kept, "merge", "--no-ff", "side", author="Cy <cy@example.org>", day=5)
    assert names(kept) == ["Ada"]


def test_a_name_is_text(kept: Path) -> None:
    change(kept, "Other")
    commit(kept, 2, author="Æ {cite}`x` | *Ö* <o@example.org>")
    shown = contributors.people(load(kept), name="a", caption="A.")
    assert r"Æ \{cite\}\`x\` \| \*Ö\*" in shown


def test_without_history_words_say_so(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tiny.parent))
    catalog = load(tiny)
    for view in (contributors.people, contributors.chapters):
        shown = view(catalog, name="a", caption="A.")
        assert "without its history" in shown
        assert "not a git repository" in shown
        assert "numref" not in shown
    monkeypatch.setenv("PATH", "")
    assert "git is not installed" in read_credit(tiny).note


def test_nothing_committed(tiny: Path) -> None:
    git(tiny, "init", "-b", "main")
    assert read_credit(tiny).note
    commit_nothing = ("commit", "--allow-empty", "-m", "Nothing")
    git(tiny, *commit_nothing)
    assert read_credit(tiny).note == "nothing was committed yet"


def test_a_shallow_clone_says_so(kept: Path, tmp_path: Path) -> None:
    change(kept, "Other")
    commit(kept, 2)
    git(tmp_path, "clone", "--depth", "1", f"file://{kept}", "clone")
    assert "shallow" in read_credit(tmp_path / "clone").note


@pytest.mark.book
def test_the_page_is_never_stale(kept: Path) -> None:
    (kept / "book/people.md").write_text(PAGE, encoding="utf-8")
    with (kept / "_toc.yml").open("a", encoding="utf-8") as toc:
        toc.write("  - file: book/people\n")
    commit(kept, 2)

    def build() -> str:
        done = surveybook(kept, "build")
        assert done.returncode == 0, done.stderr
        tree = html.document_fromstring((kept / "_build/html/book/people.html").read_bytes())
        return " ".join(tree.xpath("//article")[0].text_content().split())

    first = build()
    assert "everyone who has contributed so far: one person" in first
    assert "A tiny survey Ada" in first
    # A commit that changes no file of the book itself.
    (kept / "README.md").write_text("A book.\n", encoding="utf-8")
    commit(kept, 3, author="Bo <bo@example.org>")
    second = build()
    assert "2 people" in second
    assert "Bo 2026-01-03 0 0 1" in second
    assert executed(kept) == {"book/people"}
    assert "nothing has changed" in surveybook(kept, "build").stderr
    (kept / ".mailmap").write_text("Bodil <bo@example.org>\n", encoding="utf-8")
    assert "Bodil 2026-01-03" in build()
