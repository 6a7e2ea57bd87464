"""Preprint servers: whose a DOI is, and which DOI a number has.

A preprint keeps its own identifier for good: ``eprint`` holds the number and ``archiveprefix``
the server, also once the published version's DOI stands in ``doi``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ARXIV_NUMBER = r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}"
_CSHL_NUMBER = r"\d{4}\.\d{2}\.\d{2}\.\d{6,8}|\d{6}"


@dataclass(frozen=True)
class Server:
    """A preprint server: its name, the prefix of its DOIs, and the form of its numbers (the
    DOI without the prefix and without a version)."""

    name: str
    prefix: str
    number: str
    doi_is_kept: bool = True


SERVERS = (
    # The arXiv id says as much as its DOI, so that DOI is not kept beside it.
    Server("arXiv", "10.48550/arXiv.", _ARXIV_NUMBER, doi_is_kept=False),
    # Both servers of Cold Spring Harbor Laboratory share their prefixes; a DOI does not tell.
    Server("bioRxiv", "10.1101/", _CSHL_NUMBER),
    Server("medRxiv", "10.1101/", _CSHL_NUMBER),
    Server("bioRxiv", "10.64898/", _CSHL_NUMBER),
    Server("medRxiv", "10.64898/", _CSHL_NUMBER),
    Server("Research Square", "10.21203/", r"rs\.\d\.rs-\d+"),
    Server("Research Square", "10.21203/rs.3.rs-", r"\d+"),
    Server("SSRN", "10.2139/ssrn.", r"\d+"),
    Server("ChemRxiv", "10.26434/chemrxiv", r"[.-]\d[\w.-]*"),
    Server("PsyArXiv", "10.31234/", r"osf\.io/\w+"),
    Server("OSF Preprints", "10.31219/", r"osf\.io/\w+"),
    Server("Preprints.org", "10.20944/preprints", r"\d{6}\.\d{4}"),
    Server("TechRxiv", "10.36227/techrxiv.", r"[\d.]+\d"),
)
_NAMES = {re.sub(r"\W", "", server.name).lower(): server.name for server in SERVERS} | {
    "corr": "arXiv",
    "computingresearchrepository": "arXiv",
    "ssrnelectronicjournal": "SSRN",
    "socialscienceresearchnetwork": "SSRN",
    "preprints": "Preprints.org",
}
_IN_WORDS = re.compile(
    r"\b(?:(arxiv)|(biorxiv)|(medrxiv)|(chemrxiv)|(psyarxiv)|(techrxiv)|(research ?square)"
    r"|(ssrn(?: electronic journal)?)|(corr))\b",
    re.IGNORECASE,
)


def server_named(text: str) -> str:
    """The server that a venue, publisher or archive names, in its usual spelling; or "".

    A longer text counts if it begins with the name ("bioRxiv : the preprint server for
    biology", "arXiv preprint arXiv:2301.00001") or ends with it in brackets.
    """
    bare = re.sub(r"\W", "", text).lower()
    if bare in _NAMES:
        return _NAMES[bare]
    text = re.sub(r"^\s*(?:preprint (?:on|at)|available (?:on|at)|in|the)\s+", "", text, flags=re.I)
    match = _IN_WORDS.match(text.strip()) or re.search(
        rf"\(({_IN_WORDS.pattern})\)", text, re.IGNORECASE
    )
    return _NAMES.get(re.sub(r"\W", "", match[0]).lower(), "") if match else ""


@lru_cache(50_000)
def preprint_of_doi(doi: str, server: str = "") -> tuple[str, str] | None:
    """Server and number of a preprint's DOI; None if the DOI is not a preprint's.

    ``server`` decides between servers that share a prefix; without it the first is taken.
    """
    found = None
    for known in SERVERS:
        if not doi.lower().startswith(known.prefix.lower()):
            continue
        pattern = rf"{re.escape(known.prefix)}({known.number})(?:/?v\d+)?(?:\.full(?:\.pdf)?)?"
        match = re.fullmatch(pattern, doi, re.IGNORECASE)
        if match and (found is None or known.name == server):
            number = match[1]
            found = (known.name, number)
            if known.name == server:
                break
    return found


def doi_of_preprint(server: str, number: str) -> str:
    """The DOI of a preprint of this server; "" if its form is not known."""
    for known in SERVERS:
        if known.name.lower() == server.lower() and re.fullmatch(known.number, number):
            return known.prefix + number
    return ""


def is_shared_prefix(doi: str) -> bool:
    """Whether several servers use the DOI's prefix, so that it does not tell whose it is."""
    return doi.startswith(("10.1101/", "10.64898/"))


def keeps_doi(server: str) -> bool:
    """Whether a preprint of this server keeps its DOI beside its number."""
    return all(known.doi_is_kept for known in SERVERS if known.name.lower() == server.lower())
