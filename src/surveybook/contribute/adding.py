"""Works put into the survey: their entries in references.bib and their rows in a table.

Works are taken one after the other, each on what those before it left; one that cannot be
taken is refused by its key and line and does not keep the others out. What would be written is
read back and checked first.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..catalog import Catalog, load
from ..catalog.completeness import missing_of
from ..editing.bibtex import format_entry, insert_entry, replace_entry
from ..editing.files import locked, replace_files
from ..editing.table import insert_row
from ..intake.record import Refusal
from ..sources.bibliography import PATH, Work
from ..sources.datafiles import Row
from ..sources.notices import Notice
from ..sources.problems import Problem
from .candidates import Candidate
from .completing import completed
from .naming import make_key
from .recognition import recognise_work, resembling
from .rows import Request, UnusableRequestError, new_row, requested_table
from .verifying import new_problems

_GROUPS = {"models": ("family", "topic"), "datasets": ("family",)}
"""The columns by which a table's rows stand together; others are grouped by kind, if at all."""


class UnfitOutcomeError(Exception):
    """What would be written does not pass the check; says why."""


@dataclass(frozen=True)
class Plan:
    """What would be written: paths by old and new text; what there is to say, one sentence
    each; and the works that were refused."""

    changes: Mapping[str, tuple[str, str]]
    notes: Sequence[str]
    refused: Sequence[Refusal] = ()

    def diff(self) -> str:
        """The changes as a unified diff."""
        return "".join(
            line if line.endswith("\n") else f"{line}\n"
            for name, (old, new) in self.changes.items()
            for line in difflib.unified_diff(
                old.splitlines(keepends=True), new.splitlines(keepends=True), name, name, n=1
            )
        )


def plan(root: Path, candidates: Sequence[Candidate], request: Request) -> Plan:
    """What adding works to the book at ``root`` would change; nothing is written.

    A work that is there already is not added again: what its entry lacks (the number of its
    preprint, or the published version) is completed, and its row is added if it has none.

    Raises:
        UnusableRequestError: a table, column or term is not one of the survey, or what is asked
            for fits no work at all.
        UnfitOutcomeError: the outcome does not pass the check.
        SurveyError, UnreadableError, UnreadableTableError: the sources cannot be read.
    """
    refused: list[Refusal] = []
    left = list(candidates)
    while True:
        draft = _Draft(root, load(root), request, several=len(candidates) > 1)
        for candidate in left:
            draft.take(candidate)
        changes = draft.changes()
        found = new_problems(root, {name: new for name, (_, new) in changes.items()})
        bad = draft.blamed(found)
        refused += bad
        if not bad:
            unexplained = [_words(problem) for problem in found if not _is_of_the_whole(problem)]
            if unexplained:
                raise UnfitOutcomeError("; ".join(unexplained))
            return Plan(changes, draft.notes, [*refused, *draft.refused])
        names = {(each.key, each.line) for each in bad}
        left = [one for one in left if (one.key, one.line) not in names]


def apply(root: Path, candidates: Sequence[Candidate], request: Request) -> Plan:
    """Add the works; what was written. It is planned anew on the files as they are when no
    other run can write, so that nothing that came in meanwhile is lost.

    Raises:
        As :func:`plan`; OSError: a file cannot be written, and then none was.
    """
    with locked(root):
        final = plan(root, candidates, request)
        replace_files(root, {name: new for name, (_, new) in final.changes.items()})
    return final


