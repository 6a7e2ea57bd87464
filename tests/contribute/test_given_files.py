"""`surveybook add --file`: files as people and programs write them, from the file to the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.catalog import load
from surveybook.checks import check
from surveybook.cli import main
from surveybook.sources.bibliography import Work, read_bibliography
from tests.support.tiny import set_cell

OPTIONS = ("--family", "LFM", "--yes")


def add(root: Path, text: str | bytes, *options: str, name: str = "given.bib") -> int:
    raw = text if isinstance(text, bytes) else text.encode()
    (root.parent / name).write_bytes(raw)
    return main(
        ["--root", str(root), "add", "--bibtex", str(root.parent / name), *(options or OPTIONS)]
    )


def added(root: Path) -> dict[str, Work]:
    """The works beyond those of the tiny book, which passes the check all the same."""
    works, problems = read_bibliography(root)
    assert not problems
    assert [str(problem) for problem in check(root)] == []
    return {key: works[key] for key in works if key not in ("he2024foundation", "jin2023medcpt")}


def article(key: str = "k", **fields: str) -> str:
    given = {
        "author": "Doe, Jane",
        "title": f"A work called {key}",
        "journal": "J. Things",
        "year": "2021",
        "doi": f"10.1000/{key}",
    } | fields
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in given.items() if value)
    return f"@article{{{key},\n{lines}\n}}\n"


def test_titles_and_names_are_read_as_they_print(tiny: Path) -> None:
    text = article(
        "k",
        title=r"Na{\"\i}ve \& {\'E}tude of $\beta$-lactamase in $^{18}$F, <i>E. coli</i>, H$_2$O",
        author=r"Gro\ssmuster, Xenia AND Pr\'oba, Micha\l and Ada {De Example}",
    )
    assert add(tiny, text) == 0
    (work,) = added(tiny).values()
    assert work.key == "grossmuster2021naive"
    assert work.text("title") == "Naïve & Étude of β-lactamase in ¹⁸F, E. coli, H₂O"
    assert work.authors == ("Großmuster, Xenia", "Próba, Michał", "De Example, Ada")


def test_good_entries_go_in_and_others_are_named(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        article("first")
        + "@online{bad, author={Roe, R.}, title={A page without a date}, url={https://a.example}}\n"
        + article("nocomma").replace("},\n  title", "}\n  title")
        + article("macro", title=r"About \foo{x}")
        + article("names", author="Doe, Jane, Roe, John")
        + "@article{open, title={unclosed {x}, year={2020},\n"
        + article("last", title="Something else", doi="10.1000/other")
    )
    assert add(tiny, text) == 1
    assert {work.text("title") for work in added(tiny).values()} == {
        "A work called first",
        "Something else",
    }
    said = capsys.readouterr().err
    for line, key, reason in (
        (8, "bad", "has no year"),
        (9, "nocomma", "author"),
        (16, "macro", "title: the TeX command \\foo is not known"),
        (23, "names", "cannot be told apart"),
        (30, "open", "cannot be read to its end"),
    ):
        assert f"given.bib:{line}: '{key}' " in said, said
        assert reason in said
    assert "5 of 7 works were refused" in said


@pytest.mark.parametrize("name", ["MedCPT++", "MedCPT 2", "MedGPT"])
def test_a_successor_is_another_work(tiny: Path, name: str) -> None:
    title = f"{name}: contrastive retrieval"
    assert add(tiny, article("x", title=title, author="Jin, Qiao", year="2023", doi="")) == 0
    assert [work.text("title") for work in added(tiny).values()] == [title]
    assert len(load(tiny).models) == 2


def test_a_character_that_nobody_sees_keeps_its_entry_out_and_no_other(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(tiny, article("good") + article("odd", title="A\u202e title")) == 1
    assert list(added(tiny)) == ["doe2021work"]
    assert "given.bib:10: 'odd' forbidden-character: column 13 holds U+202E" in (
        capsys.readouterr().err
    )


def test_two_dois_are_two_works(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = article("a", title="Scaling is not explanation") + article(
        "b", title="Scaling is not not explanation"
    )
    assert add(tiny, text + article("c", title="Scaling is not explanation")) == 0
    assert {work.text("doi") for work in added(tiny).values()} == {
        "10.1000/a",
        "10.1000/b",
        "10.1000/c",
    }
    assert "their DOIs differ" in capsys.readouterr().err
    assert sorted(load(tiny).models["id"]) == [
        "medcpt",
        "scaling-not-explanation",
        "scaling-not-explanation-2",
        "scaling-not-not-explanation",
    ]


PUBLISHED = article(
    "q",
    title="FooMed: A Foundation Model for Bar",
    author="Doe, Jane and Roe, R. and Poe, Ann",
    journal="Nature Things",
    year="2024",
    volume="3",
    pages="1-9",
    doi="10.1000/foomed",
)


@pytest.mark.parametrize(
    ("fields", "eprint", "server"),
    [
        (
            {"journal": "bioRxiv", "doi": "10.1101/2023.01.01.000001"},
            "2023.01.01.000001",
            "bioRxiv",
        ),
        (
            {"journal": "medRxiv : the preprint server", "doi": "10.1101/2023.01.01.000001v2"},
            "2023.01.01.000001",
            "medRxiv",
        ),
        ({"journal": "arXiv preprint arXiv:2301.00001", "doi": ""}, "2301.00001", "arXiv"),
        ({"journal": "CoRR", "volume": "abs/2301.00001", "doi": ""}, "2301.00001", "arXiv"),
        (
            {"journal": "", "doi": "10.48550/arXiv.2301.00001", "publisher": "arXiv"},
            "2301.00001",
            "arXiv",
        ),
        ({"journal": "Research Square", "doi": "10.21203/rs.3.rs-1234567/v1"}, "1234567", ""),
    ],
)
@pytest.mark.parametrize("order", ["preprint first", "published first"])
def test_a_preprint_and_its_published_version_are_one(
    tiny: Path, fields: dict[str, str], eprint: str, server: str, order: str
) -> None:
    preprint = article(
        "r",
        title="FooMed: a foundation model for bar",
        author="Doe, Jane and Roe, R.",
        year="2023",
        **fields,
    )
    both = [preprint, PUBLISHED] if order == "preprint first" else [PUBLISHED, preprint]
    for text in both:
        assert add(tiny, text) == 0
    (work,) = added(tiny).values()
    assert (work.type, work.text("journal"), work.text("volume")) == (
        "article",
        "Nature Things",
        "3",
    )
    assert (work.text("doi"), work.text("year"), work.text("pages")) == (
        "10.1000/foomed",
        "2024",
        "1–9",
    )
    assert work.text("eprint").endswith(eprint)
    assert work.text("archiveprefix") == (server or "Research Square")
    assert work.text("firstyear") == "2023"
    assert len(work.authors) == 3
    if order == "preprint first":
        assert "of 2" in work.text("authorversion")
    assert len(load(tiny).models) == 2


def test_a_preprint_without_a_doi_gets_the_one_of_its_number(tiny: Path) -> None:
    text = "@unpublished{k, author={Doe, Jane}, title={An atlas}, journal={bioRxiv}, year={2023}, "
    assert add(tiny, text + "pages={2023.06.08.000001}}") == 0
    (work,) = added(tiny).values()
    assert (work.text("doi"), work.text("archiveprefix")) == (
        "10.1101/2023.06.08.000001",
        "bioRxiv",
    )
    assert work.text("url") == "https://doi.org/10.1101/2023.06.08.000001"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("@article{k1, author={Müller, J}}".encode("latin-1"), "given.bib:1: not-utf8: byte 0xfc"),
        ("\n\n@article{k1, title={It’s}}".encode("cp1252"), "given.bib:3: not-utf8: byte 0x92"),
        ("@article{k1, title={x}}".encode("utf-16"), "given.bib:1: not-utf8: the file is UTF-16"),
        (
            "@article{k1, title={x}}".encode("utf-16-le"),
            "given.bib:1: not-utf8: every other byte is zero: the file is UTF-16",
        ),
    ],
)
def test_other_encodings_are_refused_by_name(
    tiny: Path, raw: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (tiny / "references.bib").read_bytes()
    assert add(tiny, raw) == 1
    assert (tiny / "references.bib").read_bytes() == before
    told = capsys.readouterr().err
    assert said in told
    assert "save the file as UTF-8" in told


def test_a_mark_of_utf8_is_no_fault(tiny: Path) -> None:
    assert add(tiny, b"\xef\xbb\xbf" + article().encode()) == 0
    assert len(added(tiny)) == 1


def test_names_of_other_scripts_are_transliterated(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = article("k1", author="张, 三 and 李四", title="医学大语言模型", journal="某学报")
    text += article("k2", author="Иванов, Иван", title="Модель")
    assert add(tiny, text) == 0
    assert set(added(tiny)) == {"zhang2021yixuedayuyanmoxing", "ivanov2021model"}
    assert sorted(load(tiny).models["id"])[-1] == "yixuedayuyanmoxing"
    assert "--id says otherwise" in capsys.readouterr().err


def test_two_addresses_are_told_apart(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = article(doi="", url="https://a.example/one https://b.example/two_x?y=1&z=%20")
    assert add(tiny, text) == 0
    (work,) = added(tiny).values()
    assert work.text("url") == "https://a.example/one"
    assert "https://b.example/two_x?y=1&z=%20" in work.text("note")
    assert "of 2 addresses the first is its url" in capsys.readouterr().err


def test_repeated_fields(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = article("k1").replace("}\n}", '},\n  keywords = "one",\n  keywords = "two",\n}')
    same = article("k2", title="B").replace("}\n}", "},\n  year = {2021}\n}")
    other = article("k3", title="C").replace("}\n}", "},\n  year = {2022}\n}")
    assert add(tiny, twice + same + other) == 1
    assert {work.text("title") for work in added(tiny).values()} == {"A work called k1", "B"}
    assert "'k3' has year twice: '2021' and '2022'" in capsys.readouterr().err


def test_macros_crossrefs_and_comments(tiny: Path) -> None:
    text = r"""% Encoding: UTF-8
