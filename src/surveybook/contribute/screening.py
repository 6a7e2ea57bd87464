"""What waits, likeliest first, and the decisions on it.

The likelihood is that of a text classifier that has learnt from the decisions of the past:
which words the titles of entries have, and which those that were left out. It orders the work of
a person and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..catalog import Catalog, load
from ..editing.files import locked
from .sourcerows import Cells, Tables, match_waiting

_FEWEST = 5
"""Decisions of either kind from which on there is something to learn."""
DECISIONS = ("include", "exclude", "later")


class UnfitDecisionError(ValueError):
    """A decision that cannot be taken; says why."""


@dataclass(frozen=True)
class Candidate:
    """A work that waits: its first row, the lists and searches that named it, what is known of it
    from all its rows, and how likely it is to belong (0 to 1; None where nothing was learnt)."""

    row: str
    cells: Mapping[str, str]
    lists: tuple[str, ...]
    likelihood: float | None = None

    @property
    def identifier(self) -> str:
        """What `surveybook add` takes for it; "" if no row has an identifier."""
        return next(filter(None, (self.cells[kind] for kind in ("doi", "arxiv", "pmid"))), "")


@dataclass(frozen=True)
class Queue:
    """What waits in the order in which to screen it, and what there is to say about the order."""

    candidates: Sequence[Candidate]
    note: str = ""


@dataclass(frozen=True)
class Decision:
    """What was decided on a row: one of :data:`DECISIONS`, and for "exclude" a term of the
    vocabulary ``exclusion``."""

    row: str
    outcome: str
    reason: str = ""
    note: str = ""


def queue(catalog: Catalog) -> Queue:
    """Every work that waits, likeliest first; of equally likely ones those that more lists name."""
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in catalog.rows["sources"]:
        groups.setdefault(row["same_as"] or row["row"], []).append(row.cells)
    waiting = [
        Candidate(first, _joined(group), tuple(dict.fromkeys(one["list"] for one in group)))
        for first, group in groups.items()
        if group[0]["disposition"] == "waiting"
    ]
    decided = [
        (_text(_joined(group)), group[0]["disposition"] == "entry")
        for group in groups.values()
        if group[0]["disposition"] in ("entry", "out-of-scope")
    ]
    scores, note = _likelihoods(decided, [_text(one.cells) for one in waiting])
    if scores:
        waiting = [
            replace(one, likelihood=score) for one, score in zip(waiting, scores, strict=True)
        ]
    return Queue(sorted(waiting, key=lambda one: (-(one.likelihood or 0), -len(one.lists))), note)


def decide(root: Path, decisions: Iterable[Decision]) -> int:
    """Write down what was decided; the number of rows that changed. Those to be included stay
    waiting until they are entries.

    Raises:
        UnfitDecisionError: a row does not wait, or a decision or reason is none.
        SurveyError: the tables cannot be read.
    """
    with locked(root):
        tables = Tables.read(load(root))
        rows = {cells["row"]: cells for cells in tables.sources}
        faults, changed = [], 0
        for one in decisions:
            fault = _fault(one, rows, tables.catalog)
            if fault:
                faults.append(f"{one.row}: {fault}")
            elif one.outcome == "exclude":
                told = {"disposition": "out-of-scope", "reason": one.reason, "note": one.note}
                rows[one.row] |= told
                changed += 1
        if faults:
            raise UnfitDecisionError("\n".join(faults))
        if changed:
            tables.write()
    return changed


def match(root: Path) -> list[str]:
    """Let the waiting rows whose work is an entry by now lead to it; the rows that changed.

    Raises:
        SurveyError: the tables cannot be read.
    """
    with locked(root):
        tables = Tables.read(load(root))
        changed = match_waiting(tables.catalog, tables.sources)
        if changed:
            tables.write()
    return changed


def _fault(decision: Decision, rows: Mapping[str, Cells], catalog: Catalog) -> str:
    if decision.outcome not in DECISIONS:
        return f"'{decision.outcome}' is no decision; it is one of {', '.join(DECISIONS)}"
    if decision.row not in rows:
        return "there is no such row"
    cells = rows[decision.row]
    if cells["disposition"] == "duplicate":
        return f"it is the same as {cells['same_as']}; decide on that one"
    if cells["disposition"] != "waiting":
        return f"it does not wait; it is '{cells['disposition']}'"
    reasons = catalog.terms("exclusion")
    if decision.outcome == "exclude" and decision.reason not in reasons:
        return f"'{decision.reason}' is no reason; it is one of {', '.join(reasons)}"
    return ""


def _joined(group: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What all rows of a work say together: of each cell the first that is filled, and the
    longest title."""
    joined = dict(group[0])
    for cells in group[1:]:
        joined |= {name: cell for name, cell in cells.items() if cell and not joined[name]}
    joined["title"] = max((cells["title"] for cells in group), key=len)
    return joined


def _text(cells: Mapping[str, str]) -> str:
    section = cells["section"].replace(" / ", " ")
    return f"{cells['title']} {section} kind-{cells['kind']} field-{cells['subfield']}"


def _likelihoods(
    decided: Sequence[tuple[str, bool]], waiting: Sequence[str]
) -> tuple[list[float], str]:
    """How likely each text is to be that of an entry; none and a sentence where that cannot be
    told."""
    entries = sum(included for _, included in decided)
    if min(entries, len(decided) - entries) < _FEWEST or not waiting:
        return [], "too few decisions to learn from: ordered by how many lists name a work"
    try:
        # An extra of the package, and slow to import.
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
    except ImportError:
        return [], (
            "scikit-learn is not installed (pip install 'surveybook[screen]'): ordered by how many "
            "lists name a work"
        )
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    model = make_pipeline(words, LogisticRegression(class_weight="balanced", max_iter=1000))
    texts, outcomes = zip(*decided, strict=True)
    model.fit(texts, outcomes)
    return [float(score) for score in model.predict_proba(waiting)[:, 1]], ""
