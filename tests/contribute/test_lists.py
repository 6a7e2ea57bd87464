"""Lists in the styles in which people keep them: titles, links, each work once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from surveybook.cli import main
from surveybook.contribute.listing import read_list
from surveybook.contribute.venues import same_venue
from tests.support.tiny import set_cell

PAPER = "https://arxiv.org/abs/2407.00001"
CODE = "https://github.com/x/foonet"
TITLE = "FooNet: a thing for bars"

ENTRIES = {
    "date first": f"- `2023.06` {TITLE}, [NeurIPS]({PAPER}), [Code]({CODE})",
    "date as text": f"- 2023-06-01: {TITLE} [paper]({PAPER}) [code]({CODE})",
    "venue first": f"- [**NeurIPS 2023**] {TITLE}. [[paper]]({PAPER}) [[code]]({CODE})",
    "linked venue first": f"- [Nature Methods 2023]({PAPER}) {TITLE} [code]({CODE})",
    "several tags": f"- `Text` *`Arxiv 2023`* **[{TITLE}]({PAPER})** | [code]({CODE})",
    "name in front": f"- **(FooNet)** _{TITLE}_ ```ACL```\n[[Paper]({PAPER})] [[Git]({CODE})]",
    "bold name": f"- **FooNet**: a thing for bars. [paper]({PAPER}) [code]({CODE})",
    "authors behind": f"- {TITLE}. Doe J, Roe R, et al. *J B* 2023. [PDF]({PAPER}) [Code]({CODE})",
    "quoted": f'1. Doe, J., et al. "{TITLE}." NeurIPS (2023). [[paper]({PAPER})] [[code]({CODE})]',
    "linked title": f"* 🔥 [{TITLE}]({PAPER}) (ICML 2023) [[code]({CODE})]",
    "badges": f"- **{TITLE}** [![](https://img.shields.io/badge/ICML_2023-blue)]({PAPER})"
    f" [![Stars](https://img.shields.io/github/stars/x/foonet)]({CODE})",
    "icons": f"- {TITLE} [<img src='i/pdf.svg' alt='PDF'>]({PAPER}) [<img src='gh.png'>]({CODE})",
    "parts below": f"- **{TITLE}**\n  - AAAI 2023 Spring Symposium\n  - 📄 [PDF]({PAPER})\n"
    f"  - Code: [x/foonet]({CODE})",
    "badges in a paragraph": f"* **{TITLE}**\n\n  [![](https://img.shields.io/badge/Nat_Commun_2023-b)]"
    f"({PAPER})\n  [![code](https://img.shields.io/badge/code-g)]({CODE})",
    "nested below a topic": f"- Topic\n  - Subtopic\n    - {TITLE} [paper]({PAPER}) [code]({CODE})",
    "venue in brackets behind": f"- **[FooNet]** `[Model]` {TITLE} (**Molecular Systems Biology"
    f" 2026**) [[paper]({PAPER})][[code]({CODE})]",
    "track in brackets behind": f"- {TITLE} (**NeurIPS 2025 Datasets and Benchmarks Track**)"
    f" [[paper]({PAPER})][[code]({CODE})]",
    "number of a preprint behind": f"- {TITLE} (**arXiv'2407**)[[paper]({PAPER})][[code]({CODE})]",
    "name twice": f"- **FooNet**: {TITLE}. [paper]({PAPER}) [code]({CODE})",
    "address in brackets": f"- **{TITLE}** [paper](({PAPER})) [code](Https{CODE[5:]})",
    "address without scheme": f"- {TITLE} [[paper]({PAPER[8:]})][[code]({CODE})]",
    "bold paragraph": f"**[{TITLE}]({PAPER})**\n\n*J* 2023\n\n[Code]({CODE})",
    "bold above its links": f"**{TITLE}**\n\n[Paper]({PAPER}) | [Code]({CODE})",
    "heading": f"### {TITLE}\n\n[![arXiv](https://img.shields.io/badge/arXiv-1-red)]({PAPER})"
    f" [Code]({CODE})",
    "html": f'<ul><li><b>{TITLE}</b> <a href="{PAPER}">Paper</a> <a href="{CODE}">Code</a></ul>',
    "details": f"<details>\n<summary>{TITLE}</summary>\n\n**[{TITLE}]({PAPER})**\n\n"
    f"| | |\n|-|-|\n| **Size** | 7B |\n| **Code** | [x/foonet]({CODE}) |\n\n</details>",
}  # fmt: skip

TABLES = {
    "first column": ("Title|Paper|Code", f"{TITLE}|[arXiv]({PAPER})|[link]({CODE})"),
    "last column": (
        "Date|Authors|Code|Title",
        f"202306|J. Doe et al.|[Code]({CODE})|{TITLE} [(paper)]({PAPER})",
    ),
    "linked": ("Date|Paper|Journal|Code", f"2023|[{TITLE}]({PAPER})|Nat. Med.|[GitHub]({CODE})"),
    "venue as label": (
        "Model|Date|Paper|Code",
        f"{TITLE}|2026|[ICLR 2026 Workshop / OpenReview]({PAPER})|[x]({CODE})",
    ),
    "two words": ("Module|Title / Method|Paper|Repo", f"Vision|{TITLE}|[Paper]({PAPER})|{CODE}"),
    "no known head": ("n|o|l", f"{TITLE}|A Lab|[![arXiv](https://x.org/b.svg)]({PAPER}) {CODE}"),
    "authors as label": ("Model|Paper|Code", f"{TITLE}|[Doe et al., 2023]({PAPER})|[x]({CODE})"),
    "no head": ("||", f"**[{TITLE}]({PAPER})**|2023|[Code]({CODE})"),
}


def the_one(text: str, suffix: str = ".md") -> tuple[str, set[tuple[str, str]]]:
    (item,) = read_list(text, suffix)
    return item.title, set(item.links)


@pytest.mark.parametrize("text", ENTRIES.values(), ids=ENTRIES)
def test_styles_of_entries(text: str) -> None:
    title, links = the_one(f"# A list\n\nWords about it.\n\n{text}\n")
    assert title == TITLE
    assert links == {("paper", PAPER), ("code", CODE)}


@pytest.mark.parametrize(("head", "row"), TABLES.values(), ids=TABLES)
def test_columns_of_tables(head: str, row: str) -> None:
    rule = "|".join("-" for _ in head.split("|"))
    title, links = the_one(f"|{head}|\n|{rule}|\n|{row}|\n")
    assert title == TITLE
    assert links == {("paper", PAPER), ("code", CODE)}


@pytest.mark.parametrize(
    ("written", "title", "year"),
    [
        ("Finding names of drugs in short messages 2021", "short messages", "2021"),
        ("Spread of a virus in hospitals in 2021", "in 2021", ""),
        ("Overview of the tasks at BraTS 2021", "BraTS 2021", ""),
        ("Cells, tissue and what they share (Nature Reviews Genetics 2026)", "share", "2026"),
        ("Reading scans with GPT-4V(ision)", "GPT-4V(ision)", ""),
        ("Rules for software of this kind (EU)", "(EU)", ""),
    ],
)
def test_years_and_venues_behind_a_title(written: str, title: str, year: str) -> None:
    (item,) = read_list(f"- {written}. [paper]({PAPER})\n")
    assert item.title.endswith(title)
    assert not year or item.year == year


def test_a_table_in_html() -> None:
    text = (
        "Words.\n\n<table>\n<tr><th>Area</th><th>Year</th><th>Paper</th><th>Code</th></tr>\n"
        f'<tr><td rowspan="2">Eyes</td><td>2023</td><td><a href="{PAPER}">{TITLE}</a></td>\n'
        f'<td><a href="{CODE}"><img src="gh.svg"></a></td></tr>\n'
        '<tr><td>2024</td><td><a href="https://doi.org/10.1000/bar">Bar again</a></td></tr>\n'
        "</table>\n"
    )
    items = read_list(text)
    assert [(item.line, item.title, item.year) for item in items] == [
        (5, TITLE, "2023"),
        (7, "Bar again", "2024"),
    ]
    assert items[0].links == (("paper", PAPER), ("code", CODE))


def test_names_that_look_like_venues_are_names_where_the_head_says_so() -> None:
    text = (
        "|Dataset|Links|\n|-|-|\n"
        "|BAR 2022|[Grand Challenge](https://bar.grand-challenge.org)|\n"
        "|CODE|[[dataset]](https://example.org/code)|\n"
    )
    assert [item.title for item in read_list(text)] == ["BAR 2022", "CODE"]


def test_a_row_that_points_to_its_section_is_no_item_of_its_own() -> None:
    text = (
        "|Model|Venue|\n|-|-|\n|[FooNet](#foonet)|Nature|\n\n"
        f'<a id="foonet"></a>\n\n**[{TITLE}]({PAPER})**\n'
    )
    assert [item.title for item in read_list(text)] == [TITLE]


DATA = {
    ".json": json.dumps(
        {
            "updated": "2024",
            "papers": [{"title": TITLE, "arxiv_id": "2407.00001", "code_url": CODE}],
        }
    ),
    ".jsonl": json.dumps({"name": TITLE, "links": {"paper": PAPER, "github": CODE}}) + "\n",
    ".yaml": f"- model: '{TITLE}'\n  paper:\n    text: '[Doe et al. 2023]({PAPER})'\n"
    f"    url: {PAPER}\n  code:\n    url: {CODE}\n",
    ".yml": f"vision:\n  - title: '[{TITLE}]({PAPER})'\n    repository: {CODE}\n    year: 2023\n",
    ".csv": f"Year;Paper Title;Link;GitHub\n2023;{TITLE};{PAPER};{CODE}\n",
    ".tsv": f"name\tpdf\tcode\n{TITLE}\t{PAPER}\t{CODE}\n",
    ".html": f'<p>x</p><ol><li><a href="{PAPER}">{TITLE}</a> <a href="{CODE}">code</a></ol>',
}


@pytest.mark.parametrize("suffix", DATA)
def test_lists_as_data(suffix: str) -> None:
    title, links = the_one(DATA[suffix], suffix)
    assert title == TITLE
    assert links == {("paper", PAPER), ("code", CODE)}


def test_lines_in_data() -> None:
    text = (
        '[\n {"title": "A thing {of} braces",\n  "url": "https://a.org"},\n'
        ' {"title": "B thing",\n  "url": "https://b.org"}]'
    )
    assert [item.line for item in read_list(text, ".json")] == [2, 4]
    text = "- title: A thing\n  url: https://a.org\n\n- title: B thing\n  url: https://b.org\n"
    assert [item.line for item in read_list(text, ".yaml")] == [1, 4]
    text = 'title,url\n"A\nthing",https://a.org\nB thing,https://b.org\n'
    assert [item.line for item in read_list(text, ".csv")] == [2, 4]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("list.json", b'[\n{"title": "x",}\n]', 2),
        ("list.yaml", b"- title: x\n  url: [\n- y: }\n", 3),
        ("list.md", b"# List\n\n- M\xfcller [paper](https://a.org)\n", 3),
    ],
)
def test_an_unreadable_list_is_named_with_its_line(
    tiny: Path, name: str, content: bytes, line: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / name).write_bytes(content)
    assert main(["--root", str(tiny), "import", str(tiny / name)]) == 2
    told = capsys.readouterr().err
    assert name in told
    assert f"line {line}" in told or f":{line}:" in told


def test_each_work_once() -> None:
    text = f"""\
