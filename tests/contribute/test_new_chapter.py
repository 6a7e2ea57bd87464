"""`surveybook new chapter`: a template that builds, in the table of contents."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from lxml import html

from surveybook.checks import check
from surveybook.cli import main
from surveybook.sources.chapterfiles import REQUIRES, read_notebook
from tests.conftest import surveybook

TOC = """\
# the order of the book
format: jb-book
root: book/introduction   # comes first
parts:
  - caption: Methods
    chapters:
      - file: book/methods/data  # a comment
        sections:
        - file: book/methods/deep
      # between the parts

  - caption: "The end"
    chapters:
    - file: book/works"""


def new(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), "new", "chapter", *arguments])


@pytest.fixture
def parted(tiny: Path) -> Path:
    (tiny / "book/methods").mkdir()
    (tiny / "book/data.md").rename(tiny / "book/methods/data.md")
    (tiny / "book/methods/deep.md").write_text("# Deep\n", encoding="utf-8")
    (tiny / "_toc.yml").write_text(TOC, encoding="utf-8")
    return tiny


@pytest.mark.parametrize("part", ["methods", "Methods"])
def test_it_stands_at_the_end_of_its_part(parted: Path, part: str) -> None:
    assert new(parted, 'Ultrasound & "more"', "--part", part) == 0
    assert (parted / "_toc.yml").read_text(encoding="utf-8") == TOC.replace(
        "        - file: book/methods/deep\n",
        "        - file: book/methods/deep\n      - file: book/methods/ultrasound-more\n",
    )
    assert check(parted) == []


def test_a_last_line_without_an_end(parted: Path) -> None:
    assert new(parted, "Ultrasound", "--part", "the end") == 0
    text = (parted / "_toc.yml").read_text(encoding="utf-8")
    assert text == f"{TOC}\n    - file: book/ultrasound\n"


@pytest.mark.book
@pytest.mark.parametrize("suffix", [".md", ".ipynb"])
def test_the_template_builds(tiny: Path, suffix: str) -> None:
    notebook = ["--notebook"] if suffix == ".ipynb" else []
    assert new(tiny, 'Ultrasound "now"', *notebook) == 0
    path = tiny / f"book/ultrasound-now{suffix}"
    assert path.is_file()
    if notebook:
        cells = nbformat.read(path, as_version=4)["cells"]
        assert not any(cell.get("outputs") for cell in cells)
    assert read_notebook(path.read_text(encoding="utf-8"))["metadata"][REQUIRES] == []
    assert main(["--root", str(tiny), "fmt", "--check"]) == 0
    assert check(tiny) == []
    done = surveybook(tiny, "build")
    assert done.returncode == 0, done.stderr
    page = html.parse(str(tiny / "_build/html/book/ultrasound-now.html"))
    assert len(page.xpath("//table")) == 1
    assert page.xpath("//figure//img | //figure//*[local-name()='svg']")
    assert "lists 1 models" in " ".join(page.getroot().text_content().split())
    assert page.xpath("//a[contains(@href, 'jin2023medcpt') or contains(@href, 'id')]")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Data", "--part", "methods"], "book/methods/data.md is there already"),
        (["Deep", "--part", "methods", "--notebook"], "book/methods/deep.md is there already"),
        (["New", "--part", "nowhere"], "'Methods', 'The end'"),
        (["New"], "'Methods', 'The end'"),
        (["!?", "--part", "methods"], "letters"),
    ],
)
def test_what_can_not_be_made_changes_nothing(
    parted: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted((parted / "book").rglob("*"))
    assert new(parted, *arguments) == 2
    assert says in capsys.readouterr().err
    assert (parted / "_toc.yml").read_text(encoding="utf-8") == TOC
    assert sorted((parted / "book").rglob("*")) == before


@pytest.mark.parametrize("toc", ["root: [", "root: book/introduction\n", "chapters: [{file: a}]"])
def test_an_unfit_table_of_contents_is_refused(tiny: Path, toc: str) -> None:
    (tiny / "_toc.yml").write_text(toc, encoding="utf-8")
    assert new(tiny, "Ultrasound") == 2
    assert (tiny / "_toc.yml").read_text(encoding="utf-8") == toc
