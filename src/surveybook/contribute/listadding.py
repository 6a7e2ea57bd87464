"""The new works of a list looked up by the identifiers in its links, so that they can be added with
their references."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from ..checks.agreement import alike, plain_letters
from ..intake.record import Record, Refusal
from ..lookup import LookupFailedError
from .bridge import Report, item_identifier

_SAME = 0.6
"""How alike the title of a list and that of the record are, 0 to 1, if the link is right."""


def look_up_new(
    report: Report, look_up: Callable[[str], Record]
) -> tuple[list[Record], list[Refusal]]:
    """The records of the new works of a list, each with its line there; and those that are refused:
    they have no identifier, their service does not know it, or it leads to another work.

    ``look_up`` is asked for each identifier and raises :class:`LookupFailedError`.
    """
    records: list[Record] = []
    refused: list[Refusal] = []
    for match in report.new:
        item = match.item
        identifier = item_identifier(item)
        title = item.title or item.links[0][1]
        if not identifier:
            reason = "has no identifier among its links; find one, then 'surveybook add IDENTIFIER'"
            refused.append(Refusal(title, item.line, reason))
            continue
        try:
            record = look_up(identifier)
        except LookupFailedError as error:
            refused.append(Refusal(title, item.line, f"cannot be looked up: {error}"))
            continue
        if item.title and not _is_meant(item.title, record.title):
            reason = (
                f"has a link to {identifier}, which is '{record.title}'; if that is meant, run "
                f"'surveybook add {identifier}'"
            )
            refused.append(Refusal(title, item.line, reason))
            continue
        records.append(dataclasses.replace(record, line=item.line))
    return records, refused


def _is_meant(listed: str, title: str) -> bool:
    """Whether a list's title is that of the work, or the name in front of it or in it."""
    if alike(listed, title) >= _SAME:
        return True
    ours, theirs = plain_letters(listed), plain_letters(title)
    name = plain_letters(listed.partition(":")[0])
    return len(name) > 1 and (
        theirs.startswith((ours, name)) or f" {name} " in f" {title.lower()} "
    )
