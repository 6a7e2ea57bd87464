"""Services that are searched, on loopback: their formats, paging, limits of rate, and faults."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
 xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<title>arXiv Query: {query}</title><opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>
<opensearch:totalResults>{total}</opensearch:totalResults>
<opensearch:startIndex>{start}</opensearch:startIndex>{entries}</feed>"""
_ENTRY = """<entry><id>http://arxiv.org/abs/{arxiv}v1</id><title>{title}</title>
<published>{year}-02-03T18:00:00Z</published><summary>...</summary>
<author><name>Ada Example</name></author></entry>"""
_REFUSED = """<entry><id>http://arxiv.org/api/errors#bad</id><title>Error</title>
<summary>{said}</summary></entry>"""


@dataclass(frozen=True)
class Paper:
    """A work that the services know."""

    title: str
    arxiv: str = ""
    doi: str = ""
    pmid: str = ""
    year: str = "2026"


@dataclass
class Searched:
    """What every service finds, whatever it is asked, and how it behaves.

    ``faults`` are statuses that are answered first, one a request; ``cuts`` says after how many
    pages the server answers nothing but 500; ``empty_pages`` are the pages (from 0) that arXiv
    answers with nothing, once each. ``asked`` keeps path, query and user agent of each request,
    and ``times`` when it came.
    """

    papers: list[Paper]
    largest: int = 100
    faults: list[int] = field(default_factory=list)
    retry_after: str = ""
    refusal: str = ""
    cuts: int = 0
    empty_pages: list[int] = field(default_factory=list)
    claimed: int = 0
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    address: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The settings that lead a search here."""
        return {
            "SURVEYBOOK_ARXIV": f"{self.address}/arxiv",
            "SURVEYBOOK_CROSSREF": f"{self.address}/crossref",
            "SURVEYBOOK_EUTILS": f"{self.address}/eutils",
            "SURVEYBOOK_OPENALEX": f"{self.address}/openalex",
            "SURVEYBOOK_DOI": f"{self.address}/doi",
            "SURVEYBOOK_CONTACT": "survey@example.org",
            "SURVEYBOOK_TIMEOUT": "2",
            "SURVEYBOOK_PAUSE": "0.01",
            "NO_PROXY": "127.0.0.1",
        }

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, str]:
        """Status and text for a request."""
        readers = {
            "/arxiv/api/query": self._arxiv,
            "/eutils/esearch.fcgi": self._esearch,
            "/eutils/esummary.fcgi": self._esummary,
            "/crossref/works": self._crossref,
            "/openalex/works": self._openalex,
        }
        return (200, readers[path](query)) if path in readers else (404, "")

    def _part(self, start: int, size: int) -> list[Paper]:
        return self.papers[start : start + min(size, self.largest)]

    @property
    def total(self) -> int:
        return self.claimed or len(self.papers)

    def _arxiv(self, query: dict[str, str]) -> str:
        if "id_list" in query:
            found = [one for one in self.papers if one.arxiv == query["id_list"]]
            return self._feed(query, found, 0)
        start, size = int(query["start"]), int(query["max_results"])
        if self.refusal:
            entries = _REFUSED.format(said=self.refusal)
            return _FEED.format(query="", size=size, total=1, start=0, entries=entries)
        page = start // min(size, self.largest)
        if page in self.empty_pages:
            self.empty_pages.remove(page)
            return self._feed(query, [], start)
        return self._feed(query, self._part(start, size), start)

    def _feed(self, query: dict[str, str], found: list[Paper], start: int) -> str:
        entries = "".join(
            _ENTRY.format(arxiv=one.arxiv, title=escape(one.title), year=one.year) for one in found
        )
        asked = escape(query.get("search_query", ""))
        return _FEED.format(
            query=asked, size=len(found), total=self.total, start=start, entries=entries
        )

    def _esearch(self, query: dict[str, str]) -> str:
        if self.refusal:
            return json.dumps({"esearchresult": {"ERROR": self.refusal}})
        found = self._part(int(query["retstart"]), int(query["retmax"]))
        ids = [one.pmid for one in found]
        told = {"count": str(self.total), "retstart": query["retstart"], "idlist": ids}
        return json.dumps({"header": {"type": "esearch"}, "esearchresult": told})

    def _esummary(self, query: dict[str, str]) -> str:
        ids = query["id"].split(",")
        by_id = {one.pmid: one for one in self.papers}
        result: dict[str, object] = {"uids": ids}
        for number in ids:
            one = by_id[number]
            given = [{"idtype": "pubmed", "value": number}, {"idtype": "doi", "value": one.doi}]
            result[number] = {
                "uid": number,
                "pubdate": f"{one.year} Feb",
                "title": f"{escape(one.title)}.",
                "articleids": [each for each in given if each["value"]],
            }
        return json.dumps({"header": {"type": "esummary"}, "result": result})

    def _crossref(self, query: dict[str, str]) -> str:
        start = 0 if query["cursor"] == "*" else int(query["cursor"])
        found = self._part(start, int(query["rows"]))
        items = [
            {"DOI": one.doi, "title": [one.title], "issued": {"date-parts": [[int(one.year)]]}}
            for one in found
        ]
        message = {
            "total-results": self.total,
            "items": items,
            "next-cursor": str(start + len(found)),
        }
        return json.dumps({"status": "ok", "message": message})

    def _openalex(self, query: dict[str, str]) -> str:
        start = 0 if query["cursor"] == "*" else int(query["cursor"])
        found = self._part(start, int(query["per-page"]))
        end = start + len(found)
        results = [
            {
                "id": f"https://openalex.org/W{number}",
                "doi": f"https://doi.org/{one.doi}" if one.doi else None,
                "display_name": one.title,
                "publication_year": int(one.year),
                "ids": {"pmid": f"https://pubmed.ncbi.nlm.nih.gov/{one.pmid}"} if one.pmid else {},
            }
            for number, one in enumerate(found, start)
        ]
        following = str(end) if end < len(self.papers) else None
        meta = {"count": self.total, "next_cursor": following}
        return json.dumps({"meta": meta, "results": results})


@contextmanager
def searching(known: Searched) -> Iterator[Searched]:
    """Answer on a free port of loopback while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            known.times.append(time.monotonic())
            known.asked.append((unquote(parts.path), query, self.headers.get("User-Agent", "")))
            if known.cuts and len(known.asked) > known.cuts:
                return self.reply(500, "the server is at fault")
            if known.faults:
                return self.reply(known.faults.pop(0), "fault")
            return self.reply(*known.answer(unquote(parts.path), query))

        def reply(self, status: int, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if known.retry_after and status == 429:
                self.send_header("Retry-After", known.retry_after)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
