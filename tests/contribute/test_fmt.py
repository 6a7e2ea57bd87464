"""`surveybook fmt`: canonical form, and no value changed on the way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from surveybook.catalog import load
from surveybook.cli import main
from surveybook.sources.bibliography import read_bibliography
from tests.conftest import ROOT
from tests.support.tiny import replace, write_notebook

UNTIDY = """\
@comment{kept {as} it is,
  with its lines}


@Article{zhou2020untidy,
    Year = 2020, TITLE = "A {"}quoted{"}
       title", checked={2026-11-01},
  month = jan # " 3",
  Journal={A\u00a0Journal},author = {Zhou, A and
   Li, B},   provenance = {the paper}
}
"""


def fmt(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), "fmt", *arguments])


def test_the_repository_is_in_canonical_form() -> None:
    assert fmt(ROOT, "--check") == 0


def test_an_untidy_entry_is_formatted_and_the_others_stay(tiny: Path) -> None:
    path = tiny / "references.bib"
    tidy = path.read_text(encoding="utf-8")
    path.write_text(tidy + UNTIDY, encoding="utf-8")
    before, _ = read_bibliography(tiny)
    assert fmt(tiny, "--check") == 1
    assert path.read_text(encoding="utf-8") == tidy + UNTIDY
    assert fmt(tiny) == 0
    text = path.read_text(encoding="utf-8")
    assert text == (
        tidy
        + """
@comment{kept {as} it is,
  with its lines}

@article{zhou2020untidy,
  title = {A {"}quoted{"} title},
  author = {Zhou, A and Li, B},
  year = {2020},
  journal = {A\u00a0Journal},
  month = jan # " 3",
  checked = {2026-11-01},
  provenance = {the paper},
}
"""
    )
    after, problems = read_bibliography(tiny)
    assert not problems
    for key, work in before.items():
        assert {name: work.text(name) for name in work.fields} == {
            name: after[key].text(name) for name in after[key].fields
        }
    assert fmt(tiny, "--check") == 0


def test_a_table_is_formatted_without_a_changed_cell(tiny: Path) -> None:
    path = tiny / "data" / "models.csv"
    tidy = path.read_text(encoding="utf-8")
    rows = load(tiny).text("models").to_dict("records")
    header, row, _ = tidy.split("\n")
    columns, cells = header.split(","), [f'"{cell}"' for cell in row.split(",")]
    untidy = "\r\n".join([",".join(reversed(columns)), "", ",".join(reversed(cells)), "", ""])
    path.write_bytes(b"\xef\xbb\xbf" + untidy.encode())
    assert fmt(tiny) == 0
    assert path.read_bytes() == tidy.encode()
    assert load(tiny).text("models").to_dict("records") == rows


RUN: dict[str, object] = {
    "source": ["1\n", "+ 1"],
    "execution_count": 2,
    "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}],
    "metadata": {"tags": ["hide-input"], "execution": {"iopub.status.idle": "2026"}},
}


def test_a_notebook_loses_what_a_run_left_and_nothing_else(tiny: Path) -> None:
    kept: dict[str, object] = {"source": "2", "metadata": {"tags": ["hide-input"]}}
    path = write_notebook(tiny / "book/nb.ipynb", RUN, kept, widgets={}, requires=["numpy"])
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert fmt(tiny, "--check") == 1
    assert json.loads(path.read_text(encoding="utf-8"))["cells"] == cells
    assert fmt(tiny) == 0
    after = json.loads(path.read_text(encoding="utf-8"))
    cells[0] |= {"outputs": [], "execution_count": None, "metadata": {"tags": ["hide-input"]}}
    # A text may be written as one or as its lines.
    cells[1]["source"] = ["2"]
    assert after["cells"] == cells
    assert after["metadata"] == {"requires": ["numpy"]}
    assert fmt(tiny, "--check") == 0


def test_a_notebook_without_outputs_stays_as_it_is_written(tiny: Path) -> None:
    path = write_notebook(tiny / "book/nb.ipynb", {"source": "é"})
    compact = json.dumps(json.loads(path.read_text(encoding="utf-8")))
    path.write_text(compact, encoding="utf-8")
    assert fmt(tiny) == 0
    assert path.read_text(encoding="utf-8") == compact


@pytest.mark.parametrize("text", ["", "{", "{}", "# Markdown\n"])
def test_what_is_no_notebook_is_left_alone(
    tiny: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tiny / "book/nb.ipynb"
    path.write_text(text, encoding="utf-8")
    assert fmt(tiny) == 1
    assert path.read_text(encoding="utf-8") == text
    assert capsys.readouterr().err.startswith("book/nb.ipynb: ")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("references.bib", "contrastive retrieval}", "contrastive retrieval"),
        ("data/models.csv", "MedCPT", "MedCPT,"),
        ("data/models.csv", "MedCPT", '"Med\nCPT"'),
        ("data/models.csv", "backbone", "backbown"),
    ],
)
def test_a_file_that_can_not_be_read_is_left_alone(
    tiny: Path, name: str, old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(tiny / name, old, new)
    broken = (tiny / name).read_bytes()
    assert fmt(tiny) == 1
    assert (tiny / name).read_bytes() == broken
    assert capsys.readouterr().err.startswith(f"{name}: ")


def test_the_whole_bibliography_keeps_its_values(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "_config.yml", tmp_path)
    text = (ROOT / "references.bib").read_text(encoding="utf-8")
    (tmp_path / "references.bib").write_text(text.replace("\n  ", "\n\t   "), encoding="utf-8")
    assert fmt(tmp_path) == 0
    assert (tmp_path / "references.bib").read_text(encoding="utf-8") == text


def test_nothing_is_left_beside_the_files(tiny: Path) -> None:
    replace(tiny / "references.bib", "  title", "    title")
    before = {path for path in tiny.rglob("*") if "_build" not in path.parts}
    assert fmt(tiny) == 0
    assert {path for path in tiny.rglob("*") if "_build" not in path.parts} == before
