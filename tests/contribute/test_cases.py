"""The small inputs of tests/cases, each of which once went wrong: how they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.checks import check
from surveybook.cli import main
from surveybook.sources.bibliography import Work, read_bibliography

CASES = Path(__file__).parents[1] / "cases"


def add(root: Path, name: str) -> tuple[int, dict[str, Work]]:
    """Add a case's works to the book; the exit code, and the works that are new, by key."""
    before, _ = read_bibliography(root)
    arguments = ["add", "--file", str(CASES / name), "--family", "LFM", "--yes"]
    code = main(["--root", str(root), *arguments, "--topic", "domain-pretraining"])
    works, problems = read_bibliography(root)
    assert problems == []
    assert check(root) == []
    assert main(["--root", str(root), "fmt", "--check"]) == 0
    return code, {key: work for key, work in works.items() if key not in before}


WORKS: list[tuple[str, dict[str, dict[str, str]]]] = [
    ("accents.bib", {"mustcr2015naive": {
        "author": "Mustčr, Jan and Próba, Michał and Mønster, Øla and Çel, İlk and Nguyễn, Văn",
        "title": "Naïve & Étude of ß 10% ®"}}),
    ("acm-glued-macro.bib", {"grossmustertest2015names": {
        "author": "Großmuster-Test, Xenia and Åtest-Muster, Ola"}}),
    ("authors-by-commas.bib", {
        "doe2023commas": {"author": "Doe, Jane and Roe, John and Poe, Mary"},
        "doe2023semicolons": {"author": "Doe, Jane and Roe, John"},
        "doe2023et": {"author": "Doe, Jane and others"}}),
    ("biorxiv-then-published.bib", {"doe2023foomed": {
        "journal": "Nature Things", "year": "2024", "firstyear": "2023", "doi": "10.1000/foomed",
        "eprint": "2023.01.01.000001", "archiveprefix": "bioRxiv"}}),
    ("capital-and.bib", {"doe2023capital": {"author": "Doe, Jane and Roe, John"}}),
    ("dblp-braced-surname.bib", {"deexample2021foonet": {
        "author": "De Example, Ada and Sample, Bo"}}),
    ("html-in-title.bib", {"doe2015growth": {"title": "Growth of E. coli in H₂O"}}),
    ("italics.bib", {"doe2015growth": {
        "title": "Growth of Escherichia coli in vitro H₂O now"}}),
    ("math-in-title.bib", {"doe2012sequence": {
        "title": "Sequence constraints of β-lactamase in ¹⁸F scans"}}),
    ("mendeley-two-urls.bib", {"doe2012two": {"url": "https://a.example/one"}}),
    ("non-latin-names.bib", {"zhang2023yixuedayuyanmoxing": {
        "author": "张, 三", "title": "医学大语言模型"}}),
    ("retraction.bib", {"doe2020work": {"title": "A work"}}),
    ("sciencedirect-two-keywords.bib", {"doe2016work": {"title": "A work"}}),
    ("two-dois-like-titles.bib", {
        "doe2019scaling": {"doi": "10.1000/a"}, "roe2019scaling": {"doi": "10.1000/b"}}),
    ("unpublished-biorxiv.bib", {"doe2023atlas": {
        "doi": "10.1101/2023.06.08.000001", "eprint": "2023.06.08.000001",
        "archiveprefix": "bioRxiv", "journal": ""}}),
    ("web-page-no-author.bib", {
        "examplelab2025gptexample": {"author": "Example Lab"},
        "doe2014edited": {"editor": "Doe, Jane"}}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), WORKS, ids=[name for name, _ in WORKS])
def test_every_work_of_a_case_is_taken_right(
    tiny: Path, name: str, expected: dict[str, dict[str, str]]
) -> None:
    code, new = add(tiny, name)
    assert code == 0
    assert set(new) == set(expected)
    for key, fields in expected.items():
        assert {field: new[key].text(field) for field in fields} == fields


def test_two_addresses_are_told_apart(tiny: Path) -> None:
    _, new = add(tiny, "mendeley-two-urls.bib")
    assert new["doe2012two"].fields["note"] == r"also at \url{https://b.example/two}"


