"""What scholarly services answer, read into one form; nothing here uses the network.

Each reader takes a service's answer as text and returns a :class:`Record`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from ..intake.names import inverted
from ..intake.record import Record

ATOM = {"a": "http://www.w3.org/2005/Atom", "arxiv": "http://arxiv.org/schemas/atom"}
# The markup that publishers put into titles; anything else in angle brackets is text.
_TAG = re.compile(
    r"</?(?:(?:jats|mml):\w+|i|b|u|em|strong|sub|sup|scp|span|sc)(?:\s[^<>]*)?/?>", re.I
)
_CSL_TYPES = {
    "article-journal": "article",
    "journal-article": "article",
    "paper-conference": "inproceedings",
    "proceedings-article": "inproceedings",
    "chapter": "incollection",
    "book-chapter": "incollection",
}


class UnusableAnswerError(ValueError):
    """An answer that is not what the service is known to send; says what is missing."""


def read_arxiv(text: str) -> Record | None:
    """The record in an Atom answer of arXiv; None if it has none."""
    feed = xml(text)
    entry = feed.find("a:entry", ATOM)
    identifier = entry.findtext("a:id", "", ATOM) if entry is not None else ""
    match = re.search(r"arxiv\.org/abs/(.+?)(v\d+)?$", identifier)
    if entry is None or not match:
        # An unknown number is answered with an empty feed, a malformed one with an "Error".
        return None
    names = [clean(name.text or "") for name in entry.findall("a:author/a:name", ATOM)]
    year = _year(entry.findtext("a:published", "", ATOM)[:4])
    return _whole(
        Record(
            title=clean(entry.findtext("a:title", "", ATOM)),
            authors=tuple(inverted(name) for name in names if name),
            year=year,
            first=year,
            doi=clean(entry.findtext("arxiv:doi", "", ATOM)),
            eprint=match[1],
            archive="arXiv",
            url=f"https://arxiv.org/abs/{match[1]}",
            provenance=f"arXiv record of {match[1]}{match[2] or ''}",
        )
    )


def read_arxiv_versions(text: str) -> dict[str, tuple[str, str]]:
    """The DOI and the journal reference that arXiv's records name, each or both "", by number."""
    found = {}
    for entry in xml(text).findall("a:entry", ATOM):
        match = re.search(r"arxiv\.org/abs/(.+?)(v\d+)?$", entry.findtext("a:id", "", ATOM))
        if match:
            doi = clean(entry.findtext("arxiv:doi", "", ATOM))
            found[match[1]] = (doi, clean(entry.findtext("arxiv:journal_ref", "", ATOM)))
    return found


def read_csl(text: str, source: str) -> Record:
    """The record in a CSL JSON answer (DOI content negotiation), or in Crossref's own JSON."""
    try:
        item = json.loads(text)
        item = item.get("message", item)
        issued = [
            _date_year(item.get(name))
            for name in ("issued", "published-print", "published-online", "published", "posted")
        ]
        years = [year for year in issued if year]
        preprint = item.get("type") in ("posted-content", "article") and not _first(
            item.get("container-title")
        )
        record = Record(
            title=": ".join(
                part for part in (_first(item.get("title")), _first(item.get("subtitle"))) if part
            ),
            authors=tuple(_csl_name(name) for name in item.get("author", [])),
            year=issued[0] or (years[0] if years else 0),
            first=min(years, default=0),
            type="misc" if preprint else _CSL_TYPES.get(item.get("type", ""), "misc"),
            venue=_first(item.get("container-title")),
            volume=clean(str(item.get("volume") or "")),
            number=clean(str(item.get("issue") or "")),
            pages=_pages(str(item.get("page") or item.get("article-number") or "")),
            publisher="" if preprint else _first(item.get("publisher")),
            doi=clean(str(item.get("DOI") or "")),
            eprint=_preprint_of(item),
            archive="arXiv" if _preprint_of(item) else "",
            url=f"https://doi.org/{item.get('DOI', '')}",
            provenance=f"{source} record of DOI {item.get('DOI', '')}",
        )
    except (ValueError, AttributeError, TypeError, KeyError, IndexError) as error:
        raise UnusableAnswerError(f"the answer is no CSL JSON ({error})") from error
    return _whole(record)


