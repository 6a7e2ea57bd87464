"""`surveybook import`: an awesome-style list held against the survey."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from surveybook.cli import main
from surveybook.contribute.listing import Item, read_list
from tests.support.tiny import replace, set_cell

LIST = """\
# Awesome models [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

A collection of things, see [the site](https://example.org/site).

- [Contents](#methods)
  - [Methods](#methods)

## Methods
**2023**
- [Bioinformatics] MedCPT: Contrastive retrieval. \
[[Paper]](https://doi.org/10.1093/bioinformatics/btad651) \
[[Code]](https://github.com/other/medcpt)
- [[paper]]() [[Code]]()
**2022**
-
- A Foundation Model for Advancing Healthcare [[pdf]](https://arxiv.org/pdf/2404.99999v2.pdf)
- Meditron: Scaling Pretraining. [[Paper]](https://arxiv.org/abs/2311.16079)[[Code]](https://github.com/epfLLM/meditron)
- [MedSomething](https://github.com/x/medsomething) - a tool, 50% faster.
- Quite another title [[Paper]](https://arxiv.org/abs/2404.03264v1)

| Name | Size | Links |
|---|---|---|
| Notes | 12 | [download](https://example.org/notes) |
| [Letters, "old"](https://example.org/letters) | 7 | |

**BoldNet: a paragraph**<br/>
A. Author, B. Author<br/>
[Apr. 2023] [Somewhere]
[[Paper]](https://doi.org/10.1000/bold)

A plain title
A. Author
[Paper] [Code]

[1] Moor, M., et al. "A quoted title." Nature (2023).
[2] Liu, J. “Another quoted title.” (2023).
"""  # fmt: skip


@pytest.fixture
def listed(tiny: Path) -> Path:
    set_cell(tiny, "models", "medcpt", "code", "https://github.com/ncbi/MedCPT/")
    (tiny / "list.md").write_text(LIST, encoding="utf-8")
    return tiny


def test_every_item_is_read() -> None:
    items = read_list(LIST)
    assert [item.title for item in items] == [
        "MedCPT: Contrastive retrieval",
        "",
        "",
        "A Foundation Model for Advancing Healthcare",
        "Meditron: Scaling Pretraining",
        "MedSomething",
        "Quite another title",
        "Notes",
        'Letters, "old"',
        "BoldNet: a paragraph",
        "A plain title",
        "A quoted title",
        "Another quoted title",
    ]
    assert items[0] == Item(
        10,
        "MedCPT: Contrastive retrieval",
        (
            ("paper", "https://doi.org/10.1093/bioinformatics/btad651"),
            ("code", "https://github.com/other/medcpt"),
        ),
        venue="Bioinformatics",
        section=("Methods",),
    )
    lines = LIST.splitlines()
    for item in items:
        assert item.title.split(" ")[0].strip('",') in lines[item.line - 1]
    assert items[5].links == (("code", "https://github.com/x/medsomething"),)
    assert items[7].links == (("data", "https://example.org/notes"),)


def test_known_new_and_disagreeing(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(listed), "import", str(listed / "list.md"), "--family", "LFM"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("13 items: 4 known, 7 new, 2 empty; links of 2 disagree\n")
    known, disagreeing, new = (
        out.partition("\nKnown\n")[2].partition("\nLinks that disagree\n")[0],
        out.partition("\nLinks that disagree\n")[2].partition("\nNew\n")[0],
        out.partition("\nNew\n")[2],
    )
    assert "list.md:10: MedCPT: Contrastive retrieval = models/medcpt" in known
    # By the arXiv id in its link alone; by its name alone.
    assert "Quite another title = datasets/notes" in known
    assert "Notes = datasets/notes" in known
    assert "code, the list: https://github.com/other/medcpt" in disagreeing
    assert "code, ours:     https://github.com/ncbi/MedCPT/" in disagreeing
    assert "paper, the list: https://arxiv.org/pdf/2404.99999v2.pdf" in disagreeing
    assert "Quite another title" not in disagreeing
    assert "surveybook add 2311.16079 --family" in new
    assert "surveybook add 10.1000/bold --family" in new
    rows = list(csv.DictReader(io.StringIO(new[new.index("id,name,family") :])))
    assert {row["id"] for row in rows} >= {"meditron", "medsomething", "letters-old", "boldnet"}
    assert {row["family"] for row in rows} == {"LFM"}
    assert rows[0]["code"] == "https://github.com/epfLLM/meditron"


def test_the_same_code_at_another_address_agrees(
    listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(listed / "list.md", "github.com/other/medcpt", "www.github.com/NCBI/medcpt.git#readme")
    main(["--root", str(listed), "import", str(listed / "list.md")])
    assert "links of 1 disagree" in capsys.readouterr().out


def test_a_settled_row_is_known(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_cell(tiny, "sources", "ZZ002", "title", "A thing: out of scope")
    (tiny / "list.md").write_text("- A thing – out of scope [[paper]](https://example.org)\n")
    main(["--root", str(tiny), "import", str(tiny / "list.md")])
    assert "settled as placeholder (ZZ002)" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "# Only a heading\n", "Words without any link.\n"])
def test_a_list_without_items(tiny: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tiny / "list.md").write_text(text)
    assert main(["--root", str(tiny), "import", str(tiny / "list.md")]) == 0
    assert capsys.readouterr().out.startswith("0 items")


@pytest.mark.parametrize("arguments", [["nowhere.md"], ["_toc.yml", "--table", "evidence"]])
def test_wrong_use(tiny: Path, arguments: list[str]) -> None:
    name, *more = arguments
    assert main(["--root", str(tiny), "import", str(tiny / name), *more]) == 2
