"""Scholarly services on loopback: real HTTP, their formats, and their faults when asked."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from tests.support.loopback import Handler, listening

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">ArXiv Query</title>
<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1\
</opensearch:totalResults>{entry}</feed>"""
ENTRY = """<entry><id>http://arxiv.org/abs/{number}v2</id>
<updated>{year}-12-09T00:00:00Z</updated><published>{year}-11-27T18:49:43Z</published>
<title>{title}</title><summary>...</summary>{authors}
{doi}<link href="http://arxiv.org/abs/{number}v2" rel="alternate" type="text/html"/></entry>"""
PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "http://127.0.0.1:9/x.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">37438534</PMID>
<Article><Journal><JournalIssue CitedMedium="Internet"><Volume>620</Volume><Issue>7972</Issue>
<PubDate><Year>2024</Year><Month>Aug</Month></PubDate></JournalIssue><Title>Nature</Title></Journal>
<ArticleTitle>Language models encode <i>clinical</i> knowledge.</ArticleTitle>
<Pagination><MedlinePgn>172-180</MedlinePgn></Pagination>
<AuthorList><Author><LastName>Ødegård</LastName><ForeName>Karan</ForeName><Initials>K</Initials>
</Author><Author><CollectiveName>The Health Group</CollectiveName></Author></AuthorList>
<ArticleDate><Year>2023</Year><Month>07</Month></ArticleDate></Article></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">37438534</ArticleId>
<ArticleId IdType="doi">10.1038/s41586-023-06291-2</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle></PubmedArticleSet>"""


def arxiv_entry(number: str, title: str, *authors: str, year: int = 2023, doi: str = "") -> str:
    """An answer of arXiv with one paper."""
    names = "".join(f"<author><name>{name}</name></author>" for name in authors)
    linked = f'<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">{doi}</arxiv:doi>'
    entry = ENTRY.format(
        number=number, year=year, title=title, authors=names, doi=linked if doi else ""
    )
    return FEED.format(entry=entry)


def csl(doi: str, title: str, **more: object) -> dict[str, object]:
    """A record as DOI content negotiation answers it."""
    return {
        "DOI": doi,
        "type": "article-journal",
        "title": title,
        "author": [{"family": "Ma", "given": "Jun"}, {"name": "The SAM Group"}],
        "container-title": "Nature Communications",
        "volume": "15",
        "page": "654-661",
        "issued": {"date-parts": [[2024, 1, 22]]},
        "published-online": {"date-parts": [[2024, 1, 22]]},
    } | more


@dataclass
class Scholarly:
    """What the services know and how they misbehave.

    ``arxiv`` and ``pubmed`` are answers by number, ``dois`` records by DOI, ``pmc`` identifiers
    by number. ``faults`` are statuses, used up one a request to a path that starts so; a
    fault of 0 is silence. ``lead_to_pages``: the resolver knows no format but the publisher's
    page. ``asked`` counts the requests by path.
    """

    arxiv: dict[str, str] = field(default_factory=dict)
    dois: dict[str, object] = field(default_factory=dict)
    pubmed: dict[str, str] = field(default_factory=dict)
    pmc: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)
    retry_after: str = ""
    lead_to_pages: bool = False
    asked: Counter[str] = field(default_factory=Counter)
    address: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The settings that lead the lookup here."""
        return {
            "SURVEYBOOK_ARXIV": f"{self.address}/arxiv",
            "SURVEYBOOK_DOI": f"{self.address}/doi",
            "SURVEYBOOK_CROSSREF": f"{self.address}/crossref",
            "SURVEYBOOK_EUTILS": f"{self.address}/eutils",
            "SURVEYBOOK_TIMEOUT": "0.5",
            "SURVEYBOOK_PAUSE": "0.01",
            "NO_PROXY": "127.0.0.1",
        }

    def answer(self, path: str, query: dict[str, list[str]], accept: str) -> tuple[int, str]:
        """Status and text for a request."""
        number = query.get("id", query.get("id_list", [""]))[0]
        if path == "/arxiv/api/query":
            return 200, self.arxiv.get(number, FEED.format(entry=""))
        if path.startswith("/doi/"):
            record = self.dois.get(path.removeprefix("/doi/"))
            if record is None:
                return 404, "<html>DOI not found</html>"
            if self.lead_to_pages or "csl+json" not in accept:
                return 200, "<html>The publisher's page</html>"
            return 200, json.dumps(record)
        if path.startswith("/crossref/works/"):
            record = self.dois.get(path.removeprefix("/crossref/works/"))
            listed = (
                {
                    name: [text] if name in ("title", "container-title") else text
                    for name, text in record.items()
                }
                if isinstance(record, dict)
                else None
            )
            return (200, json.dumps({"message": listed})) if listed else (404, "Not found.")
        if path == "/eutils/efetch.fcgi":
            return 200, self.pubmed.get(number, "<PubmedArticleSet></PubmedArticleSet>")
        if path == "/eutils/esummary.fcgi":
            given = self.pmc.get(number, {})
            ids = [{"idtype": name, "value": text} for name, text in given.items()]
            return 200, json.dumps({"result": {number: {"articleids": ids}}})
        return 404, ""


@contextmanager
def serving(known: Scholarly) -> Iterator[Scholarly]:
    """Answer on a free port of loopback while the block runs."""

    class Answering(Handler):
        def do_GET(self) -> None:  # noqa: N802
            parts = urlsplit(self.path)
            path = unquote(parts.path)
            known.asked[path] += 1
            for start, statuses in known.faults.items():
                if path.startswith(start) and statuses:
                    status = statuses.pop(0)
                    if status == 0:
                        time.sleep(1.2)
                        return
                    self.answer_with(status, "fault")
                    return
            accept = self.headers.get("Accept", "")
            self.answer_with(*known.answer(path, parse_qs(parts.query), accept))

        def answer_with(self, status: int, text: str) -> None:
            waiting = {"Retry-After": known.retry_after} if known.retry_after else {}
            self.reply(status, text, waiting)

    with listening(Answering) as address:
        known.address = address
        yield known
