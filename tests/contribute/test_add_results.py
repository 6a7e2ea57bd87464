"""`surveybook add-results`: a CSV becomes a comparison; what is wrong is told by its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.catalog import load
from surveybook.checks import check_data
from surveybook.cli import main
from tests.support.results import add_results, add_rows
from tests.support.tiny import MODEL

GIVEN = {
    "--benchmark": "medqa",
    "--reference": "jin2023medcpt",
    "--title": "Table 3",
    "--setting": "linear-probe",
    "--data": "test part",
    "--metric": "AUROC",
    "--direction": "higher",
    "--unit": "fraction",
    "--interval": "sd",
    "--source": "https://example.org/paper",
    "--locator": "Table 3",
}
FILE = """\
system,value,low,high,note
MedCPT,0.853,0.84,0.866,
"ResNet-50, ImageNet",0.70,,,five runs
"""


def run(root: Path, text: str, *more: str, **changed: str) -> int:
    file = root / "table3.csv"
    file.write_text(text, encoding="utf-8")
    given = GIVEN | {f"--{name}": value for name, value in changed.items()}
    options = [part for name, value in given.items() if value for part in (name, value)]
    return main(["--root", str(root), "add-results", str(file), *options, *more])


def data(root: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (root / "data").glob("*.csv")}


def test_a_table_becomes_a_comparison(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_results(tiny)
    assert run(tiny, FILE, "--yes") == 0
    said = capsys.readouterr()
    assert "+medqa-table-3,medqa,jin2023medcpt,Table 3,linear-probe,," in said.out
    assert "+medqa-table-3,medcpt,,,0.853,0.84,0.866,," in said.out
    assert "wrote data/comparisons.csv, data/results.csv" in said.err
    assert check_data(tiny) == []
    results = load(tiny).results
    own = results[results["comparison"] == "medqa-table-3"]
    assert list(own["system"]) == ["MedCPT", "ResNet-50, ImageNet"]
    assert list(own["stated"]) == ["0.853", "0.70"]
    assert list(own["measurer"].fillna("")) == ["makers", ""]


def test_nothing_is_written_unless_somebody_agrees(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add_results(tiny)
    before = data(tiny)
    monkeypatch.setattr("sys.stdin.readline", lambda: "n\n", raising=False)
    assert run(tiny, FILE) == 1
    assert "nothing was written" in capsys.readouterr().err
    assert data(tiny) == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FILE.replace("0.853", "85.3 %"), "table3.csv:2: wrong-type: value is '85.3 %'"),
        (FILE.replace("0.853", "1.853"), "table3.csv:2: value-out-of-range"),
        (FILE.replace("0.84,", "0.86,"), "table3.csv:2: malformed-interval: low is 0.86"),
        (FILE.replace("0.70", ""), "table3.csv:3: missing-value: value is empty"),
        (FILE + "MedCPT,0.9,,,\n", "table3.csv:4: duplicate-id"),
        (
            FILE.replace("MedCPT,", "=x,").replace("system", "model"),
            "is '=x', which is no id",
        ),
        (FILE.replace("system", "model"), "table3.csv:3: model is 'ResNet-50, ImageNet'"),
        (FILE.replace("system", "modell"), "the column 'modell' is none of model, baseline"),
        (FILE.replace("value", "result"), "there is no column 'value'"),
        (FILE.split("\n", 1)[1], "name the columns in line 1"),
        (FILE.replace(",five runs", ",five,runs"), "table3.csv:3: cell-count: 6 cells"),
        ("\n".join(FILE.split("\n")[:2]) + "\n", "the comparison: single-system"),
        ("", "empty-file"),
    ],
)
def test_a_fault_is_told_by_its_cell(
    tiny: Path, text: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add_results(tiny)
    before = data(tiny)
    assert run(tiny, text, "--yes") == 1
    said = capsys.readouterr()
    assert says in said.err
    assert "nothing was written" in said.err
    assert "Traceback" not in said.err
    assert data(tiny) == before


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"benchmark": "medq"}, "did you mean 'medqa'?"),
        ({"reference": "jin2023"}, "surveybook add"),
        ({"metric": ""}, "give --metric (What the values measure)"),
        ({"setting": "probe"}, "unknown-term: setting is 'probe'"),
        ({"interval": ""}, "malformed-interval"),
        ({"source": "example.org"}, "'example.org' is not in references.bib"),
        ({"id": "medqa-zero-shot"}, "is taken; ids are permanent"),
        ({"shots": "5"}, "misplaced-shots"),
    ],
)
def test_a_comparison_that_cannot_stand_is_told_by_its_option(
    tiny: Path, changed: dict[str, str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add_results(tiny)
    before = data(tiny)
    assert run(tiny, FILE, "--yes", **changed) == 1
    assert says in capsys.readouterr().err
    assert data(tiny) == before


def test_all_that_is_missing_is_told_at_once(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_results(tiny)
    assert run(tiny, FILE, "--yes", metric="", data="", benchmark="medq") == 1
    said = capsys.readouterr().err
    for option in ("--metric", "--data", "--benchmark 'medq'"):
        assert option in said


def test_a_name_of_two_models_asks_for_the_id(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_results(tiny)
    add_rows(tiny, "models", [MODEL | {"id": "medcpt-2"}])
    assert run(tiny, FILE, "--yes") == 1
    assert "write the id, medcpt or medcpt-2" in capsys.readouterr().err


def test_a_file_that_is_not_there(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_results(tiny)
    command = ["--root", str(tiny), "add-results", str(tiny / "nowhere.csv"), "--yes"]
    assert main([*command, *(part for item in GIVEN.items() for part in item)]) in (1, 2)
    assert "nowhere.csv" in capsys.readouterr().err
