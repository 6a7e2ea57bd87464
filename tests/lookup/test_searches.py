"""Searches of the services: every page once, politely, and faults in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from surveybook.lookup import Hit, LookupFailedError, Search, Services, search
from surveybook.lookup.searches import MOST
from tests.support.searching import Paper, Searched, searching

SINCE = datetime.date(2026, 1, 1)
SERVICES = ("arxiv", "pubmed", "crossref", "openalex")
PAPERS = [
    Paper(
        f"Model {number}: a work & its <i>title</i>",
        arxiv=f"2601.{number:05d}",
        doi=f"10.1000/W{number}",
        pmid=str(40_000_000 + number),
    )
    for number in range(250)
]


@pytest.fixture
def known() -> Iterator[Searched]:
    with searching(Searched(list(PAPERS))) as served:
        yield served


def hits(known: Searched, service: str, query: str = "anything") -> list[Hit]:
    services = Services.from_environment(known.environment)
    return [one for page in search(Search(service, query, SINCE), services) for one in page.hits]


@pytest.mark.parametrize("service", SERVICES)
def test_every_page_is_read_once(known: Searched, service: str) -> None:
    found = hits(known, service)
    assert len(found) == len(PAPERS)
    assert len({(one.arxiv, one.doi, one.pmid) for one in found}) == len(PAPERS)
    assert found[7].title.startswith("Model 7: a work & its ")
    assert {one.year for one in found} == {"2026"}


def test_each_service_says_what_it_knows(known: Searched) -> None:
    assert hits(known, "arxiv")[0].arxiv == "2601.00000"
    assert hits(known, "crossref")[0].doi == "10.1000/w0"
    assert (hits(known, "pubmed")[0].pmid, hits(known, "pubmed")[0].doi) == (
        "40000000",
        "10.1000/w0",
    )
    assert hits(known, "openalex")[0].pmid == "40000000"


def test_the_doi_of_a_preprint_is_its_arxiv_id() -> None:
    with searching(Searched([Paper("A preprint", doi="10.48550/arXiv.2601.00001")])) as known:
        (found,) = hits(known, "openalex")
        assert (found.arxiv, found.doi) == ("2601.00001", "")


@pytest.mark.parametrize(
    ("service", "told"),
    [
        ("arxiv", "202601010000 TO"),
        ("pubmed", "2026/01/01"),
        ("crossref", "from-pub-date:2026-01-01"),
        ("openalex", "from_publication_date:2026-01-01"),
    ],
)
def test_a_request_says_since_when_and_who_asks(known: Searched, service: str, told: str) -> None:
    hits(known, service, "ecg")
    _, query, agent = known.asked[0]
    assert told in " ".join(query.values())
    assert "ecg" in " ".join(query.values())
    assert "survey@example.org" in agent
    if service != "arxiv":
        assert "survey@example.org" in query.values()


@pytest.mark.parametrize("service", SERVICES)
def test_requests_keep_their_distance(
    known: Searched, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("surveybook.lookup.searches.time.sleep", pauses.append)
    services = Services.from_environment(known.environment | {"SURVEYBOOK_PAUSE": "1000"})
    list(search(Search(service, "x", SINCE), services))
    # In units of the pause, less what the request itself took.
    least = {"arxiv": 3, "pubmed": 0.4, "crossref": 1, "openalex": 0.2}[service]
    assert len(pauses) == len(known.asked)
    assert pauses[0] == 0
    assert min(pauses[1:]) > 900 * least


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again(known: Searched, service: str, status: int) -> None:
    known.faults, known.retry_after = [status, status], "0"
    assert len(hits(known, service)) == len(PAPERS)


def test_a_page_that_arxiv_leaves_empty_is_asked_for_again(known: Searched) -> None:
    known.empty_pages = [1]
    assert len(hits(known, "arxiv")) == len(PAPERS)


def test_pages_that_stay_empty_are_no_end(known: Searched) -> None:
    known.claimed = len(PAPERS) + 50
    with pytest.raises(LookupFailedError, match=r"has 300 works and gives no more than 250"):
        hits(known, "arxiv")


@pytest.mark.parametrize("service", ["arxiv", "pubmed"])
def test_a_refused_query_is_told_in_the_services_words(known: Searched, service: str) -> None:
    known.refusal = "unbalanced parentheses"
    with pytest.raises(LookupFailedError, match="unbalanced parentheses"):
        hits(known, service)


@pytest.mark.parametrize("service", SERVICES)
def test_a_search_that_is_too_wide_is_refused(known: Searched, service: str) -> None:
    known.claimed = MOST + 1
    with pytest.raises(LookupFailedError, match="make the query narrower"):
        hits(known, service)


def test_fewer_than_asked_for_on_a_page_lose_nothing(known: Searched) -> None:
    known.largest = 40
    for service in SERVICES:
        assert len(hits(known, service)) == len(PAPERS), service
