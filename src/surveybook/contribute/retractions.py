"""Works of the survey marked as retracted or corrected."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..editing.bibtex import format_entry, replace_entry
from ..editing.files import locked, replace_files
from ..export.bibtex import tex_escape
from ..sources.bibliography import PATH, read_bibliography
from ..sources.notices import Notice
from ..sources.problems import SurveyError
from .adding import Plan, UnfitOutcomeError
from .verifying import new_problems


def mark_retracted(root: Path, found: Mapping[str, Notice], *, write: bool = False) -> Plan:
    """The entries of references.bib that are to say that their works were retracted or
    corrected: ``found`` is a notice for each key. What would be written, or was if ``write``.

    A work that says so already is left as it is.

    Raises:
        KeyError: references.bib has no such work.
        UnfitOutcomeError: the outcome does not pass the check.
        SurveyError: references.bib cannot be read.
    """
    if not write:
        return _plan(root, found)
    with locked(root):
        final = _plan(root, found)
        replace_files(root, {name: new for name, (_, new) in final.changes.items()})
    return final


def _plan(root: Path, found: Mapping[str, Notice]) -> Plan:
    works, problems = read_bibliography(root)
    if problems:
        raise SurveyError(problems)
    before = after = (root / PATH).read_bytes().decode("utf-8")
    notes = []
    for key, notice in found.items():
        work = works[key]
        if work.text(notice.kind):
            notes.append(f"'{key}' is marked as {notice.kind} already")
            continue
        fields = {**work.fields, notice.kind: tex_escape(notice.value)}
        after = replace_entry(after, key, format_entry(work.type, key, fields))
        notes.append(f"'{key}' is marked as {notice.kind}")
    if before == after:
        return Plan({}, notes)
    bad = new_problems(root, {PATH: after})
    if bad:
        raise UnfitOutcomeError("; ".join(map(str, bad)))
    return Plan({PATH: (before, after)}, notes)