class _Draft:
    """The sources with the works that have been taken so far."""

    def __init__(self, root: Path, catalog: Catalog, request: Request, *, several: bool):
        self.root = root
        self.request = request
        self.several = several
        self.table = requested_table(catalog, request)
        self.works = dict(catalog.works)
        self.rows = {name: list(rows) for name, rows in catalog.rows.items()}
        self.catalog = replace(catalog, works=self.works, rows=self.rows)
        self.before = {name: _text(root, name) for name in (PATH, self.table.path)}
        self.after = dict(self.before)
        self.notes: list[str] = []
        self.refused: list[Refusal] = []
        self.taken: dict[str, Candidate] = {}

    def changes(self) -> dict[str, tuple[str, str]]:
        return {
            name: (old, self.after[name])
            for name, old in self.before.items()
            if old != self.after[name]
        }

    def take(self, candidate: Candidate) -> None:
        said: list[str] = list(candidate.notes)
        try:
            if candidate.notice:
                self._mark(candidate, said)
            else:
                self._add(candidate, said)
        except UnusableRequestError as error:
            if not self.several:
                raise
            self.refused.append(Refusal(candidate.key, candidate.line, str(error)))
            return
        name = f"'{candidate.key}': " if candidate.key else ""
        self.notes += [f"{name}{note}" for note in said]

    def _mark(self, candidate: Candidate, said: list[str]) -> None:
        title = candidate.text("title")
        known = recognise_work(self.works.values(), _without_identifiers(candidate))
        if known is None:
            raise UnusableRequestError(
                f"is a notice that '{title}' was {candidate.notice}, not a work of its own, and "
                "that work is not in the survey; add the work first"
            )
        date = candidate.text("year")
        value = Notice(candidate.notice, date, candidate.text("doi")).value
        fields = {**known.work.fields, candidate.notice: value}
        self._replace(known.work, Candidate(known.work.type, fields))
        said.append(f"'{known.work.key}' is marked as {candidate.notice} by this notice")

    def _add(self, candidate: Candidate, said: list[str]) -> None:
        known = None
        if not self.request.anew:
            known = recognise_work(self.works.values(), candidate)
        if known:
            key = known.work.key
            said.append(f"the work is there already as '{key}': {known.because}")
            fuller, notes = completed(known.work, candidate)
            if fuller:
                self._replace(known.work, fuller)
                said.append("its entry is completed with what is new")
                said += notes
        else:
            key = self._new_key(candidate, said)
            candidate = with_gaps(key, candidate, said)
        listed = [row["id"] for row in self.rows[self.table.name] if key in _keys(row.cells)]
        if listed:
            said.append(f"{self.table.path} has it as '{listed[0]}'")
        else:
            cells, notes = new_row(self.catalog, self.table, self.request, candidate, key)
            said += notes
            self._insert_row(cells)
        if not known:
            entry = format_entry(candidate.type, key, candidate.fields)
            self.after[PATH] = insert_entry(self.after[PATH], key, entry)
            self.works[key] = Work(key, candidate.type, 0, candidate.fields, {})
        self.taken.setdefault(key, candidate)

    def _new_key(self, candidate: Candidate, said: list[str]) -> str:
        note = resembling(self.works.values(), candidate)
        said += [note] if note else []
        editors = [candidate.text("editor").split(" and ")[0]]
        author = next(iter(candidate.authors), editors[0])
        key = make_key(author, candidate.text("firstyear"), candidate.text("title"), self.works)
        if not re.sub(r"[\W\d]", "", f"{author}").isascii() and not _is_latin(author):
            said.append(f"its key is '{key}', from the transliterated name")
        return key

    def _insert_row(self, cells: Mapping[str, str]) -> None:
        table = self.table
        group = _GROUPS.get(table.name, ("kind",) if "kind" in table.fields else ())
        self.after[table.path] = insert_row(self.after[table.path], table, cells, group)
        whole = dict.fromkeys(table.fields, "") | dict(cells)
        self.rows[table.name].append(Row(0, whole))

    def _replace(self, work: Work, fuller: Candidate) -> None:
        entry = format_entry(fuller.type, work.key, fuller.fields)
        self.after[PATH] = replace_entry(self.after[PATH], work.key, entry)
        self.works[work.key] = Work(work.key, fuller.type, work.line, fuller.fields, {})

    def blamed(self, problems: Sequence[Problem]) -> list[Refusal]:
        """The works taken here that problems of the outcome are about."""
        found: dict[str, Refusal] = {}
        ids = {row["reference"]: row["id"] for row in self.rows[self.table.name]}
        for problem in problems:
            for key, candidate in self.taken.items():
                names = {key, ids.get(key, key)}
                if key not in found and any(f"'{name}'" in problem.message for name in names):
                    reason = f"would not pass the check: {_words(problem)}"
                    found[key] = Refusal(candidate.key, candidate.line, reason)
        return list(found.values())


def _words(problem: Problem) -> str:
    return f"{problem.code}: {problem.message}; {problem.remedy}"


def _is_of_the_whole(problem: Problem) -> bool:
    """What a new row with empty cells may bring about: the book gets less complete."""
    return problem.code == "below-completeness"


def _without_identifiers(candidate: Candidate) -> Candidate:
    dropped = ("doi", "eprint", "url", "author", "year", "firstyear")
    kept = {name: text for name, text in candidate.fields.items() if name not in dropped}
    return replace(candidate, fields=kept)


def _is_latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())


def _text(root: Path, name: str) -> str:
    return (root / name).read_bytes().decode("utf-8")


def _keys(cells: Mapping[str, str]) -> list[str]:
    return [cells.get("reference", ""), *cells.get("further_references", "").split("; ")]


def with_gaps(key: str, candidate: Candidate, said: list[str]) -> Candidate:
    """The candidate whose ``tried`` says what the given record lacks, so that it is known."""
    missing = missing_of(Work(key, candidate.type, 0, candidate.fields, {}))
    if not missing:
        return candidate
    told = " and ".join(missing)
    tried = f"{told}: not in the record that was given; not looked for elsewhere yet"
    said.append(f"it lacks {told}: its field 'tried' says so until you add it")
    return replace(candidate, fields={**candidate.fields, "tried": tried})
