"""The printed book: read back, and looked at."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml
from PIL import Image
from pypdf import PdfReader
from surveybook.build.texlog import Manuscript, complaints

from surveybook.build.typeset import typeset
from surveybook.catalog import Catalog
from surveybook.sources.bookfiles import SOURCES
from surveybook.views.entries import KINDS
from tests.conftest import ROOT, surveybook
from tests.support.tiny import HEAD, replace

MARGIN = 17
"""Millimetres at each edge in which nothing may be drawn; heads and page numbers keep off too."""

pytestmark = pytest.mark.book
on_the_real_book = pytest.mark.xdist_group("pdf")


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the real book's PDFs."""
    root = tmp_path_factory.mktemp("printed") / "survey"
    root.mkdir()
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    done = surveybook(root, "pdf")
    assert done.returncode == 0, done.stderr
    return root / "_build" / "pdf"


@pytest.fixture(scope="session")
def book(printed: Path) -> PdfReader:
    return PdfReader(printed / "book.pdf")


def letters(text: str) -> str:
    """A text without what line breaks change: spaces, hyphens, ligatures."""
    return re.sub(r"[\s\-\u00ad\u2010]", "", unicodedata.normalize("NFKC", text))


def text_of(path: Path) -> str:
    command = ["pdftotext", "-raw", str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def chapters() -> list[str]:
    """The pages of the table of contents that are printed as chapters."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"], *(one["file"] for part in toc["parts"] for one in part["chapters"])]
    return [
        name
        for name in files
        if not any(
            re.search(r"^print: false$", path.read_text(encoding="utf-8"), re.MULTILINE)
            for path in ROOT.glob(f"{name}.*")
        )
    ]


def titles(outline: Sequence[object]) -> list[str]:
    found: list[str] = []
    for item in outline:
        found += titles(item) if isinstance(item, list) else [str(item["/Title"])]  # type: ignore[index]
    return found


@on_the_real_book
def test_it_is_a_whole_book(book: PdfReader) -> None:
    assert len(book.pages) > 150
    named = titles(book.outline)
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    for part in toc["parts"]:
        if part["caption"] != "Explore":
            assert any(re.fullmatch(rf"[IVX]+ {part['caption']}", title) for title in named)
    assert "Explore the models" not in named
    for name in chapters():
        source = next(iter(ROOT.glob(f"{name}.*"))).read_text(encoding="utf-8")
        in_print = re.search(r"^print_(title): (.+)$", source, re.MULTILINE)
        text = source.partition("\n---\n")[2] or source
        title = in_print or re.search(r'^(?: *")?(#) (.+?)(?:\\n",?)?$', text, re.MULTILINE)
        assert title, name
        assert title[2] in named, f"{title[2]} is not in {named}"


@on_the_real_book
def test_it_says_what_it_is(printed: Path, book: PdfReader) -> None:
    told = book.metadata
    assert told is not None
    assert told.title == "Foundation Models for Healthcare: A Living Survey"
    assert told.author == "The contributors to Foundation Models for Healthcare"
    assert "CC BY 4.0" in (told.subject or "")
    assert str(book.root_object["/Lang"]).startswith("en")
    first = text_of(printed / "book.pdf").partition("\f")[0]
    for words in ("2026.11.0", "How to cite", "CC BY 4.0"):
        assert words in first
    width, height = (float(side) / 72 * 25.4 for side in book.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)


@on_the_real_book
def test_every_entry_that_chapters_discuss_is_in_it(printed: Path, catalog: Catalog) -> None:
    text = letters(text_of(printed / "book.pdf"))
    for table, kind in KINDS.items():
        for row in catalog.rows[table]:
            if table in ("databases", "resources") or f"{kind}-{row['id']}" in catalog.discussed:
                assert letters(row["name"]) in text, f"{row['name']} of {table} is not printed"


@on_the_real_book
def test_what_only_the_site_lists_is_counted(printed: Path, catalog: Catalog) -> None:
    text = letters(text_of(printed / "book.pdf"))
    for table, group, called in (
        ("models", "topic", "models"),
        ("datasets", "family", "data sets"),
    ):
        for value, total in Counter(row[group] for row in catalog.rows[table]).items():
            told = f"The site lists all {total} {called} of this group"
            assert letters(told) in text, f"{total} {called} of {value}"


@on_the_real_book
def test_links_lead_somewhere(book: PdfReader) -> None:
    places = set(book.named_destinations)
    outward = inward = 0
    for number, page in enumerate(book.pages, 1):
        for each in page.get("/Annots") or ():
            annotation = each.get_object()
            action = annotation.get("/A", {})
            if "/URI" in action:
                outward += 1
                assert str(action["/URI"]).startswith("http"), f"page {number}: {action['/URI']}"
                continue
            target = annotation.get("/Dest", action.get("/D"))
            if isinstance(target, (str, bytes)):
                inward += 1
                name = target.decode() if isinstance(target, bytes) else target
                assert name in places, f"page {number}: a link leads to {name}"
    assert outward > 1000
    assert inward > 3000


@on_the_real_book
def test_works_name_the_pages_that_cite_them(printed: Path) -> None:
    text = text_of(printed / "book.pdf")
    listed = text[text.rindex("Every work that the tables and chapters cite") :]
    assert len(re.findall(r"▷\s*p\.\s*\d+", listed)) > 300


@on_the_real_book
def test_fonts_are_embedded(book: PdfReader) -> None:
    seen = set()
    for page in book.pages:
        resources: Any = page["/Resources"]
        for font in (resources.get("/Font") or {}).values():
            font = font.get_object()
            for inner in font.get("/DescendantFonts", [font]):
                described = inner.get_object().get("/FontDescriptor")
                assert described is not None, font
                keys = set(described.get_object())
                assert keys & {"/FontFile", "/FontFile2", "/FontFile3"}, font["/BaseFont"]
                seen.add(str(font["/BaseFont"]))
    assert any("LibertinusSerif" in name for name in seen)
    assert any("Fandol" in name for name in seen), "the Chinese names need a typeface"


@on_the_real_book
def test_nothing_is_drawn_outside_the_margins(printed: Path, tmp_path: Path) -> None:
    command = ["pdftoppm", "-r", "36", "-gray", str(printed / "book.pdf"), str(tmp_path / "p")]
    subprocess.run(command, check=True)
    edge = round(MARGIN / 25.4 * 36)
    pages = sorted(tmp_path.glob("p-*.pgm"))
    assert pages
    for page in pages:
        with Image.open(page) as picture:
            width, height = picture.size
            for box in (
                (0, 0, edge, height),
                (width - edge, 0, width, height),
                (0, 0, width, edge // 2),
                (0, height - edge // 2, width, height),
            ):
                assert picture.crop(box).getextrema() == (255, 255), f"{page.name}: {box}"


@on_the_real_book
def test_there_is_a_pdf_of_each_chapter(printed: Path) -> None:
    there = {path.stem for path in (printed / "chapters").glob("*.pdf")}
    names = {name.rsplit("/", 1)[-1] for name in chapters()}
    assert there == names - {"bibliography"}
    chapter = PdfReader(printed / "chapters" / "language.pdf")
    assert chapter.metadata is not None
    assert chapter.metadata.title == "Language models"
    text = text_of(printed / "chapters" / "language.pdf")
    assert "MedCPT" in text
    assert "Works cited in this chapter" in text
    files = {
        str(annotation.get_object()["/A"].get("/F"))
        for page in chapter.pages
        for annotation in page.get("/Annots") or ()
        if "/A" in annotation.get_object()
    }
    assert "../book.pdf" in files, "links to other chapters lead into the book"


def test_same_source_same_bytes(tiny: Path, tmp_path: Path) -> None:
    other = shutil.copytree(tiny, tmp_path / "another folder")
    for root in (tiny, other):
        done = surveybook(root, "pdf", env={"SOURCE_DATE_EPOCH": "1700000000"})
        assert done.returncode == 0, done.stderr
    files = sorted((tiny / "_build/pdf").rglob("*.pdf"))
    assert [path.name for path in files] == ["book.pdf", "data.pdf", "introduction.pdf"]
    for path in files:
        twin = other / path.relative_to(tiny)
        assert path.read_bytes() == twin.read_bytes(), path.name


def test_site_and_print_lead_to_each_other(tiny: Path) -> None:
    replace(tiny / "_config.yml", "html:\n", "html:\n  baseurl: https://survey.example/\n")
    assert surveybook(tiny, "build").returncode == 0
    site = tiny / "_build" / "html"
    pages = [path for path in site.rglob("*.html") if "<article" in path.read_text("utf-8")]
    assert not any(".pdf" in page.read_text("utf-8") for page in pages)

    assert surveybook(tiny, "pdf").returncode == 0
    assert "pages are in" in surveybook(tiny, "build").stderr
    for page in pages:
        tree = lxml.html.parse(str(page))
        links = [str(href) for href in tree.xpath("//article//a/@href | //footer//a/@href")]
        files = {(page.parent / href).resolve() for href in links if href.endswith(".pdf")}
        assert site / "pdf" / "book.pdf" in files, page
        assert all(path.is_file() for path in files), page
    tree = lxml.html.parse(str(site / "book" / "data.html"))
    assert tree.xpath("//meta[@name='citation_pdf_url']/@content") == [
        "https://survey.example/pdf/chapters/data.pdf"
    ]
    assert tree.xpath("//a[text()='PDF of this chapter']/@href") == ["../pdf/chapters/data.pdf"]
    outward = {
        str(annotation.get_object()["/A"].get("/URI"))
        for page in PdfReader(site / "pdf" / "book.pdf").pages
        for annotation in page.get("/Annots") or ()
        if "/A" in annotation.get_object()
    }
    assert "https://survey.example/book/data.html#tab-data" in outward


def test_a_chapter_that_left_the_book_is_not_printed(tiny: Path) -> None:
    assert surveybook(tiny, "pdf").returncode == 0
    assert (tiny / "_build/pdf/chapters/data.pdf").is_file()
    (tiny / "book/data.md").unlink()
    replace(tiny / "_toc.yml", "  - file: book/data\n", "")
    done = surveybook(tiny, "pdf")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tiny / "_build/pdf/chapters").iterdir()] == ["introduction.pdf"]


def test_a_page_below_a_chapter_is_a_section_of_it(tiny: Path) -> None:
    (tiny / "book/below.md").write_text("# Below\n\nWords of the page below.\n", encoding="utf-8")
    (tiny / "book/left.md").write_text("# Emptied\n\n```{bibliography}\n```\n", encoding="utf-8")
    replace(tiny / "book/works.md", "```{bibliography}\n```", "Words of the last chapter.")
    listed = "  - file: book/data\n"
    below = "    sections:\n    - file: book/below\n    - file: book/left\n"
    replace(tiny / "_toc.yml", listed, listed + below)
    done = surveybook(tiny, "pdf")
    assert done.returncode == 0, done.stderr
    for name in ("book.pdf", "chapters/data.pdf"):
        text = text_of(tiny / "_build/pdf" / name)
        assert "Words of the page below." in text, name
        assert "Emptied" not in text, name


def test_two_chapters_of_one_name_are_refused(tiny: Path) -> None:
    (tiny / "book" / "more").mkdir()
    shutil.copy(tiny / "book" / "works.md", tiny / "book" / "more" / "data.md")
    replace(tiny / "book" / "more" / "data.md", "# Works\n\n```{bibliography}\n```", "# More data")
    replace(tiny / "_toc.yml", "chapters:\n", "chapters:\n  - file: book/more/data\n")
    done = surveybook(tiny, "pdf")
    assert done.returncode == 1
    assert re.search("book/more/data.*chapters/data.pdf, as that of book/data", done.stderr)


@pytest.mark.parametrize(
    ("added", "complaint"),
    [
        ("A letter \u13a0 of Cherokee.", "book/data.*U\\+13A0"),
        ("$$\\rule{300mm}{1pt}$$", "book/data.*too wide"),
        ("```{code-cell} ipython3\nobject()\n```", "book/data.*no print form"),
        ("<div>only for a browser</div>", "book/data.*HTML stands here"),
        ("Thus {cite:p}`nobody2020`.", "book/data.*nobody2020"),
        ("See {ref}`nowhere`.", "book/data.*nowhere"),
    ],
)
def test_what_can_not_be_printed_fails_and_is_named(tiny: Path, added: str, complaint: str) -> None:
    replace(tiny / "book/data.md", "# Data\n", f"# Data\n\n{added}\n")
    kept = tiny / "_build/pdf/book.pdf"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"the last one")
    done = surveybook(tiny, "pdf")
    assert done.returncode == 1
    assert re.search(complaint, done.stderr), done.stderr
    assert kept.read_bytes() == b"the last one"


def test_a_data_frame_is_typeset(tiny: Path) -> None:
    code = "import pandas as pd\n\npd.DataFrame({'name': ['first & last'], 'many': [(1, 2)]})"
    text = f"{HEAD}\n# Data\n\n```{{code-cell}} ipython3\n{code}\n```\n"
    source = (tiny / "book/data.md").read_text(encoding="utf-8")
    (tiny / "book/data.md").write_text(source.replace(f"{HEAD}\n# Data\n", text), encoding="utf-8")
    done = surveybook(tiny, "pdf")
    assert done.returncode == 0, done.stderr
    tex = (tiny / "_build/print/_build/latex/book.tex").read_text(encoding="utf-8")
    assert re.search(r"first \\& last\n&\n\\sphinxAtStartPar\n1, 2", tex)


def typeset_text(folder: Path, body: str, time_limit: float = 60) -> list[str]:
    (folder / "x.tex").write_text(
        f"\\documentclass{{article}}\\begin{{document}}{body}\\end{{document}}\n", encoding="utf-8"
    )
    return typeset(folder, "x", 0, time_limit)


def test_a_run_that_hangs_is_ended(tmp_path: Path) -> None:
    (fault,) = typeset_text(tmp_path, "\\loop\\iftrue\\repeat", time_limit=4)
    assert "still running after 4 s" in fault


def test_tex_has_no_shell_and_reads_no_other_file(tmp_path: Path) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    assert typeset_text(folder, "a\\immediate\\write18{touch owned}") == []
    assert not (folder / "owned").exists()
    secret = tmp_path / "secret.tex"
    secret.write_text("secret", encoding="utf-8")
    assert typeset_text(folder, f"\\input{{{secret}}}")


def test_complaints_name_chapter_and_thing() -> None:
    manuscript = Manuscript(
        "\\chapter{One}\n\\label{\\detokenize{book/one::doc}}\n"
        "\\label{\\detokenize{book/one:tab-a}}\ntext\n"
    )
    log = (
        "Overfull \\hbox (12.5pt too wide) in paragraph at lines 4--4\n"
        "Overfull \\hbox (1.5pt too wide) in paragraph at lines 4--4\n"
        "LaTeX Warning: Reference `book/two:x' on page 3 undefined on input line 4.\n"
    )
    place = "book/one, tab-a (TeX line 4)"
    assert complaints(log, manuscript) == [
        f"{place}: something is 12.5 pt too wide for the page",
        f"{place}: reference 'book/two:x' leads nowhere",
    ]