def test_a_mark_of_retraction_is_a_field(tiny: Path) -> None:
    _, new = add(tiny, "retraction.bib")
    assert [notice.kind for notice in new["doe2020work"].notices] == ["retracted"]


def test_a_braced_surname_stays_whole(tiny: Path) -> None:
    _, new = add(tiny, "dblp-braced-surname.bib")
    assert new["deexample2021foonet"].fields["author"].startswith("{De Example}, Ada")


def test_the_published_version_completes_in_either_order(tiny: Path, tmp_path: Path) -> None:
    preprint, published = (CASES / "biorxiv-then-published.bib").read_text("utf-8").splitlines()
    for entry in (published, preprint):
        (tmp_path / "one.bib").write_text(entry, encoding="utf-8")
        arguments = ["add", "--file", str(tmp_path / "one.bib"), "--family", "LFM", "--yes"]
        assert main(["--root", str(tiny), *arguments, "--topic", "domain-pretraining"]) == 0
    works, _ = read_bibliography(tiny)
    (work,) = (work for key, work in works.items() if key.startswith("doe"))
    assert (work.text("doi"), work.text("eprint")) == ("10.1000/foomed", "2023.01.01.000001")
    assert check(tiny) == []


def test_what_lacks_a_year_is_named_and_the_others_are_taken(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, new = add(tiny, "one-of-two-without-year.bib")
    assert (code, list(new)) == (1, ["doe2021good"])
    assert "one-of-two-without-year.bib:2: 'bad' has no year; add it" in capsys.readouterr().err


def test_another_encoding_is_named_with_the_remedy(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, new = add(tiny, "latin1.bib")
    assert (code, new) == (1, {})
    told = capsys.readouterr().err
    for part in ("latin1.bib:1", "byte 0xfc is not UTF-8", "Windows-1252", "iconv -f cp1252"):
        assert part in told


@pytest.mark.parametrize(
    "name",
    ["authors-by-commas.bib", "acm-glued-macro.bib", "capital-and.bib", "math-in-title.bib",
     "web-page-no-author.bib", "mendeley-two-urls.bib", "retraction.bib"],
)  # fmt: skip
def test_what_is_interpreted_is_said(
    tiny: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    add(tiny, name)
    told = capsys.readouterr().err
    assert any(word in told for word in (" is read as ", " are read as ", " is written as ",
               " is taken for it", " is its url"))  # fmt: skip


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("list-badge.md", ["1 items: 0 known, 1 new", ":3: FooBench", "add 2407.00001"]),
        (
            "list-bold-paragraph.md",
            ["2 items: 1 known, 1 new", "MedCPT: contrastive retrieval = models/medcpt",
             ":5: FooNet: a thing", "add 10.1000/foo"],
        ),
        (
            "list-publisher-address.md",
            ["1 items: 1 known, 0 new", "A new name for MedCPT = models/medcpt"],
        ),
        (
            "list-twice.md",
            ["1 items: 0 known, 1 new", ":3: FooMed: a model for bar (also on line 7)"],
        ),
        (
            "list-venue-label.md",
            ["2 items: 1 known, 1 new", "MedCPT: contrastive retrieval = models/medcpt",
             ":2: FooNet: a thing"],
        ),
    ],
)  # fmt: skip
def test_a_list(tiny: Path, capsys: pytest.CaptureFixture[str], name: str, told: list[str]) -> None:
    assert main(["--root", str(tiny), "import", str(CASES / name), "--family", "LFM"]) == 0
    shown = capsys.readouterr().out
    for part in told:
        assert part in shown


def test_every_case_is_tested() -> None:
    told = [Path(__file__), Path(__file__).parents[1] / "build" / "test_notebooks.py"]
    texts = "".join(path.read_text(encoding="utf-8") for path in told)
    for path in CASES.iterdir():
        name = path.stem.removeprefix("notebook-") if path.suffix == ".ipynb" else path.name
        assert f'"{name}"' in texts, path.name