@comment{jabref-meta: databaseType:bibtex;}
@preamble{"\newcommand{\noop}[1]{}"}
@string{jot = "Journal of " # "Things"}
@article{a, title = "One " # "two", author = "Doe, Jane", journal = jot, month = jan # "~1",
  year = 2020, doi = "10.1000/a"}
@inproceedings{b, title={A talk}, author={Roe, John}, crossref={conf}, pages={1-2},
  doi={10.1000/b}}
@proceedings{conf, title={Proc. of Things}, editor={Poe, Ann}, publisher={P}, year={2019}}
@article{a, title={Of one key}, author={Doe, J}, journal={J}, date={2018-03-04}, doi={10.1000/c}}
"""
    assert add(tiny, text) == 0
    works = {work.text("title"): work for work in added(tiny).values()}
    assert set(works) == {"One two", "A talk", "Of one key"}
    assert works["One two"].text("journal") == "Journal of Things"
    assert (works["A talk"].text("booktitle"), works["A talk"].text("year")) == (
        "Proc. of Things",
        "2019",
    )
    assert works["Of one key"].text("year") == "2018"


def test_who_answers_for_a_work_without_authors(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """@online{k1, title={GPT-Example System Card}, organization={Example Lab}, year={2025},
  url={https://example.org/card}}
@book{k2, editor={Doe, Jane}, title={An edited volume}, publisher={P}, year={2014}}
@article{k3, title={Nobody's}, journal={J}, year={2014}}
"""
    assert add(tiny, text) == 1
    works = added(tiny)
    assert set(works) == {"examplelab2025gptexample", "doe2014edited"}
    assert works["examplelab2025gptexample"].fields["author"] == "{Example Lab}"
    said = capsys.readouterr().err
    assert "no author is named: the organization 'Example Lab' is taken for it" in said
    assert "given.bib:4: 'k3' has no author" in said


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED: A work",
        "RETRACTED ARTICLE: A work",
        "[Retracted] A work",
        "A work [Retracted]",
        "A work (Retracted article. See vol. 5, 2022)",
        "Retracted: A work",
        "WITHDRAWN: A work",
        "<b>RETRACTED</b>: A work",
    ],
)
def test_a_retracted_work_is_marked(tiny: Path, title: str) -> None:
    assert add(tiny, article(title=title)) == 0
    (work,) = added(tiny).values()
    assert work.text("title") == "A work"
    assert work.text("retracted")
    assert "etract" not in " ".join(load(tiny).models["name"])


def test_a_note_tells_the_retraction(tiny: Path) -> None:
    note = "Retracted 2024-05-03, see doi 10.1000/notice."
    assert add(tiny, article(note=note)) == 0
    (work,) = added(tiny).values()
    assert work.text("retracted") == "2024-05-03; 10.1000/notice"


@pytest.mark.parametrize(
    "title",
    [
        "Retracted publications in medicine",
        "Retraction of the lens",
        "Correction of motion in scans",
    ],
)
def test_works_about_retraction_are_none(tiny: Path, title: str) -> None:
    assert add(tiny, article(title=title)) == 0
    (work,) = added(tiny).values()
    assert work.text("title") == title
    assert not work.text("retracted")


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Retraction Note: MedCPT: contrastive retrieval", "retracted"),
        ("Retraction: “MedCPT: contrastive retrieval”", "retracted"),
        ("Author Correction: MedCPT: contrastive retrieval", "corrected"),
        ("Erratum to: MedCPT: contrastive retrieval", "corrected"),
    ],
)
def test_a_notice_marks_its_work_and_is_none(tiny: Path, title: str, field: str) -> None:
    assert add(tiny, article(title=title, year="2024", doi="10.1000/notice")) == 0
    assert added(tiny) == {}
    work = read_bibliography(tiny)[0]["jin2023medcpt"]
    assert work.text(field) == "2024; 10.1000/notice"
    assert work.text("doi") == "10.1093/bioinformatics/btad651"


def test_nothing_is_written_that_the_check_would_refuse(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (tiny / "references.bib").read_bytes()
    text = article("good") + article(
        "early", title="Q", eprint="2301.00001", archiveprefix="arXiv", year="2019"
    )
    assert add(tiny, text) == 1
    assert (
        "given.bib:8: 'early' would not pass the check: years-disagree" in capsys.readouterr().err
    )
    assert list(added(tiny)) == ["doe2021work"]
    assert (tiny / "references.bib").read_bytes() != before


def test_faults_that_were_there_before_do_not_keep_a_work_out(tiny: Path) -> None:
    set_cell(tiny, "models", "medcpt", "code", "no address")
    assert add(tiny, article()) == 0
    assert [problem.code for problem in check(tiny)] == ["malformed-url"]
