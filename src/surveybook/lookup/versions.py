"""The published versions of preprints, as preprint servers and Crossref name them."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .client import Client
from .crossref import BATCH, published_as, works_by_doi, works_by_preprint
from .records import UnusableAnswerError, read_arxiv_versions

_ARXIV_BATCH = 50
_ARXIV_PAUSES = 3
"""arXiv asks for three seconds between requests."""


@dataclass(frozen=True)
class Version:
    """What a service says of a preprint's published version: its DOI or, of arXiv alone, the
    reference in words that its authors gave; both "" if it knows of none. ``source`` names the
    service."""

    doi: str
    reference: str
    source: str


def arxiv_versions(client: Client, numbers: Sequence[str]) -> dict[str, Version]:
    """What arXiv's records say of these preprints, by number; those it does not know are left out.

    Raises:
        LookupFailedError: arXiv cannot be asked now.
        UnusableAnswerError: its answer is not of its form.
    """
    found: dict[str, Version] = {}
    for start in range(0, len(numbers), _ARXIV_BATCH):
        batch = numbers[start : start + _ARXIV_BATCH]
        query = {"id_list": ",".join(batch), "max_results": str(len(batch))}
        text = client.get(f"{client.services.arxiv}/api/query", query, what="arXiv numbers")
        for number, (doi, reference) in read_arxiv_versions(text).items():
            own = doi.lower().startswith("10.48550/")
            found[number] = Version("" if own else doi, reference, "arXiv")
        time.sleep(_ARXIV_PAUSES * client.services.pause)
    return found


def biorxiv_version(client: Client, server: str, doi: str) -> Version | None:
    """What bioRxiv or medRxiv (``server``) says of a preprint; None if it does not know it.

    Raises:
        As :func:`arxiv_versions`.
    """
    address = f"{client.services.biorxiv}/details/{server.lower()}/{doi}/na/json"
    text = client.get(address, what=f"DOI {doi}")
    time.sleep(client.services.pause)
    try:
        versions: list[Mapping[str, Any]] = json.loads(text)["collection"]
        named = [str(version.get("published") or "NA") for version in versions]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnusableAnswerError(f"the answer is no list of versions ({error})") from error
    if not named:
        return None
    found = next((name for name in reversed(named) if re.match(r"10\.\d{4,9}/", name)), "")
    return Version(found, "", server)


def crossref_versions(client: Client, dois: Sequence[str]) -> dict[str, Version]:
    """What Crossref's records of these preprints say, by DOI in lower case; those that it does
    not know are left out.

    Raises:
        As :func:`arxiv_versions`.
    """
    found = {}
    for start in range(0, len(dois), BATCH):
        for doi, item in works_by_doi(client, dois[start : start + BATCH]).items():
            named = published_as(item)
            found[doi] = Version(named[0] if named else "", "", "Crossref")
    return found


def named_versions(client: Client, numbers: Sequence[str]) -> dict[str, Version]:
    """The works that name one of these arXiv preprints as theirs at Crossref, by its number.

    Raises:
        As :func:`arxiv_versions`.
    """
    dois = {f"10.48550/arxiv.{number}".lower(): number for number in numbers}
    return {
        dois[preprint]: Version(doi, "", "Crossref")
        for preprint, doi in works_by_preprint(client, list(dois)).items()
        if preprint in dois
    }
