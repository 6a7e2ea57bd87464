"""Works of the survey that were retracted or corrected: asked for at Crossref, all of them."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..lookup import LookupFailedError, Services
from ..lookup.client import Client
from ..lookup.crossref import BATCH, updates_of
from ..lookup.records import UnusableAnswerError
from ..sources.bibliography import read_bibliography
from ..sources.notices import Notice
from ..sources.problems import SurveyError
from .asked import Asked


@dataclass(frozen=True)
class Updates:
    """Notices by the work's key, the graver first; how many DOIs the survey has; and what could
    not be asked, one sentence each."""

    notices: dict[str, list[Notice]]
    asked: int
    failures: Sequence[str]


def find_updates(root: Path, services: Services, days: int, today: datetime.date) -> Updates:
    """Ask for the retractions and corrections of every work of references.bib that has a DOI.

    A work is asked for again when its answer is ``days`` old. Answers are kept batch by batch.

    Raises:
        SurveyError: references.bib cannot be read.
    """
    works, problems = read_bibliography(root)
    if problems:
        raise SurveyError(problems)
    keys = {work.text("doi").lower(): key for key, work in works.items() if work.text("doi")}
    asked = Asked(root, "updates", days, today)
    due = [doi for doi in keys if asked.answer(doi) is None]
    failures: list[str] = []
    with Client(services) as client:
        for start in range(0, len(due), BATCH):
            batch = due[start : start + BATCH]
            try:
                found = updates_of(client, batch)
            except (LookupFailedError, UnusableAnswerError) as error:
                rest = len(due) - start
                failures.append(f"{error}; {rest} works are left, ask again later")
                break
            asked.keep(
                {
                    doi: {"notices": [dataclasses.asdict(each) for each in found.get(doi, [])]}
                    for doi in batch
                }
            )
    notices = {}
    for doi, key in keys.items():
        answer = asked.answer(doi)
        told = [Notice(**each) for each in answer["notices"]] if answer else []
        # What references.bib says already is no news.
        new = [notice for notice in told if not works[key].text(notice.kind)]
        if new:
            notices[key] = new
    return Updates(notices, len(keys), failures)
