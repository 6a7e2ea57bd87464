"""The commands that ask what became of works: published versions, retractions, corrections.

Each takes the book's root and the parsed options, shows what would change, and returns the exit
code.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .commands import Options, agreed, refuse
from .contribute.adding import Plan, UnfitOutcomeError
from .contribute.published import Publication, complete_published, find_published
from .contribute.retractions import mark_retracted
from .contribute.updates import find_updates
from .lookup import Services


def published(root: Path, options: Options) -> int:
    """``surveybook published``."""
    today = datetime.datetime.now(datetime.UTC).date()
    try:
        found = find_published(root, Services.from_environment(), options.days, today)
    except KeyboardInterrupt:
        return refuse("stopped; run it again, and it goes on where it was", 130)

    def carry(write: bool) -> Plan:
        return complete_published(root, found.publications, today, write=write)

    said = f"{len(found.publications)} of {found.asked} preprints were published elsewhere"
    shown = [_described(each) for each in found.publications]
    return _propose(carry, shown, said, found.failures, options)


def retractions(root: Path, options: Options) -> int:
    """``surveybook retractions``."""
    today = datetime.datetime.now(datetime.UTC).date()
    try:
        found = find_updates(root, Services.from_environment(), options.days, today)
    except KeyboardInterrupt:
        return refuse("stopped; run it again, and it goes on where it was", 130)
    marks = {key: notices[0] for key, notices in found.notices.items()}
    further = {key: notices[1] for key, notices in found.notices.items() if notices[1:]}

    def carry(write: bool) -> Plan:
        return mark_retracted(root, marks, write=write)

    shown: list[dict[str, Any]] = [
        {
            "key": key,
            "kind": notice.kind,
            "date": notice.date,
            "doi": notice.doi,
            "text": notice.text,
        }
        for key, notices in found.notices.items()
        for notice in notices
    ]
    said = f"{len(marks)} of {found.asked} works with a DOI were retracted or corrected since"
    notes = [f"'{key}' was corrected as well: {each.value}" for key, each in further.items()]
    for note in notes:
        print(f"surveybook: {note}", file=sys.stderr)
    return _propose(carry, shown, said, found.failures, options)


def _propose(
    carry: Callable[[bool], Plan],
    shown: Sequence[dict[str, Any]],
    said: str,
    failures: Sequence[str],
    options: Options,
) -> int:
    """Show what was found and what it would change, and write that if it is agreed to."""
    for failure in failures:
        print(f"surveybook: {failure}", file=sys.stderr)
    code = 1 if failures else 0
    try:
        plan = carry(False)
        if options.json:
            print(json.dumps(list(shown), indent=1, ensure_ascii=False))
        else:
            print(plan.diff(), end="")
        for note in plan.notes:
            print(f"surveybook: {note}", file=sys.stderr)
        print(f"surveybook: {said}", file=sys.stderr)
        if not plan.changes:
            return code
        if not options.yes and (options.json or not agreed()):
            return code if options.json else refuse("nothing was written", 1)
        written = carry(True)
    except UnfitOutcomeError as error:
        return refuse(error, 1)
    print(f"surveybook: wrote {', '.join(written.changes)}", file=sys.stderr)
    return code


def _described(publication: Publication) -> dict[str, Any]:
    record = publication.record
    return {
        "key": publication.key,
        "doi": publication.doi,
        "reference": publication.reference,
        "source": publication.source,
        "title": record.title if record else "",
        "venue": record.venue if record else "",
        "year": record.year if record else None,
    }
