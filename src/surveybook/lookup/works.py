"""From an identifier to a record, only when asked.

Read are arXiv, DOI content negotiation (Crossref where the resolver fails) and PubMed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse
from urllib3.util.retry import Retry

from ..intake.record import Record
from .publishers import identifier_in
from .records import (
    UnusableAnswerError,
    read_arxiv,
    read_csl,
    read_pmc_summary,
    read_pubmed,
)
from .services import USER_AGENT, Services

_CSL = "application/vnd.citationstyles.csl+json"
_TRIES = 3
_LONGEST_PAUSES = 20
_ARXIV = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7}")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


class LookupFailedError(Exception):
    """No record: the identifier is unknown, or its service can not be asked now. In words."""


def identify(text: str) -> tuple[str, str]:
    """What an identifier or address is: ("arxiv" | "doi" | "pmid" | "pmcid", its bare form).
    Publishers' addresses are read as well.

    Raises:
        ValueError: it is none of them.
    """
    bare = re.sub(r"^(https?://)?(www\.|dx\.|export\.)?", "", text.strip())
    bare = re.sub(r"^(arxiv\.org/(abs|pdf|html)/|doi\.org/|arxiv:|doi:)\s*", "", bare, flags=re.I)
    number = re.sub(r"(v\d+)?(\.pdf)?$", "", bare)
    if _ARXIV.fullmatch(number):
        return "arxiv", number
    own = re.fullmatch(r"10\.48550/arxiv\.(.+?)(v\d+)?", bare, re.IGNORECASE)
    if own:
        return "arxiv", own[1]
    if _DOI.fullmatch(bare):
        return "doi", bare
    page = re.search(r"\b(PMC\d+)/?$", bare, re.IGNORECASE)
    if page:
        return "pmcid", page[1].upper()
    page = re.fullmatch(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|pmid:?\s*)?(\d{1,8})/?", bare, re.I)
    if page:
        return "pmid", page[1]
    held = identifier_in(bare) if "/" in bare else None
    if held and held[0] in ("arxiv", "doi", "pmid", "pmcid"):
        return held
    raise ValueError(
        f"'{text}' is no arXiv id (2311.16079), DOI (10.1038/s41586-023-05881-4), "
        "PMID (37438534) or PMCID (PMC10396962)"
    )


def look_up(identifier: str, services: Services) -> Record:
    """The record of an arXiv id, DOI, PMID or PMCID. Of an arXiv paper that names its
    published version, the published version with the arXiv id.

    Raises:
        ValueError: the text is no identifier.
        LookupFailedError: the service does not know it, or can not be asked.
    """
    kind, bare = identify(identifier)
    with _Client(services) as client:
        try:
            return {
                "arxiv": client.arxiv,
                "doi": client.doi,
                "pmid": client.pubmed,
                "pmcid": client.pmc,
            }[kind](bare)
        except UnusableAnswerError as error:
            raise LookupFailedError(f"{identifier}: {error}; try --bibtex instead") from error


class _Client:
    def __init__(self, services: Services) -> None:
        self.services = services
        self.session = requests.Session()
        self.session.headers["User-Agent"] = USER_AGENT
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=_retries(services)))

    def __enter__(self) -> _Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def arxiv(self, number: str) -> Record:
        text = self._get(f"{self.services.arxiv}/api/query", {"id_list": number}, what=number)
        preprint = read_arxiv(text)
        if preprint is None:
            raise LookupFailedError(f"arXiv does not know {number}; check the number")
        if not preprint.doi or preprint.doi.lower().startswith("10.48550/"):
            return dataclasses.replace(preprint, doi="")
        try:
            published = self.doi(preprint.doi)
        except (LookupFailedError, UnusableAnswerError):
            # The authors wrote the DOI into the preprint's record; nobody checked it there.
            said = f"names DOI {preprint.doi}, whose record could not be read"
            return dataclasses.replace(
                preprint, doi="", provenance=f"{preprint.provenance}, which {said}"
            )
        return dataclasses.replace(
            published,
            eprint=preprint.eprint,
            archive=preprint.archive,
            first=min(preprint.first, published.first),
            provenance=f"{published.provenance}; {preprint.provenance}",
        )

    def doi(self, doi: str) -> Record:
        path = quote(doi, safe="/:;()._-")
        try:
            text = self._get(f"{self.services.doi}/{path}", accept=_CSL, what=f"DOI {doi}")
            return read_csl(text, "doi.org")
        except (_NotAnsweredError, UnusableAnswerError):
            # Crossref registers most DOIs and answers by itself.
            address = f"{self.services.crossref}/works/{quote(doi, safe='')}"
            return read_csl(self._get(address, what=f"DOI {doi}"), "Crossref")

    def pubmed(self, number: str) -> Record:
        query = {"db": "pubmed", "id": number, "retmode": "xml"}
        text = self._get(f"{self.services.eutils}/efetch.fcgi", query, what=f"PMID {number}")
        record = read_pubmed(text)
        if record is None:
            raise LookupFailedError(f"PubMed does not know PMID {number}; check the number")
        return record

    def pmc(self, number: str) -> Record:
        digits = number.removeprefix("PMC")
        query = {"db": "pmc", "id": digits, "retmode": "json"}
        text = self._get(f"{self.services.eutils}/esummary.fcgi", query, what=number)
        identifiers = read_pmc_summary(text, digits)
        if identifiers.get("pmid"):
            return self.pubmed(identifiers["pmid"])
        if identifiers.get("doi"):
            return self.doi(identifiers["doi"])
        raise LookupFailedError(f"PubMed Central does not know {number}; check the number")

    def _get(
        self,
        address: str,
        query: Mapping[str, str] | None = None,
        *,
        what: str,
        accept: str = "*/*",
    ) -> str:
        host = urlsplit(address).netloc
        try:
            answer = self.session.get(
                address, params=query, headers={"Accept": accept}, timeout=self.services.timeout
            )
        except requests.Timeout as error:
            message = f"{host} did not answer within {self.services.timeout:g} seconds"
            raise _NotAnsweredError(f"{message}; try again, or give --bibtex") from error
        except requests.RequestException as error:
            message = f"{host} can not be reached; are you online? Without it, give --bibtex"
            raise _NotAnsweredError(message) from error
        if answer.status_code == 429:
            wait = answer.headers.get("Retry-After", "")
            when = f"in {wait} seconds" if wait.isdecimal() else "in a few minutes"
            raise _NotAnsweredError(f"{host} is asked too often from here; try again {when}")
        if answer.status_code in (400, 404, 410):
            raise LookupFailedError(f"{host} does not know {what}; check it")
        if not answer.ok:
            message = f"{host} answered {answer.status_code} for {what}"
            raise _NotAnsweredError(f"{message}; try again later, or give --bibtex")
        answer.encoding = "utf-8"
        return answer.text


class _NotAnsweredError(LookupFailedError):
    """The service itself is in the way, not the identifier: another one may answer."""


class _Patient(Retry):
    """Tries again with growing pauses, but never pauses for as long as a service may ask."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        asked = super().get_retry_after(response)
        return None if asked is None else min(asked, self.backoff_max)


def _retries(services: Services) -> Retry:
    return _Patient(
        total=_TRIES,
        backoff_factor=services.pause,
        backoff_max=_LONGEST_PAUSES * services.pause,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=("GET",),
        raise_on_status=False,
    )
