"""The printed book: one PDF of the whole, and one of each chapter.

Made like the site: the sources are checked, Sphinx writes TeX on a stage beside what is
published, TeX sets it, its log is read, and only a book without a fault replaces the old one.
"""

from __future__ import annotations

import dataclasses
import datetime
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..checks import check, check_readable
from ..export.citation import load_book_citation
from ..export.printed import BOOK, PRINTED, offprint_path
from .digest import book_digest, tree_digest
from .diskspace import sparing_disk
from .offprints import Offprint, offprints
from .processes import only_one
from .stage import Outcome, enter_stage, faults_of, mark_faultless, notes_of, sphinx
from .swap import clear_away, put_in_place
from .typeset import missing_programs, typeset

_STAGE = "_build/print"
_LOG = "_build/print.log"
_MANIFEST = "_build/printed"
_NEW = f"{PRINTED}.new"


def build_pdf(root: Path) -> Outcome:
    """Bring ``_build/pdf`` up to date with the sources below ``root``.

    On any fault what was printed before stays as it is.

    Raises:
        FileNotFoundError: TeX is not installed.
    """
    missing = missing_programs()
    if missing:
        raise FileNotFoundError(f"{', '.join(missing)} not found; run scripts/system-packages tex")
    notes: list[str] = []
    with only_one(root):
        unfinished = (root / _STAGE, root / _NEW)
        outcome = sparing_disk(root, unfinished, lambda: _build(root, notes))
    return dataclasses.replace(outcome, notes=tuple(notes))


def _build(root: Path, notes: list[str]) -> Outcome:
    if unreadable := check_readable(root):
        return Outcome(False, tuple(map(str, unreadable)), "the sources can not be read")
    digest = f"{book_digest(root)} {_epoch(root)}"
    clear_away(root / _NEW, root / PRINTED)
    if _is_printed(root, digest):
        return Outcome(True, (), "nothing has changed since the last printing")
    stage = root / _STAGE
    notes += enter_stage(stage)
    with sphinx(root, stage, root / _LOG, "latex") as running:
        problems = check(root)
        faults = [] if problems else faults_of(root, root / _LOG, running.wait())
    notes += notes_of(root / _LOG)
    if problems:
        return Outcome(False, tuple(map(str, problems)), "the sources have problems")
    if faults:
        return Outcome(False, tuple(faults), f"the book could not be written (see {_LOG})")
    folder = stage / "_build" / "latex"
    stems, faults = _print(folder, _epoch(root))
    if faults:
        return Outcome(False, tuple(faults), "the book could not be printed")
    mark_faultless(stage)
    _publish(root, folder, stems, digest)
    return Outcome(True, (), f"book.pdf and {len(stems)} chapters are in {PRINTED}")


def _epoch(root: Path) -> int:
    """The time that the PDFs state: SOURCE_DATE_EPOCH if set, else the version's day."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if stated.isdecimal():
        return int(stated)
    day = load_book_citation(root).date
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())


def _print(folder: Path, epoch: int) -> tuple[list[str], list[str]]:
    """Set the book, then its chapters, two at a time; the chapters' names, and what is wrong."""
    faults = typeset(folder, "book", epoch)
    if faults:
        return [], faults
    tex = (folder / "book.tex").read_text(encoding="utf-8")
    aux = (folder / "book.aux").read_text(encoding="utf-8")
    chapters = list(offprints(tex, aux))

    def one(chapter: Offprint) -> list[str]:
        (folder / f"{chapter.stem}.tex").write_text(chapter.tex, encoding="utf-8")
        return typeset(folder, chapter.stem, epoch)

    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, 8))
    try:
        faults = [fault for faults in pool.map(one, chapters) for fault in faults]
    finally:
        # A build that is stopped must not begin with the chapters that are left.
        pool.shutdown(cancel_futures=True)
    return [chapter.stem for chapter in chapters], faults


def _publish(root: Path, folder: Path, stems: list[str], digest: str) -> None:
    """Put copies of what was printed in the place of what was there, and note what they hold."""
    new = root / _NEW
    try:
        (new / "chapters").mkdir(parents=True)
        shutil.copy(folder / BOOK, new)
        for stem in stems:
            shutil.copy(folder / f"{stem}.pdf", new / offprint_path(stem.removeprefix("chapter-")))
        manifest = root / f"{_MANIFEST}.new"
        manifest.write_text(f"{digest} {tree_digest(new)}", encoding="utf-8")
        put_in_place(new, root / PRINTED)
    finally:
        clear_away(new, root / PRINTED)
    manifest.replace(root / _MANIFEST)


def _is_printed(root: Path, digest: str) -> bool:
    """Whether what is there was printed from sources with this digest, to the byte."""
    try:
        known = (root / _MANIFEST).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return known == f"{digest} {tree_digest(root / PRINTED)}"
