"""What a chapter's outputs depend on, and when it is executed again."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.build.execute import Execution, execute
from surveybook.sources.chapterfiles import read_notebook
from surveybook.sources.schema import load_schema
from tests.support.tiny import HEAD, format_rows, replace

pytestmark = pytest.mark.book
TABLE = """
```{code-cell} ipython3
import surveybook as sb

sb.discussed_table(
    sb.load(), table="studies", kind="survey", page="all.md", name="tab-all", caption="Surveys."
)
```
"""


def run(root: Path, cells: str) -> Execution:
    notebook = read_notebook(f"{HEAD}\n# A chapter\n{cells}")
    return execute({"book/own": (notebook, root / "book")}, root, 60, "site")


def test_a_study_that_another_chapter_begins_to_cite(tiny: Path) -> None:
    studies = load_schema(tiny).tables["studies"]
    study = {
        "id": "overview",
        "name": "Overview",
        "kind": "survey",
        "reference": "he2024foundation",
    }
    row = dict.fromkeys(studies.fields, "") | study
    (tiny / studies.path).write_text(format_rows(studies, [row]), encoding="utf-8")
    cited = " after {cite:p}`he2024foundation`"
    replace(tiny / "book/introduction.md", cited, "")
    assert "Overview" not in str(run(tiny, TABLE).chapters["book/own"].notebook)
    with (tiny / "book/works.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\nIt says so{cite:p}`he2024foundation`.\n")
    again = run(tiny, TABLE)
    assert again.ran == ["book/own"]
    assert "Overview" in str(again.chapters["book/own"].notebook)
    # A work that presents no study changes no table.
    with (tiny / "book/works.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\nAnd{cite:p}`jin2023medcpt`.\n")
    assert run(tiny, TABLE).ran == []
