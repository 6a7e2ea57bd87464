"""From an identifier to a record, only when asked.

Read are arXiv, DOI content negotiation (Crossref where the resolver fails) and PubMed.
"""

from __future__ import annotations

import dataclasses
import re
from urllib.parse import quote

from ..intake.record import Record
from .client import Client, LookupFailedError, NotAnsweredError
from .publishers import identifier_in
from .records import (
    UnusableAnswerError,
    read_arxiv,
    read_csl,
    read_pmc_summary,
    read_pubmed,
)
from .services import Services

_CSL = "application/vnd.citationstyles.csl+json"
_ARXIV = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7}")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


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
        LookupFailedError: the service does not know it, or cannot be asked.
    """
    kind, bare = identify(identifier)
    with _Records(services, ", or give --bibtex") as client:
        try:
            return {
                "arxiv": client.arxiv,
                "doi": client.doi,
                "pmid": client.pubmed,
                "pmcid": client.pmc,
            }[kind](bare)
        except UnusableAnswerError as error:
            raise LookupFailedError(f"{identifier}: {error}; try --bibtex instead") from error


class _Records(Client):
    """Asks for the record of a work."""

    def arxiv(self, number: str) -> Record:
        text = self.get(f"{self.services.arxiv}/api/query", {"id_list": number}, what=number)
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
            text = self.get(f"{self.services.doi}/{path}", accept=_CSL, what=f"DOI {doi}")
            return read_csl(text, "doi.org")
        except (NotAnsweredError, UnusableAnswerError):
            # Crossref registers most DOIs and answers by itself.
            address = f"{self.services.crossref}/works/{quote(doi, safe='')}"
            return read_csl(self.get(address, what=f"DOI {doi}"), "Crossref")

    def pubmed(self, number: str) -> Record:
        query = {"db": "pubmed", "id": number, "retmode": "xml"}
        text = self.get(f"{self.services.eutils}/efetch.fcgi", query, what=f"PMID {number}")
        record = read_pubmed(text)
        if record is None:
            raise LookupFailedError(f"PubMed does not know PMID {number}; check the number")
        return record

    def pmc(self, number: str) -> Record:
        digits = number.removeprefix("PMC")
        query = {"db": "pmc", "id": digits, "retmode": "json"}
        text = self.get(f"{self.services.eutils}/esummary.fcgi", query, what=number)
        identifiers = read_pmc_summary(text, digits)
        if identifiers.get("pmid"):
            return self.pubmed(identifiers["pmid"])
        if identifiers.get("doi"):
            return self.doi(identifiers["doi"])
        raise LookupFailedError(f"PubMed Central does not know {number}; check the number")
