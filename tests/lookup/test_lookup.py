"""From identifiers to records, with real HTTP on loopback; faults in clear words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from surveybook.intake.record import Record
from surveybook.lookup import LookupFailedError, Services, identify, look_up
from tests.support.scholarly import PUBMED, Scholarly, arxiv_entry, csl, serving

MEDITRON = arxiv_entry("2311.16079", "MEDITRON-70B: Scaling\n  Medical", "Zeming Chen", "X van Y")
DOI = "10.1038/s41467-024-44824-z"


@pytest.fixture
def known() -> Iterator[Scholarly]:
    with serving(Scholarly()) as service:
        yield service


def ask(identifier: str, known: Scholarly) -> Record:
    return look_up(identifier, Services.from_environment(known.environment))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2311.16079", ("arxiv", "2311.16079")),
        ("arXiv:2311.16079v3", ("arxiv", "2311.16079")),
        ("https://arxiv.org/pdf/2311.16079v1.pdf", ("arxiv", "2311.16079")),
        ("q-bio/0301001", ("arxiv", "q-bio/0301001")),
        ("10.48550/arXiv.2311.16079", ("arxiv", "2311.16079")),
        ("https://doi.org/10.1038/s41586-023-05881-4", ("doi", "10.1038/s41586-023-05881-4")),
        ("doi:10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
         ("doi", "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2")),
        ("37438534", ("pmid", "37438534")),
        ("PMID: 37438534", ("pmid", "37438534")),
        ("https://pubmed.ncbi.nlm.nih.gov/37438534/", ("pmid", "37438534")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC10396962/", ("pmcid", "PMC10396962")),
        ("pmc10396962", ("pmcid", "PMC10396962")),
    ],
)  # fmt: skip
def test_identifiers(text: str, meant: tuple[str, str]) -> None:
    assert identify(text) == meant


@pytest.mark.parametrize("text", ["", "meditron", "https://example.org/1", "23.16079", "-1"])
def test_what_is_no_identifier(text: str) -> None:
    with pytest.raises(ValueError, match="is no arXiv id"):
        identify(text)


def test_a_preprint(known: Scholarly) -> None:
    known.arxiv["2311.16079"] = MEDITRON
    record = ask("2311.16079", known)
    assert record.title == "MEDITRON-70B: Scaling Medical"
    assert record.authors == ("Chen, Zeming", "van Y, X")
    assert (record.year, record.first, record.arxiv) == (2023, 2023, "2311.16079")
    assert (record.type, record.doi) == ("misc", "")
    assert record.provenance == "arXiv record of 2311.16079v2"


def test_a_preprint_that_names_its_published_version(known: Scholarly) -> None:
    known.arxiv["2304.12306"] = arxiv_entry("2304.12306", "Old title", "Jun Ma", doi=DOI)
    known.dois[DOI] = csl(DOI, "Segment anything &amp; more in <i>medical</i> images")
    record = ask("2304.12306", known)
    assert record.title == "Segment anything & more in medical images"
    assert record.authors == ("Ma, Jun", "{The SAM Group}")
    assert (record.type, record.venue, record.pages) == (
        "article",
        "Nature Communications",
        "654--661",
    )
    assert (record.year, record.first) == (2024, 2023)
    assert (record.doi, record.arxiv) == (DOI, "2304.12306")


def test_a_published_version_that_can_not_be_read(known: Scholarly) -> None:
    known.arxiv["2304.12306"] = arxiv_entry("2304.12306", "Old title", "Jun Ma", doi=DOI)
    record = ask("2304.12306", known)
    assert (record.title, record.arxiv, record.doi) == ("Old title", "2304.12306", "")
    assert f"names DOI {DOI}, whose record could not be read" in record.provenance


@pytest.mark.parametrize("fault", [503, 0])
def test_crossref_answers_where_the_resolver_does_not(known: Scholarly, fault: int) -> None:
    known.dois[DOI] = csl(DOI, "Segment anything")
    known.faults["/doi/"] = [fault] * 9
    assert ask(DOI, known).provenance == f"Crossref record of DOI {DOI}"


def test_crossref_answers_where_the_resolver_leads_to_a_page(known: Scholarly) -> None:
    known.dois[DOI] = csl(DOI, "Segment anything")
    known.lead_to_pages = True
    assert ask(DOI, known).title == "Segment anything"


def test_a_preprint_server_with_a_doi(known: Scholarly) -> None:
    known.dois["10.1101/2023.01.01.1"] = csl(
        "10.1101/2023.01.01.1", "A preprint", **{"type": "posted-content", "container-title": []}
    )
    record = ask("10.1101/2023.01.01.1", known)
    assert (record.type, record.venue, record.publisher) == ("misc", "", "")


@pytest.mark.parametrize("identifier", ["37438534", "PMC10396962"])
def test_pubmed(known: Scholarly, identifier: str) -> None:
    known.pubmed["37438534"] = PUBMED
    known.pmc["10396962"] = {"pmid": "37438534", "doi": "10.1038/s41586-023-06291-2"}
    record = ask(identifier, known)
    assert record.title == "Language models encode clinical knowledge"
    assert record.authors == ("Ødegård, Karan", "{The Health Group}")
    assert (record.year, record.first) == (2024, 2023)
    assert (record.venue, record.volume, record.number) == ("Nature", "620", "7972")
    assert record.doi == "10.1038/s41586-023-06291-2"


def test_an_article_of_pubmed_central_alone(known: Scholarly) -> None:
    known.pmc["10396962"] = {"pmid": "0", "doi": DOI}
    known.dois[DOI] = csl(DOI, "Segment anything")
    assert ask("PMC10396962", known).doi == DOI


@pytest.mark.parametrize("identifier", ["2311.99999", "10.1000/none", "99999999", "PMC99999999"])
def test_unknown_identifiers(known: Scholarly, identifier: str) -> None:
    with pytest.raises(LookupFailedError, match=r"does not know .*check"):
        ask(identifier, known)


def test_a_passing_fault_is_waited_out(known: Scholarly) -> None:
    known.arxiv["2311.16079"] = MEDITRON
    known.faults["/arxiv"] = [503, 429, 500]
    known.retry_after = "900"
    assert ask("2311.16079", known).arxiv == "2311.16079"
    assert known.asked["/arxiv/api/query"] == 4


def test_rate_limited(known: Scholarly) -> None:
    known.faults["/arxiv"] = [429] * 9
    known.retry_after = "900"
    with pytest.raises(LookupFailedError, match="asked too often from here; try again in 900 sec"):
        ask("2311.16079", known)


def test_silence(known: Scholarly) -> None:
    known.faults["/arxiv"] = [0] * 9
    with pytest.raises(LookupFailedError, match=r"(did not answer within 0\.5|be reached)"):
        ask("2311.16079", known)


def test_offline() -> None:
    with serving(Scholarly()) as gone:
        pass
    with pytest.raises(LookupFailedError, match=r"are you online.*--bibtex"):
        ask("2311.16079", gone)


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "<feed", "<html>Maintenance</html>", arxiv_entry("2311.16079", "", "A B")],
)
def test_an_answer_of_another_kind(known: Scholarly, answer: str) -> None:
    known.arxiv["2311.16079"] = answer
    with pytest.raises(LookupFailedError):
        ask("2311.16079", known)


@pytest.mark.parametrize("record", [{}, [], {"title": "No year"}, {"issued": 3}, {"author": 1}])
def test_a_record_of_another_form(known: Scholarly, record: object) -> None:
    known.dois[DOI] = record
    with pytest.raises(LookupFailedError):
        ask(DOI, known)


def test_no_file_is_read_for_an_answer(known: Scholarly) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    known.arxiv["2311.16079"] = MEDITRON.replace("<feed", f"{bomb}<feed", 1).replace(
        "MEDITRON-70B: Scaling\n  Medical", "&x;"
    )
    with pytest.raises(LookupFailedError):
        # Without the entity nothing of the title is left.
        ask("2311.16079", known)
