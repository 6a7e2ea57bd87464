"""What waits is put before a person, likeliest first, and what is decided is written down."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveybook.catalog import load
from surveybook.checks import check_data
from surveybook.cli import main
from surveybook.contribute.screening import queue
from surveybook.sources.schema import load_schema
from tests.support.scholarly import Scholarly, arxiv_entry, serving
from tests.support.tiny import MODEL, format_rows

LIKE = "A foundation model of electrocardiograms pretrained on recordings"
UNLIKE = "Solving partial differential equations of weather and climate"


def rows(root: Path, table: str) -> list[dict[str, str]]:
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(root: Path, table: str, given: list[dict[str, str]]) -> None:
    described = load_schema(root).tables[table]
    blank = dict.fromkeys(described.fields, "")
    text = format_rows(described, [blank | row for row in given])
    (root / described.path).write_text(text, encoding="utf-8")


@pytest.fixture
def decided(tiny: Path) -> Path:
    """A book with 12 decisions of the past and three works that wait, one named twice."""
    models = rows(tiny, "models")
    bare = {name: MODEL[name] for name in ("family", "topic", "reference")}
    sources = rows(tiny, "sources")
    for number in range(6):
        models.append(bare | {"id": f"heart-{number}", "name": f"Heart-{number}"})
        sources.append(
            {
                "title": f"Heart-{number}: {LIKE} of the heart {number}",
                "disposition": "entry",
                "table": "models",
                "id": f"heart-{number}",
            }
        )
        sources.append(
            {
                "title": f"{UNLIKE} by operators {number}",
                "disposition": "out-of-scope",
                "reason": "not-biomedical",
            }
        )
    waiting = {"disposition": "waiting"}
    sources += [
        waiting | {"title": "Climate equations: differential operators of weather"},
        waiting | {"title": "Pulse: pretrained electrocardiograms", "arxiv": "2601.00001"},
        waiting | {"title": "An essay on the history of hospitals"},
    ]
    for number, row in enumerate(sources, 1):
        row |= {"row": f"ZZ{number:03d}", "list": "old"}
    sources.append(
        {"row": "YY001", "list": "new", "title": "Pulse", "doi": "10.1000/pulse"}
        | {"disposition": "duplicate", "same_as": "ZZ016"}
    )
    write(tiny, "models", models)
    write(tiny, "sources", sources)
    write(
        tiny,
        "lists",
        [
            {"id": "old", "kind": "list", "title": "Old", "prefix": "ZZ", "rows": "17"},
            {"id": "new", "kind": "list", "title": "New", "prefix": "YY", "rows": "1"},
        ],
    )
    return tiny


def screen(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), "screen", *arguments])


def test_the_likeliest_comes_first(decided: Path) -> None:
    waiting = queue(load(decided))
    assert [one.row for one in waiting.candidates] == ["ZZ016", "ZZ017", "ZZ015"]
    likelihoods = [one.likelihood or 0.0 for one in waiting.candidates]
    assert likelihoods[0] > 0.5 > likelihoods[-1] > 0
    first = waiting.candidates[0]
    assert (first.lists, first.identifier) == (("old", "new"), "10.1000/pulse")


def test_without_decisions_it_is_ordered_by_how_many_lists_name_a_work(
    decided: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = [row for row in rows(decided, "sources") if row["disposition"] != "out-of-scope"]
    write(decided, "sources", kept)
    assert screen(decided, "--list") == 0
    said = capsys.readouterr()
    assert "too few decisions" in said.err
    assert said.out.splitlines()[0].split()[:2] == ["-", "ZZ016"]


def test_the_queue_can_be_had_as_text_and_as_json(
    decided: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert screen(decided, "--list", "--limit", "1") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "ZZ016  Pulse: pretrained electrocardiograms" in line
    assert "2 lists" in line
    assert screen(decided, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["row"] for one in told] == ["ZZ016", "ZZ017", "ZZ015"]
    assert told[0]["lists"] == ["old", "new"]
    assert told[0]["arxiv"] == "2601.00001"


def test_decisions_of_a_person_are_written_down(
    decided: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reasons = load(decided).terms("exclusion")
    number = reasons.index("not-biomedical") + 1
    monkeypatch.setattr("sys.stdin", io.StringIO(f"l\ne\n{number}\ne\n99\n"))
    assert screen(decided) == 0
    shown = capsys.readouterr().out
    assert "[1 of 3]" in shown
    assert "no such reason; it waits on" in shown
    after = {row["row"]: row for row in rows(decided, "sources")}
    assert after["ZZ016"]["disposition"] == "waiting"
    assert (after["ZZ017"]["disposition"], after["ZZ017"]["reason"]) == (
        "out-of-scope",
        "not-biomedical",
    )
    assert after["ZZ015"]["disposition"] == "waiting"
    assert check_data(decided) == []


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scholarly]:
    known = Scholarly(
        arxiv={
            "2601.00001": arxiv_entry(
                "2601.00001", "Pulse: pretrained hearts", "Ada Example", year=2026
            )
        }
    )
    with serving(known):
        for name, value in known.environment.items():
            monkeypatch.setenv(name, value)
        yield known


def test_an_included_work_goes_on_to_the_survey(
    decided: Path, services: Scholarly, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [row for row in rows(decided, "sources") if row["row"] != "YY001"]
    write(decided, "sources", kept)
    write(decided, "lists", [row for row in rows(decided, "lists") if row["id"] == "old"])
    monkeypatch.setattr("sys.stdin", io.StringIO("i\ny\nq\n"))
    assert screen(decided) == 0
    added = [row for row in rows(decided, "models") if row["name"] == "Pulse"]
    assert [(row["id"], row["family"]) for row in added] == [("pulse", "VFM")]
    row = next(row for row in rows(decided, "sources") if row["row"] == "ZZ016")
    assert (row["disposition"], row["table"], row["id"]) == ("entry", "models", "pulse")
    assert [one for one in check_data(decided) if one.code != "below-completeness"] == []


def test_decisions_can_come_from_a_file(
    decided: Path, services: Scholarly, capsys: pytest.CaptureFixture[str]
) -> None:
    file = decided / "decisions.csv"
    file.write_text(
        "row,decision,reason,note,family\n"
        "ZZ015,exclude,not-biomedical,weather,\n"
        "ZZ017,later,,,\n"
        "ZZ016,,,,\n",
        encoding="utf-8",
    )
    assert screen(decided, "--decisions", str(file)) == 0
    assert "1 left out" in capsys.readouterr().out
    after = {row["row"]: row for row in rows(decided, "sources")}
    assert (after["ZZ015"]["reason"], after["ZZ015"]["note"]) == ("not-biomedical", "weather")
    assert after["ZZ017"]["disposition"] == "waiting"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ZZ099,exclude,application", "there is no such row"),
        ("ZZ001,exclude,application", "it does not wait; it is 'entry'"),
        ("YY001,exclude,application", "decide on that one"),
        ("ZZ015,exclude,boring", "'boring' is no reason"),
        ("ZZ015,exclude,", "'' is no reason"),
        ("ZZ015,drop,", "'drop' is no decision"),
    ],
)
def test_what_can_not_be_decided_changes_nothing(
    decided: Path, line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = decided / "decisions.csv"
    file.write_text(f"row,decision,reason\nZZ017,exclude,application\n{line}\n", encoding="utf-8")
    before = rows(decided, "sources")
    assert screen(decided, "--decisions", str(file)) == 1
    assert said in capsys.readouterr().err
    assert rows(decided, "sources") == before


def test_a_table_without_decisions_is_refused(
    decided: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = decided / "decisions.csv"
    file.write_text("row,verdict\nZZ015,exclude\n", encoding="utf-8")
    assert screen(decided, "--decisions", str(file)) == 2
    assert "no column 'decision'" in capsys.readouterr().err
