"""The identifiers among a given work's fields: web addresses, DOI, preprint server and number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from ..sources.preprints import is_shared_prefix, preprint_of_doi, server_named
from ..sources.webaddress import address_fault, doi_fault
from .record import UnusableRecordError

DOI = re.compile(r"10\.\d{4,9}/[^\s\"{}]+")
_ARXIV = re.compile(
    r"arxiv(?:\.org)?[:./ ]*(?:abs/|pdf/|html/)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})", re.I
)
_ARXIV_NUMBER = re.compile(
    r"(?:arxiv:|abs/)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\s*\[.*\])?", re.I
)
_CSHL = re.compile(r"\b(\d{4}\.\d{2}\.\d{2}\.\d{6,8})")
_URL = re.compile(r"https?://[^\s<>\"]+?(?=[\s<>\"]|[,;]?\s*https?://|[,;]?\s*$)", re.IGNORECASE)


def addresses(fields: Mapping[str, str], notes: list[str]) -> list[str]:
    """The web addresses, the main one first."""
    found: list[str] = []
    for name in ("url", "howpublished", "link"):
        text = re.sub(r"\\url|[{}]", " ", fields.get(name, ""))
        found += [match[0].rstrip(".,;") for match in _URL.finditer(text)]
        if name == "url" and text.strip() and not found:
            bare = text.strip()
            if re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", bare):
                notes.append(f"the address '{bare}' is read as 'https://{bare}'")
                found.append(f"https://{bare}")
            else:
                notes.append(f"url '{bare[:60]}' is no web address and left out")
    # The address of a DOI says what the DOI says.
    found = [re.sub(r"^https?://dx\.doi\.org/", "https://doi.org/", each) for each in found]
    found = [quote(each, safe="!#$%&'()*+,/:;=?@[]~") for each in dict.fromkeys(found)]
    for address in [each for each in found if address_fault(each)]:
        notes.append(f"the address '{address[:60]}' is left out: {address_fault(address)}")
        found.remove(address)
    if len(found) > 1:
        notes.append(f"of {len(found)} addresses the first is its url, the others are in its note")
    return found


def doi_of(fields: Mapping[str, str], urls: Sequence[str], notes: list[str]) -> str:
    """The DOI alone, from its field, an address or the note; or ""."""
    text = fields.get("doi", "")
    match = DOI.search(text)
    if match:
        doi = _alone(match[0])
        if doi_fault(doi):
            raise UnusableRecordError(f"{doi_fault(doi)}; correct or delete it")
        return doi
    if text:
        notes.append(f"doi '{text[:60]}' is no DOI and left out")
    for address in urls:
        match = re.search(r"(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", address)
        if match:
            return match[1]
    match = re.search(r"\bdoi:?\s*(10\.\d{4,9}/\S+)", fields.get("note", ""), re.IGNORECASE)
    if not match:
        match = re.search(
            r"\bDOI:?\s*(?:https?://\S+?\s+)?(10\.\d{4,9}/\S+)", fields.get("note", "")
        )
    return _alone(match[1]) if match else ""


def _alone(doi: str) -> str:
    """A DOI without the punctuation of the text it stands in."""
    doi = doi.rstrip(".,;")
    for opening, closing in ("()", "[]"):
        while doi.endswith(closing) and doi.count(closing) > doi.count(opening):
            doi = doi[:-1].rstrip(".,;")
    return doi


def preprint_of(
    fields: Mapping[str, str], doi: str, urls: Sequence[str], notes: list[str]
) -> tuple[str, str]:
    """Server and number of the preprint that the fields name; ("", "") if there is none."""
    named = ""
    for name in (
        "archive",
        "journal",
        "publisher",
        "institution",
        "howpublished",
        "type",
        "note",
        "booktitle",
        "series",
    ):
        named = named or server_named(fields.get(name, ""))
    eprint = fields.get("eprint", "")
    archive = fields.get("archive", "").lower()
    if eprint and archive in ("", "arxiv"):
        match = _ARXIV_NUMBER.fullmatch(eprint.strip())
        if match:
            return "arXiv", match[1]
    found = preprint_of_doi(doi, named)
    if found and found[0] != "arXiv":
        if is_shared_prefix(doi) and not named:
            named = _server_of_address(urls)
            found = (named or found[0], found[1])
            if not named:
                notes.append(f"bioRxiv and medRxiv share the DOI {doi}: it is read as bioRxiv's")
        return found
    if found:
        return found
    # An address of a preprint, or words such as "arXiv preprint arXiv:2301.00001".
    for name in ("journal", "note", "howpublished", "number", "volume", "pages", "series"):
        match = _ARXIV.search(fields.get(name, ""))
        match = match or (
            (named == "arXiv" and _ARXIV_NUMBER.fullmatch(fields.get(name, ""))) or None
        )
        if match:
            return "arXiv", match[1]
    for address in urls:
        match = re.search(
            r"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", address
        )
        if match:
            return "arXiv", match[1]
        found = preprint_of_doi(re.sub(r"^.*?/content/(?:early/[\d/]+/)?", "", address), named)
        if found and _server_of_address([address]):
            return _server_of_address([address]), found[1]
    if named and named != "arXiv":
        for name in ("eprint", "pages", "number", "volume", "eid", "note"):
            text = fields.get(name, "")
            match = _CSHL.search(text)
            if match:
                return named, match[1]
            if name == "eprint" and text:
                return named, text
        return named, ""
    if eprint and archive and archive not in ("pubmed", "pmid", "jstor", "googlebooks", "hdl"):
        return fields["archive"], eprint
    return "", ""


def _server_of_address(urls: Sequence[str]) -> str:
    for address in urls:
        for host, name in (("biorxiv.org", "bioRxiv"), ("medrxiv.org", "medRxiv")):
            if host in address.lower():
                return name
    return ""