- {TITLE} [[Paper]]({PAPER})

## Again
- [FooNet]({PAPER}v2)
- Foonet: A Thing for Bars [[code]]({CODE})

## Others
- Hoo-B [paper](https://arxiv.org/abs/2407.00009)
- Hoo-L [paper](https://arxiv.org/abs/2407.00009)
- Editorial [paper](https://doi.org/10.1000/one)
- Editorial [paper](https://doi.org/10.1000/two)
- Bar [preprint](https://www.biorxiv.org/content/10.1101/2023.05.01.123456v1)
- Bar [paper](https://doi.org/10.1000/bar)
"""
    items = read_list(text)
    assert [(item.title, item.line, item.further) for item in items] == [
        (TITLE, 1, (4, 5)),
        # Two models of one paper, two works of one title, one work and its preprint.
        ("Hoo-B", 8, ()),
        ("Hoo-L", 9, ()),
        ("Editorial", 10, ()),
        ("Editorial", 11, ()),
        ("Bar", 12, (13,)),
    ]
    assert ("code", CODE) in items[0].links


def imported(root: Path, text: str, capsys: pytest.CaptureFixture[str]) -> str:
    (root / "list.md").write_text(text, encoding="utf-8")
    assert main(["--root", str(root), "import", str(root / "list.md")]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "address",
    [
        "https://academic.oup.com/bioinformatics/article/doi/10.1093/bioinformatics/btad651/7335842",
        "https://academic.oup.com/bioinformatics/article/39/11/btad651/7335842?login=false",
        "https://doi.org/10.1093%2Fbioinformatics%2Fbtad651",
    ],
)
def test_a_publishers_address_is_recognised(
    tiny: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = imported(tiny, f"- Quite another name [[Paper]]({address})\n", capsys)
    assert "Quite another name = models/medcpt" in out


def test_lines_of_a_work_that_stands_twice(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = imported(tiny, f"- {TITLE} [p]({PAPER})\n\n## B\n- {TITLE} [p]({PAPER})\n", capsys)
    assert out.startswith("1 items: 0 known, 1 new")
    assert f"list.md:1: {TITLE} (also on line 4)" in out
    assert out.count("surveybook add") == 1


def test_venue_and_year_are_compared(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = "[paper](https://doi.org/10.1093/bioinformatics/btad651)"
    out = imported(tiny, f"- [Nature 2019] MedCPT: Contrastive retrieval {paper}\n", capsys)
    assert "venues or years of 1" in out.splitlines()[0]
    assert "venue, the list: Nature\n    venue, ours:     Bioinformatics" in out
    assert "year, the list: 2019" in out
    out = imported(tiny, f"- [Bioinformatics 2023] MedCPT: Contrastive retrieval {paper}\n", capsys)
    assert "venues or years" not in out
    out = imported(tiny, f"- [arXiv 2023] MedCPT: Contrastive retrieval {paper}\n", capsys)
    assert "venues or years" not in out


def test_a_link_to_the_preprint_of_what_was_published_agrees(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_cell(tiny, "models", "medcpt", "code", "")
    link = "[bioRxiv](https://www.biorxiv.org/content/10.1101/2023.05.01.123456v1)"
    out = imported(tiny, f"- `2023.05` MedCPT: contrastive retrieval, {link}\n", capsys)
    assert "MedCPT: contrastive retrieval = models/medcpt" in out
    assert "links of 0 disagree" in out


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nat. Med.", "Nature Medicine", True),
        ("Nat Biomed Eng 2024", "Nature Biomedical Engineering", True),
        ("NeurIPS", "Advances in Neural Information Processing Systems 36", True),
        ("CVPR", "IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", True),
        ("PNAS", "Proceedings of the National Academy of Sciences", True),
        ("Nature", "Nature Medicine", False),
        ("Cell", "Cancer Cell", False),
        ("ICML", "Nature", False),
    ],
)
def test_spellings_of_a_venue(one: str, other: str, same: bool) -> None:
    assert same_venue(one, other) is same
