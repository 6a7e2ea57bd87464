"""A list recorded: a row for each of its works with what became of it, and no row twice."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from surveybook.checks import check_data
from surveybook.cli import main
from surveybook.sources.schema import load_schema
from tests.support.tiny import MODEL, format_rows

MARKDOWN = """\
# Awesome medical models

## Retrieval

- [MedCPT: Contrastive retrieval](https://doi.org/10.1093/bioinformatics/btad651)
- [HeartNet: a foundation model of electrocardiograms](https://arxiv.org/abs/2601.00001) (2025)

## Surveys

- [A survey of models of the heart](https://doi.org/10.1000/SURVEY)

## Data

| Data set | Paper | Code |
|---|---|---|
| HeartBeats | [paper](https://pubmed.ncbi.nlm.nih.gov/41000001/) | [code](https://github.com/x/H) |
"""
OTHERS = {
    "list.html": "<table><tr><th>Title</th><th>Paper</th></tr><tr><td>HeartNet: a foundation model "
    "of electrocardiograms</td><td><a href='https://arxiv.org/abs/2601.00001'>paper</a></td></tr>"
    "</table>",
    "list.yml": "- title: 'HeartNet: a foundation model of electrocardiograms'\n"
    "  arxiv: '2601.00001'\n  category: ECG\n",
    "list.json": json.dumps(
        [{"title": "HeartNet", "paper_url": "https://arxiv.org/abs/2601.00001"}]
    ),
    "list.csv": "name,title,arxiv\nHeartNet,A foundation model of electrocardiograms,2601.00001\n",
    "list.bib": "@misc{x2026heartnet,\n title={HeartNet: a foundation model of electrocardiograms},"
    "\n author={Example, Ada},\n year={2026},\n eprint={2601.00001},\n archiveprefix={arXiv}\n}\n",
}


def rows(root: Path, table: str) -> list[dict[str, str]]:
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def record(root: Path, text: str, name: str = "list.md", source: str = "hearts", *more: str) -> int:
    path = root / name
    path.write_text(text, encoding="utf-8")
    told = ("--record", "--id", source, "--title", f"The list {source}", *more)
    code = main(["--root", str(root), "import", str(path), *told])
    path.unlink()
    return code


def test_every_work_gets_a_row_and_an_outcome(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(tiny, MARKDOWN, "list.md", "hearts", "--state", "2026-11-01") == 0
    assert (
        "'hearts': 4 new rows (1 duplicate, 3 waiting), 0 known before" in capsys.readouterr().out
    )
    new = {row["row"]: row for row in rows(tiny, "sources")[2:]}
    assert list(new) == ["HEA001", "HEA002", "HEA003", "HEA004"]
    known = {"disposition": "duplicate", "same_as": "ZZ001", "table": "models", "id": "medcpt"}
    assert new["HEA001"] | known == new["HEA001"]
    heart = {
        "section": "Retrieval",
        "title": "HeartNet: a foundation model of electrocardiograms",
        "arxiv": "2601.00001",
        "year": "2025",
        "kind": "model",
        "subfield": "ecg",
        "disposition": "waiting",
    }
    assert new["HEA002"] | heart == new["HEA002"]
    assert (new["HEA003"]["kind"], new["HEA003"]["doi"]) == ("survey", "10.1000/survey")
    beats = {"kind": "dataset", "pmid": "41000001", "repository": "github.com/x/H"}
    assert new["HEA004"] | beats == new["HEA004"]
    listed = rows(tiny, "lists")[-1]
    assert (listed["kind"], listed["prefix"], listed["rows"]) == ("list", "HEA", "4")
    assert listed["current_to"] == "2026-11-01"
    assert check_data(tiny) == []


def test_a_second_time_adds_only_what_is_new(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(tiny, MARKDOWN)
    once = rows(tiny, "sources")
    assert record(tiny, MARKDOWN) == 0
    assert rows(tiny, "sources") == once
    capsys.readouterr()
    longer = MARKDOWN.replace(
        "## Surveys", "- [BrainNet](https://arxiv.org/abs/2601.2)\n\n## Surveys"
    )
    assert record(tiny, longer) == 0
    assert "1 new rows (1 waiting), 4 known before" in capsys.readouterr().out
    assert rows(tiny, "sources")[:-1] == once
    assert rows(tiny, "sources")[-1]["row"] == "HEA005"


@pytest.mark.parametrize("name", OTHERS)
def test_lists_in_any_form_name_the_same_work(tiny: Path, name: str) -> None:
    record(tiny, MARKDOWN)
    assert record(tiny, OTHERS[name], name, "others") == 0
    (row,) = [row for row in rows(tiny, "sources") if row["list"] == "others"]
    assert (row["disposition"], row["same_as"]) == ("duplicate", "HEA002")
    assert check_data(tiny) == []


def test_an_empty_row_is_a_placeholder_once(tiny: Path) -> None:
    text = "# L\n\n- \n- [HeartNet: a model of hearts](https://arxiv.org/abs/2601.00001)\n"
    record(tiny, text)
    record(tiny, text)
    outcomes = [row["disposition"] for row in rows(tiny, "sources")[2:]]
    assert outcomes == ["placeholder", "waiting"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        # Two models of one paper.
        ("- [UNI](https://doi.org/10.1/uni)", "- [UNI2-h](https://doi.org/10.1/uni)", False),
        (
            "- [BioT5](https://arxiv.org/abs/2310.1)",
            "- [BioT5+](https://arxiv.org/abs/2402.2)",
            False,
        ),
        # A preprint and its published version share nothing but the title.
        (
            "- [A model of the heart and its vessels](https://arxiv.org/abs/2601.00001)",
            "- [Heart: A Model of the Heart and Its Vessels](https://doi.org/10.1/heart)",
            True,
        ),
        # A wrong link: one identifier, two titles that have nothing in common.
        (
            "- [Listening to the sounds of the lung at night](https://arxiv.org/abs/2601.00001)",
            "- [Predicting the folds of membrane proteins quickly](https://arxiv.org/abs/2601.00001)",
            False,
        ),
        # The same name for two works.
        (
            "- [Pulse: a model of radial arteries in children](https://arxiv.org/abs/2601.00001)",
            "- [Pulse: language models for triage by telephone](https://arxiv.org/abs/2601.00002)",
            False,
        ),
        # A name alone, with the repository.
        (
            "- [Pulse: a model of arteries](https://github.com/x/Pulse)",
            "- [Pulse](https://github.com/x/pulse/tree/main)",
            True,
        ),
    ],
)
def test_what_is_one_work(tiny: Path, first: str, second: str, same: bool) -> None:
    record(tiny, f"# L\n\n{first}\n", "list.md", "one")
    record(tiny, f"# L\n\n{second}\n", "list.md", "two")
    assert (rows(tiny, "sources")[-1]["disposition"] == "duplicate") == same


def test_a_work_that_was_added_since_is_matched(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Two lists named the work before; it enters by a table that knows only its name.
    record(tiny, "# L\n\n- [HeartNet](https://github.com/x/heartnet)\n", "list.md", "one")
    record(tiny, "# L\n\n- [HeartNet](https://github.com/x/heartnet)\n", "list.md", "two")
    table = [*rows(tiny, "models"), MODEL | {"id": "heartnet", "name": "HeartNet"}]
    described = dict.fromkeys(table[0], "")
    models = load_schema(tiny).tables["models"]
    (tiny / models.path).write_text(
        format_rows(models, [described | row for row in table]), encoding="utf-8"
    )
    assert main(["--root", str(tiny), "screen", "--match"]) == 0
    assert "2 rows lead to an entry by now" in capsys.readouterr().out
    first, second = rows(tiny, "sources")[-2:]
    assert (first["disposition"], first["id"]) == ("entry", "heartnet")
    assert (second["disposition"], second["id"], second["same_as"]) == (
        "duplicate",
        "heartnet",
        first["row"],
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--record",), "--record needs --id"),
        (("--record", "--id", "new"), "say what it is with --title"),
        (("--record", "--id", "new", "--title", "T", "--kind", "modle"), "'modle' is no kind"),
        (("--record", "--id", "new", "--title", "T", "--subfield", "x"), "'x' is no subfield"),
    ],
)
def test_what_is_missing_is_said(
    tiny: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "list.md").write_text(MARKDOWN, encoding="utf-8")
    before = rows(tiny, "sources")
    assert main(["--root", str(tiny), "import", str(tiny / "list.md"), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert rows(tiny, "sources") == before


def test_characters_that_no_source_may_hold_are_left_out(tiny: Path) -> None:
    record(tiny, "# L\n\n- [Heart\u200bNet: a\u202e model](https://arxiv.org/abs/2601.00001)\n")
    assert rows(tiny, "sources")[-1]["title"] == "HeartNet: a model"
    assert check_data(tiny) == []


def test_prefixes_are_unique(tiny: Path) -> None:
    for number in range(4):
        name = f"hearts-{number}"
        record(
            tiny, f"# L\n\n- [Net{number}](https://arxiv.org/abs/2601.0000{number})", "l.md", name
        )
    prefixes = [row["prefix"] for row in rows(tiny, "lists")]
    assert len(set(prefixes)) == len(prefixes) == 5
    assert check_data(tiny) == []
