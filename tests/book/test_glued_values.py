"""Every computed value of a sentence arrives in the page as it was computed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from lxml import html

from surveybook.build.execute import execute
from surveybook.catalog.selection import shown
from surveybook.sources.chapterfiles import chapter_files, code_cells, read_notebook
from tests.conftest import jupyter_book

_ROLE = re.compile(r"\{glue:text\}`([^`]+)`")
_CODE_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.M | re.S)
_TEXT = "application/papermill.record/text/plain"


@pytest.mark.xdist_group("real")
def test_every_glued_value_of_the_book_reads_as_it_was_computed(
    built_root: Path, site: Path
) -> None:
    read = 0
    for path in chapter_files(built_root):
        text = path.read_text(encoding="utf-8")
        names = _ROLE.findall(_CODE_FENCE.sub("", text))
        if not names:
            continue
        docname = path.relative_to(built_root).with_suffix("").as_posix()
        chapter = {docname: (read_notebook(text), path.parent)}
        executed = execute(chapter, built_root, 120, "site").chapters
        computed = {
            output["metadata"]["scrapbook"]["name"]: ast.literal_eval(output["data"][_TEXT])
            for cell in code_cells(executed[docname].notebook)
            for output in cell["outputs"]
            if "scrapbook" in output.get("metadata", {})
        }
        page = html.document_fromstring((site / f"{docname}.html").read_bytes())
        article = page.xpath("//article")[0]
        values = [str(each.text_content()) for each in article.find_class("pasted-text")]
        assert values == [computed[name] for name in names], docname
        read += len(values)
    assert read > 100


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4370, "4,370"),
        (0, "0"),
        (-1234, "-1,234"),
        (2.5, "2.5"),
        (3.0, "3"),
        ("4,370", "4,370"),
        ("(1, 2)", "(1, 2)"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("None", "None"),
        ("'quoted'", "'quoted'"),
        ("12 %", "12 %"),
    ],
)
def test_a_value_is_shown_to_the_letter(value: int | float | str, text: str) -> None:
    assert shown(value) == text
    assert ast.literal_eval(repr(shown(value))) == text


@pytest.mark.parametrize("value", [None, True, float("nan"), float("inf"), (4, 370), [1]])
def test_what_no_sentence_can_state_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no sentence can state"):
        shown(value)  # type: ignore[arg-type]


@pytest.mark.book
def test_texts_that_look_like_python_stay_texts_on_the_page(tiny: Path) -> None:
    texts = ["4,370", "(1, 2)", "0x10", "None", "'quoted'"]
    cells = "\n".join(f'sb.glue("v{n}", {text!r})' for n, text in enumerate(texts))
    roles = " ".join(f"{{glue:text}}`v{n}`" for n in range(len(texts)))
    chapter = tiny / "book" / "data.md"
    cell = f"\n```{{code-cell}} ipython3\nimport surveybook as sb\n{cells}\n```\n"
    chapter.write_text(f"{chapter.read_text(encoding='utf-8')}{cell}\n{roles}\n", "utf-8")
    done = jupyter_book(tiny)
    page = html.document_fromstring((tiny / "_build/html/book/data.html").read_bytes())
    values = [str(each.text_content()) for each in page.find_class("pasted-text")]
    assert values == texts, done.stderr
