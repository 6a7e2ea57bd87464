"""What a search answers, a page at a time, read into one form; nothing here uses the network."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .publishers import identifier_in
from .records import ATOM, UnusableAnswerError, clean, xml

_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"


@dataclass(frozen=True)
class Hit:
    """A work that a search found; what the service does not say is ""."""

    title: str
    year: str = ""
    arxiv: str = ""
    doi: str = ""
    pmid: str = ""


@dataclass(frozen=True)
class Page:
    """A part of what a search found, how much there is in all, and where the next part begins
    ("" after the last)."""

    hits: tuple[Hit, ...]
    total: int
    following: str = ""


def read_arxiv_page(text: str) -> Page:
    """The papers in an Atom answer of arXiv.

    Raises:
        UnusableAnswerError: it is no such answer, or one that says what is wrong with the query.
    """
    feed = xml(text)
    total = feed.findtext(_OPENSEARCH, "")
    hits = []
    for entry in feed.findall("a:entry", ATOM):
        number = re.search(r"arxiv\.org/abs/(.+?)(v\d+)?$", entry.findtext("a:id", "", ATOM))
        if not number:
            said = clean(entry.findtext("a:summary", "", ATOM))
            raise UnusableAnswerError(f"arXiv refuses the query: {said}")
        doi = clean(entry.findtext("arxiv:doi", "", ATOM)).lower()
        year = entry.findtext("a:published", "", ATOM)[:4]
        hits.append(Hit(clean(entry.findtext("a:title", "", ATOM)), year, number[1], doi))
    if not total.isdigit():
        raise UnusableAnswerError("the answer is no feed of arXiv")
    return Page(tuple(hits), int(total))


def read_pubmed_ids(text: str) -> tuple[list[str], int]:
    """The numbers in an answer of PubMed's search, and how many there are in all.

    Raises:
        UnusableAnswerError: it is no such answer, or one that refuses the query.
    """
    found = _json(text).get("esearchresult", {})
    if found.get("ERROR") or "idlist" not in found:
        raise UnusableAnswerError(f"PubMed refuses the query: {found.get('ERROR', 'no list')}")
    return [str(one) for one in found["idlist"]], int(found.get("count", 0))


def read_pubmed_summaries(text: str) -> tuple[Hit, ...]:
    """The articles in an answer of PubMed's summaries.

    Raises:
        UnusableAnswerError: it is no such answer.
    """
    result = _json(text).get("result")
    if not isinstance(result, Mapping):
        raise UnusableAnswerError("the answer has no summaries")
    hits = []
    for number in result.get("uids", ()):
        item = result[number]
        given = {one.get("idtype"): str(one.get("value")) for one in item.get("articleids", ())}
        year = re.search(r"\d{4}", str(item.get("pubdate", "")))
        title = clean(str(item.get("title", ""))).rstrip(".")
        hits.append(_hit(title, year[0] if year else "", given.get("doi", ""), str(number)))
    return tuple(hits)


def read_crossref_page(text: str) -> Page:
    """The works in an answer of Crossref.

    Raises:
        UnusableAnswerError: it is no such answer.
    """
    message = _json(text).get("message")
    if not isinstance(message, Mapping) or "items" not in message:
        raise UnusableAnswerError("the answer has no works")
    hits = []
    for item in message["items"]:
        parts = ((item.get("issued") or {}).get("date-parts") or [[""]])[0]
        title = next(iter(item.get("title") or ()), "")
        hits.append(_hit(clean(title), str(parts[0] or "") if parts else "", item.get("DOI", "")))
    following = str(message.get("next-cursor") or "") if hits else ""
    return Page(tuple(hits), int(message.get("total-results", 0)), following)


def read_openalex_page(text: str) -> Page:
    """The works in an answer of OpenAlex.

    Raises:
        UnusableAnswerError: it is no such answer.
    """
    answer = _json(text)
    if "results" not in answer:
        said = answer.get("message") or answer.get("error") or "no results"
        raise UnusableAnswerError(f"OpenAlex refuses the query: {said}")
    hits = []
    for item in answer["results"]:
        number = re.search(r"\d+$", str((item.get("ids") or {}).get("pmid") or ""))
        doi = re.sub(r"^https?://doi\.org/", "", str(item.get("doi") or ""))
        title = clean(str(item.get("display_name") or item.get("title") or ""))
        year = str(item.get("publication_year") or "")
        hits.append(_hit(title, year, doi, number[0] if number else ""))
    meta = answer.get("meta") or {}
    following = str(meta.get("next_cursor") or "") if hits else ""
    return Page(tuple(hits), int(meta.get("count") or 0), following)


def _hit(title: str, year: str, doi: str, pmid: str = "") -> Hit:
    """A hit whose DOI may be that of an arXiv paper."""
    kind, bare = identifier_in(f"https://doi.org/{doi}") or ("", "") if doi else ("", "")
    return Hit(
        title, year, bare if kind == "arxiv" else "", bare.lower() if kind == "doi" else "", pmid
    )


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise UnusableAnswerError(f"the answer is no JSON ({error})") from error
    if not isinstance(found, dict):
        raise UnusableAnswerError("the answer is no object of JSON")
    return found
