"""Searches of arXiv, PubMed, Crossref and OpenAlex, a page at a time.

A service is asked one thing at a time, with the pause between that it asks for, and again with
growing pauses where it does not answer; each request says who asks.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .client import Client, LookupFailedError
from .hits import (
    Hit,
    Page,
    read_arxiv_page,
    read_crossref_page,
    read_openalex_page,
    read_pubmed_ids,
    read_pubmed_summaries,
)
from .records import UnusableAnswerError
from .services import Services

MOST = 5_000
"""Works that a search looks at; one that finds more is too wide to be screened."""
_PAGE = 100
_EMPTY_PAGES = 3
_PAUSES = {"arxiv": 3.0, "pubmed": 0.4, "crossref": 1.0, "openalex": 0.2}
"""How many times :attr:`Services.pause` a service is left alone between two requests: arXiv asks
for three seconds, PubMed for at most three requests a second."""


@dataclass(frozen=True)
class Search:
    """What a service is asked: its name, the query in its own language, and the first day of
    publication that counts."""

    service: str
    query: str
    since: datetime.date


def search(wanted: Search, services: Services) -> Iterator[Page]:
    """What the service finds, a page at a time, each as soon as it is there.

    Raises:
        LookupFailedError: the service does not answer, refuses the query, or finds more than
            :data:`MOST` works. What was yielded before is good.
        KeyError: there is no such service.
    """
    ask = {"arxiv": _arxiv, "pubmed": _pubmed, "crossref": _crossref, "openalex": _openalex}
    with Client(services) as client:
        patient = _Patient(client, _PAUSES[wanted.service] * services.pause)
        try:
            for page in ask[wanted.service](wanted, services, patient.get):
                if page.total > MOST:
                    raise LookupFailedError(
                        f"the search finds {page.total:,} works, more than the {MOST:,} that are "
                        "looked at; make the query narrower or its 'since' later"
                    )
                yield page
        except UnusableAnswerError as error:
            raise LookupFailedError(f"{wanted.service}: {error}") from error


_Get = Callable[[str, Mapping[str, str]], str]


class _Patient:
    """Requests to one service with a pause between them."""

    def __init__(self, client: Client, pause: float) -> None:
        self._client = client
        self._pause = pause
        self._free_at = 0.0

    def get(self, address: str, query: Mapping[str, str]) -> str:
        time.sleep(max(0.0, self._free_at - time.monotonic()))
        try:
            return self._client.get(address, query, what="the query")
        finally:
            self._free_at = time.monotonic() + self._pause


def _arxiv(wanted: Search, services: Services, get: _Get) -> Iterator[Page]:
    start, total, empty = 0, 1, 0
    dated = f"({wanted.query}) AND submittedDate:[{wanted.since:%Y%m%d}0000 TO 299912312359]"
    while start < total:
        query = {
            "search_query": dated,
            "start": str(start),
            "max_results": str(_PAGE),
            "sortBy": "submittedDate",
            "sortOrder": "ascending",
        }
        page = read_arxiv_page(get(f"{services.arxiv}/api/query", query))
        total = page.total
        start += len(page.hits)
        # Now and then arXiv answers a page in the middle with nothing.
        empty = 0 if page.hits else empty + 1
        if empty == _EMPTY_PAGES and start < total:
            raise LookupFailedError(
                f"arXiv has {total} works and gives no more than {start}; try again later"
            )
        yield page


def _pubmed(wanted: Search, services: Services, get: _Get) -> Iterator[Page]:
    start, total = 0, 1
    told = {"db": "pubmed", "retmode": "json", "tool": "surveybook"}
    told |= {"email": services.contact} if services.contact else {}
    while start < total:
        query = told | {
            "term": wanted.query,
            "datetype": "pdat",
            "mindate": f"{wanted.since:%Y/%m/%d}",
            "maxdate": "2999",
            "retstart": str(start),
            "retmax": str(_PAGE),
        }
        numbers, total = read_pubmed_ids(get(f"{services.eutils}/esearch.fcgi", query))
        if not numbers:
            break
        start += len(numbers)
        hits: tuple[Hit, ...] = ()
        if total <= MOST:
            summaries = told | {"id": ",".join(numbers)}
            hits = read_pubmed_summaries(get(f"{services.eutils}/esummary.fcgi", summaries))
        yield Page(hits, total)


def _crossref(wanted: Search, services: Services, get: _Get) -> Iterator[Page]:
    query = {
        "query.bibliographic": wanted.query,
        "filter": f"from-pub-date:{wanted.since.isoformat()}",
        "select": "DOI,title,issued",
        "rows": str(_PAGE),
    }
    query |= {"mailto": services.contact} if services.contact else {}
    yield from _by_cursor(f"{services.crossref}/works", query, read_crossref_page, get)


def _openalex(wanted: Search, services: Services, get: _Get) -> Iterator[Page]:
    query = {
        "filter": f"title_and_abstract.search:{wanted.query},"
        f"from_publication_date:{wanted.since.isoformat()}",
        "select": "id,doi,display_name,publication_year,ids",
        "per-page": str(_PAGE),
    }
    query |= {"mailto": services.contact} if services.contact else {}
    yield from _by_cursor(f"{services.openalex}/works", query, read_openalex_page, get)


def _by_cursor(
    address: str, query: Mapping[str, str], read: Callable[[str], Page], get: _Get
) -> Iterator[Page]:
    cursor = "*"
    while cursor:
        page = read(get(address, {**query, "cursor": cursor}))
        yield page
        cursor = page.following
