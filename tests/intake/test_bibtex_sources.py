"""BibTeX in the manner of publishers, servers and databases, by made-up works."""

from __future__ import annotations

import pytest

from surveybook.intake.formats import read_works
from surveybook.intake.record import Record

ACL = r"""@inproceedings{doe-2023-foo,
    title = "{F}oo{BERT}: A Model for {``}bars{''} and {\textquoteleft}things{\textquoteright}",
    author = "Doe, Jane  and
      M{\"u}ller, J{\"o}rg  and
      O{'}Neil, Ann",
    editor = "Roe, John", booktitle = "Proceedings of X (Volume 1: Long Papers)",
    month = jul, year = "2023", address = "Toronto, Canada", publisher = "Association",
    url = "https://aclanthology.example/2023.acl-long.1", doi = "10.1000/acl", pages = "1--10",
    abstract = "We \% do {\$}5 things"
}"""
DBLP = r"""@article{DBLP:journals/corr/abs-2301-00001,
  author       = {Jane Doe 0001 and
                  Jos{\'{e}} {Garc{\'{\i}}a M{\'{a}}rquez}},
  title        = {Foo, {A} Bar}, journal = {CoRR}, volume = {abs/2301.00001}, year = {2023},
  url          = {https://doi.org/10.48550/arXiv.2301.00001},
  doi          = {10.48550/ARXIV.2301.00001}, eprinttype = {arXiv}, eprint = {2301.00001},
  biburl       = {https://dblp.org/rec/x.bib}, timestamp = {Tue, 10 Jan 2023 15:10:12 +0100}
}"""
BIORXIV = r"""@article {Doe2023.01.02.522517,
	author = {Doe, Jane and Roe, Richard A.},
	title = {An atlas of {\textquotedblleft}cells{\textquotedblright} in 37{\textdegree}C},
	elocation-id = {2023.01.02.522517}, year = {2023}, doi = {10.1101/2023.01.02.522517},
	publisher = {Cold Spring Harbor Laboratory},
	URL = {https://www.biorxiv.org/content/early/2023/01/03/2023.01.02.522517},
	eprint = {https://www.biorxiv.org/content/early/2023/01/03/2023.01.02.522517.full.pdf},
	journal = {bioRxiv}
}"""
MEDRXIV = BIORXIV.replace("biorxiv", "medrxiv").replace("bioRxiv", "medRxiv")
PUBMED = r"""@article{pmid12345,
Author="Doe, J.  and Roe, R. A. ", Title="{{F}oo in the hospital}", Journal="J Things",
Year="2020", Volume="5", Number="2", Pages="E1-E10", Month="Mar",
Note={[DOI:\href{https://dx.doi.org/10.1000/foo.1}{10.1000/foo.1}] [PubMed:\href{x}{12345}]}
}"""
NO_KEY = r"""@article{
   author = {Doe, Jane and Roe, Richard},
   title = {A title in EndNote's way}, journal = {J}, DOI = {10.1000/endnote}, year = {2019},
   type = {Journal Article}
}
@article{, author = {Roe, R}, title = {No key at all}, journal = {J}, year = {2018}}
"""
SICI = r"""@article{x, title={Old}, author={Doe, J}, journal={J}, year={1998},
  doi={10.1002/(SICI)1097-0258(19980815/30)17:15/16$<$1661::AID-SIM968$>$3.0.CO;2-2}}"""
INSPIRE = r"""@article{Doe:2020abc, author = "Doe, Jane and others", collaboration = "FOO",
    title = "{Measurement of $\sqrt{s}$ = 13 TeV}", eprint = "2003.01234",
    archivePrefix = "arXiv", primaryClass = "hep-ex", doi = "10.1000/prd",
    journal = "Phys. Rev. D", volume = "1", pages = "012", year = "2020"
}"""
SCHOLAR_PREPRINT = r"""@article{doe2023foo, title={Foo: a Bar of \~{}10 things},
  author={Doe, Jane}, journal={arXiv preprint arXiv:2301.00001}, year={2023}
}"""
OLD_ARXIV = r"""@misc{x, title={T}, author={Doe, J}, year={1999}, eprint={cs/9901001v2},
  archivePrefix={arXiv}}"""
SSRN = r"""@article{x, title={T}, author={Doe, J}, year={2024}, journal={SSRN Electronic Journal},
  doi={10.2139/ssrn.4673046}}"""


def records(text: str) -> list[Record]:
    found = read_works(text, "x")
    assert not found.refused
    return list(found.records)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            ACL,
            {
                "title": "FooBERT: A Model for “bars” and ‘things’",
                "authors": ("Doe, Jane", "Müller, Jörg", "O'Neil, Ann"),
                "editors": ("Roe, John",),
                "year": 2023,
            },
        ),
        (
            DBLP,
            {
                "authors": ("Doe, Jane", "{García Márquez}, José"),
                "type": "misc",
                "archive": "arXiv",
                "eprint": "2301.00001",
                "doi": "",
            },
        ),
        (
            BIORXIV,
            {
                "title": "An atlas of “cells” in 37°C",
                "archive": "bioRxiv",
                "eprint": "2023.01.02.522517",
                "doi": "10.1101/2023.01.02.522517",
                "publisher": "",
            },
        ),
        (MEDRXIV, {"archive": "medRxiv", "type": "misc"}),
        (PUBMED, {"title": "Foo in the hospital", "doi": "10.1000/foo.1", "pages": "E1--E10"}),
        (
            SICI,
            {"doi": "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"},
        ),
        (
            INSPIRE,
            {
                "title": "Measurement of √(s) = 13 TeV",
                "type": "article",
                "eprint": "2003.01234",
                "doi": "10.1000/prd",
                "primaryclass": "hep-ex",
            },
        ),
        (SCHOLAR_PREPRINT, {"eprint": "2301.00001", "venue": "", "type": "misc"}),
        (OLD_ARXIV, {"eprint": "cs/9901001", "archive": "arXiv"}),
        (SSRN, {"archive": "SSRN", "eprint": "4673046", "doi": "10.2139/ssrn.4673046"}),
    ],
)
def test_a_source_is_understood(text: str, told: dict[str, object]) -> None:
    (record,) = records(text)
    assert {name: getattr(record, name) for name in told} == told


def test_entries_without_a_key() -> None:
    first, second = records(NO_KEY)
    assert (first.title, first.year, first.line) == ("A title in EndNote's way", 2019, 1)
    assert (second.title, second.line) == ("No key at all", 6)


def test_letters_that_show_nothing_are_left_out() -> None:
    title, name = "Na\u0131\u0308ve\u200b ze\u00adro\ufeff\x07", "Mu\u0308ller, J"
    text = f"@misc{{x, title={{{title}}}, author={{{name}}}, year={{2020}}}}"
    (record,) = records(text)
    assert (record.title, record.authors) == ("Naïve zero", ("Müller, J",))


def test_an_abbreviation_that_nothing_defines_is_said() -> None:
    (record,) = records("@article{x, title={T}, author={D, J}, journal=jmlr, year=2020}")
    assert record.venue == "jmlr"
    assert any("no @string says what 'jmlr' stands for" in note for note in record.notes)
