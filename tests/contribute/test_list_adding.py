"""The new works of a list added with their references by one command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from surveybook.checks import check
from surveybook.cli import main
from surveybook.sources.bibliography import read_bibliography
from tests.support.scholarly import Scholarly, arxiv_entry, csl, serving

LIST = """\
# Models
- FooMed: a model for bar. [[Paper]](https://arxiv.org/abs/2401.00001) [[Code]](https://github.com/a/b)
- **BarNet** [paper](https://doi.org/10.1000/bar)
- MedCPT: contrastive retrieval [paper](https://doi.org/10.1093/bioinformatics/btad651)
- Without a link to a paper [Code](https://github.com/c/d)
- A wrong link [paper](https://arxiv.org/abs/2401.00002)
- Nobody knows it [paper](https://arxiv.org/abs/2401.00003)
"""


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scholarly]:
    with serving(Scholarly()) as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        service.arxiv["2401.00001"] = arxiv_entry("2401.00001", "FooMed: A Model for Bar", "A Doe")
        service.arxiv["2401.00002"] = arxiv_entry("2401.00002", "On knees and elbows", "B Roe")
        service.dois["10.1000/bar"] = csl("10.1000/bar", "BarNet: seeing without eyes")
        yield service


def run(root: Path, *options: str) -> int:
    path = root / "list.md"
    path.write_text(LIST, encoding="utf-8")
    return main(["--root", str(root), "import", str(path), "--family", "LFM", *options])


def test_new_works_come_with_their_references(
    tiny: Path, known: Scholarly, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tiny, "--add", "--yes") == 1
    works, _ = read_bibliography(tiny)
    found = {work.text("title"): work for work in works.values()}
    assert found["FooMed: A Model for Bar"].text("eprint") == "2401.00001"
    assert found["BarNet: seeing without eyes"].text("doi") == "10.1000/bar"
    rows = (tiny / "data" / "models.csv").read_text(encoding="utf-8")
    assert "\nfoomed,FooMed,LFM," in rows
    assert "\nbarnet,BarNet,LFM," in rows
    assert check(tiny) == []
    told = capsys.readouterr().err
    assert "list.md:5: 'Without a link to a paper' has no identifier among its links" in told
    assert "list.md:6: 'A wrong link' has a link to 2401.00002, which is 'On knees and el" in told
    assert "list.md:7: 'Nobody knows it' cannot be looked up: arXiv does not know" in told
    assert "3 of 5 works were refused; the others are taken" in told


def test_nothing_is_added_unasked(tiny: Path, known: Scholarly) -> None:
    before = (tiny / "references.bib").read_bytes()
    assert run(tiny) == 0
    assert not known.asked
    assert (tiny / "references.bib").read_bytes() == before


def test_a_second_time_nothing_is_new(tiny: Path, known: Scholarly) -> None:
    run(tiny, "--add", "--yes")
    before = (tiny / "references.bib").read_bytes()
    known.asked.clear()
    run(tiny, "--add", "--yes")
    assert (tiny / "references.bib").read_bytes() == before
    assert not [path for path in known.asked if "bar" in path]
