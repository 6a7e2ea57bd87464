"""What Crossref knows of many works: asked for in batches, read page by page.

Crossref asks who uses it to come slowly and to say who they are; :class:`Services` has the mail
address.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..sources.notices import Notice
from .client import Client
from .records import UnusableAnswerError

BATCH = 20
"""DOIs that one request names."""
_ROWS = 100
_RETRACTIONS = frozenset({"retraction", "withdrawal", "removal"})
_CORRECTIONS = {
    "correction": "",
    "corrigendum": "",
    "erratum": "",
    "partial_retraction": "partial retraction",
    "expression_of_concern": "expression of concern",
}


def works_by_doi(client: Client, dois: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The records that Crossref has of these DOIs, by DOI in lower case.

    Raises:
        LookupFailedError: Crossref cannot be asked now.
        UnusableAnswerError: its answer is not of its form.
    """
    return {
        str(item.get("DOI", "")).lower(): item for item in _filtered(client, "doi", dois) if item
    }


def updates_of(client: Client, dois: Sequence[str]) -> dict[str, list[Notice]]:
    """The retractions and corrections of works by DOI in lower case, publishers' own and those of
    Retraction Watch; a work without one is not named.

    Raises:
        As :func:`works_by_doi`.
    """
    found: dict[str, list[Notice]] = {}
    for doi, item in works_by_doi(client, dois).items():
        for update in _list(item, "updated-by"):
            _note(found, doi, str(update.get("DOI") or ""), update)
    wanted = {doi.lower() for doi in dois}
    for item in _filtered(client, "updates", dois):
        for update in _list(item, "update-to"):
            doi = str(update.get("DOI") or "").lower()
            if doi in wanted:
                _note(found, doi, str(item.get("DOI") or ""), update)
    return {doi: _settled(notices) for doi, notices in found.items()}


def works_by_preprint(client: Client, dois: Sequence[str]) -> dict[str, str]:
    """The DOI of the work whose record names a preprint, by the preprint's DOI in lower case.

    Raises:
        As :func:`works_by_doi`.
    """
    return {
        preprint.lower(): str(item["DOI"])
        for item in _filtered(client, "relation.object", dois)
        for preprint in _related(item, "has-preprint")
        if item.get("DOI")
    }


def published_as(item: Mapping[str, Any]) -> list[str]:
    """The DOIs of the published versions that the record of a preprint names."""
    return _related(item, "is-preprint-of")


def _related(item: Mapping[str, Any], relation: str) -> list[str]:
    relations = item.get("relation")
    named = relations.get(relation) if isinstance(relations, dict) else None
    return [
        str(one["id"]).strip().removeprefix("https://doi.org/")
        for one in named or []
        if isinstance(one, dict) and one.get("id") and one.get("id-type", "doi") == "doi"
    ]


def _filtered(client: Client, name: str, values: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """The works that pass one of a filter's values, in batches and page by page."""
    # A comma parts filters; no batch can hold a value with one.
    plain = [value for value in values if "," not in value]
    batches = [plain[start : start + BATCH] for start in range(0, len(plain), BATCH)]
    for batch in [*batches, *([value] for value in values if "," in value)]:
        query = {
            "filter": ",".join(f"{name}:{value}" for value in batch),
            "rows": str(_ROWS),
            "cursor": "*",
        }
        if client.services.contact:
            query["mailto"] = client.services.contact
        while True:
            address = f"{client.services.crossref}/works"
            message = _message(client.get(address, query, what=f"{name} of {len(batch)} works"))
            items = _list(message, "items")
            yield from items
            time.sleep(client.services.pause)
            if len(items) < _ROWS or not message.get("next-cursor"):
                break
            query["cursor"] = str(message["next-cursor"])


def _message(text: str) -> Mapping[str, Any]:
    try:
        message = json.loads(text)["message"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableAnswerError(f"the answer is no list of works ({error})") from error
    if not isinstance(message, dict):
        raise UnusableAnswerError("the answer is no list of works")
    return message


def _list(item: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    given = item.get(name)
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _note(found: dict[str, list[Notice]], doi: str, notice: str, update: Mapping[str, Any]) -> None:
    kind = str(update.get("type") or "").lower().replace("-", "_").replace(" ", "_")
    if kind not in _RETRACTIONS and kind not in _CORRECTIONS:
        return
    said = _CORRECTIONS.get(kind, "")
    if str(update.get("source") or "") == "retraction-watch":
        said = ", ".join(filter(None, (said, "noted by Retraction Watch")))
    # Where a publisher changes the record of the work itself, the notice has no DOI of its own.
    own = "" if notice.lower() == doi else notice
    field = "retracted" if kind in _RETRACTIONS else "corrected"
    found.setdefault(doi, []).append(Notice(field, _day(update.get("updated")), own, said))


def _day(date: Any) -> str:
    parts = date.get("date-parts") if isinstance(date, dict) else None
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    if not numbers or not all(isinstance(number, int) for number in numbers):
        return ""
    return "-".join(f"{number:0{4 if place == 0 else 2}d}" for place, number in enumerate(numbers))


def _settled(notices: Sequence[Notice]) -> list[Notice]:
    """One notice of each kind: the first retraction, the last correction; of several of one day
    the publisher's own, which says least in words."""
    kept = []
    retracted = [notice for notice in notices if notice.kind == "retracted"]
    corrected = [notice for notice in notices if notice.kind == "corrected"]
    if retracted:
        kept.append(min(retracted, key=lambda each: (each.date or "9", not each.doi, each.text)))
    if corrected:
        last = max(each.date for each in corrected)
        of_day = [each for each in corrected if each.date == last]
        kept.append(min(of_day, key=lambda each: (not each.doi, each.text)))
    return kept