def read_pubmed(text: str) -> Record | None:
    """The record in PubMed's XML; None if it has none."""
    article = xml(text).find(".//PubmedArticle")
    if article is None:
        return None
    pmid = article.findtext("MedlineCitation/PMID", "")
    body = article.find("MedlineCitation/Article")
    if body is None:
        raise UnusableAnswerError("the answer has no Article")
    issue = body.find("Journal/JournalIssue")
    printed = issue.find("PubDate") if issue is not None else None
    years = [
        _year(found)
        for found in (
            _text(printed, "Year") or _text(printed, "MedlineDate")[:4],
            _text(body, "ArticleDate/Year"),
        )
        if found
    ]
    identifiers = {
        node.get("IdType", ""): clean(node.text or "")
        for node in article.findall("PubmedData/ArticleIdList/ArticleId")
    }
    title = body.find("ArticleTitle")
    doi = identifiers.get("doi", "")
    return _whole(
        Record(
            title=clean("".join(map(str, title.itertext())) if title is not None else "").rstrip(
                "."
            ),
            authors=tuple(filter(None, map(_pubmed_name, body.findall("AuthorList/Author")))),
            year=years[0] if years else 0,
            first=min(years, default=0),
            type="article",
            venue=_text(body, "Journal/Title"),
            volume=_text(issue, "Volume"),
            number=_text(issue, "Issue"),
            pages=_pages(_text(body, "Pagination/MedlinePgn")),
            doi=doi,
            url=f"https://doi.org/{doi}" if doi else f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
            provenance=f"PubMed record {pmid}",
        )
    )


def read_pmc_summary(text: str, number: str) -> dict[str, str]:
    """The identifiers ("pmid", "doi") that PubMed Central's summary gives for an article."""
    try:
        item = json.loads(text).get("result", {}).get(number, {})
        given: Iterable[Mapping[str, str]] = item.get("articleids", [])
        return {one["idtype"]: one["value"] for one in given if one["value"] not in ("", "0")}
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        raise UnusableAnswerError(f"the answer is no summary ({error})") from error


def _whole(record: Record) -> Record:
    for name in ("title", "year"):
        if not getattr(record, name):
            raise UnusableAnswerError(f"the answer names no {name}")
    return record


def xml(text: str) -> Any:
    """An answer in XML, as an element.

    Raises:
        UnusableAnswerError: it is no XML.
    """
    # An answer comes from outside: entities are not resolved and nothing is fetched for it.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise UnusableAnswerError(f"the answer is no XML ({error})") from error


def _text(node: Any, path: str) -> str:
    return "" if node is None else clean(node.findtext(path, ""))


def clean(text: str) -> str:
    """Plain text: markup and entities of titles undone, single spaces."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def _year(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{4}", text) else 0


def _date_year(date: Any) -> int:
    parts = (date or {}).get("date-parts") or [[]]
    return int(parts[0][0]) if parts[0] and parts[0][0] else 0


def _first(value: Any) -> str:
    """The first of several values; services differ in whether one value is a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return clean(str(value or ""))


def _pages(text: str) -> str:
    return re.sub(r"\s*[-–—]+\s*", "--", clean(text))


def _csl_name(name: Mapping[str, str]) -> str:
    group = clean(name.get("literal") or name.get("name") or "")
    if group:
        return f"{{{group}}}"
    family = clean(f"{name.get('non-dropping-particle', '')} {name.get('family', '')}")
    return ", ".join(filter(None, (family, clean(name.get("given", "")))))


def _pubmed_name(author: Any) -> str:
    group = _text(author, "CollectiveName")
    if group:
        return f"{{{group}}}"
    given = _text(author, "ForeName") or _text(author, "Initials")
    return ", ".join(filter(None, (_text(author, "LastName"), given)))


def _preprint_of(item: Mapping[str, Any]) -> str:
    """The arXiv id that the record itself has or names as its preprint."""
    related = (item.get("relation") or {}).get("has-preprint") or []
    for identifier in (item.get("DOI", ""), *(one.get("id", "") for one in related)):
        match = re.search(r"10\.48550/arxiv\.(.+)$", str(identifier), re.IGNORECASE)
        if match:
            return match[1]
    return ""
