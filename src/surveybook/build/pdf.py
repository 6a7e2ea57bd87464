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
from .digest import book_digest
from .offprints import Offprint, offprints
from .stage import Outcome, enter_stage, faults_of, mark_faultless, notes_of, only_one, sphinx
from .typeset import missing_programs, typeset

_STAGE = "_build/print"
_LOG = "_build/print.log"
_DIGEST = "_build/printed"


def build_pdf(root: Path) -> Outcome:
    """Bring ``_build/pdf`` up to date with the sources below ``root``.

    On any fault what was printed before stays as it is.

    Raises:
        FileNotFoundError: TeX is not installed.
    """
    notes: list[str] = []
    return dataclasses.replace(_make(root, notes), notes=tuple(notes))


def _make(root: Path, notes: list[str]) -> Outcome:
    missing = missing_programs()
    if missing:
        raise FileNotFoundError(f"{', '.join(missing)} not found; run scripts/system-packages tex")
    (root / "_build").mkdir(exist_ok=True)
    if unreadable := check_readable(root):
        return Outcome(False, tuple(map(str, unreadable)), "the sources can not be read")
    with only_one(root):
        digest = f"{book_digest(root)} {_epoch(root)}"
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
        faults = _print(folder, _epoch(root))
        if faults:
            return Outcome(False, tuple(faults), "the book could not be printed")
        mark_faultless(stage)
        count = _publish(root, folder)
        (root / _DIGEST).write_text(digest, encoding="utf-8")
        return Outcome(True, (), f"book.pdf and {count} chapters are in {PRINTED}")


def _epoch(root: Path) -> int:
    """The time that the PDFs state: SOURCE_DATE_EPOCH if set, else the version's day."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if stated.isdecimal():
        return int(stated)
    day = load_book_citation(root).date
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())


def _print(folder: Path, epoch: int) -> list[str]:
    """Set the book, then its chapters, two at a time; what is wrong."""
    faults = typeset(folder, "book", epoch)
    if faults:
        return faults
    tex = (folder / "book.tex").read_text(encoding="utf-8")
    aux = (folder / "book.aux").read_text(encoding="utf-8")
    chapters = list(offprints(tex, aux))
    stems = {chapter.stem for chapter in chapters}
    for path in folder.glob("chapter-*.pdf"):
        # The stage is kept, and a chapter may have left the book.
        if path.stem not in stems:
            path.unlink()

    def one(chapter: Offprint) -> list[str]:
        (folder / f"{chapter.stem}.tex").write_text(chapter.tex, encoding="utf-8")
        return typeset(folder, chapter.stem, epoch)

    with ThreadPoolExecutor(min(os.cpu_count() or 1, 8)) as pool:
        return [fault for faults in pool.map(one, chapters) for fault in faults]


def _publish(root: Path, folder: Path) -> int:
    """Swap what was printed in, at once; the number of chapters."""
    published, new, old = (root / f"{PRINTED}{suffix}" for suffix in ("", ".new", ".old"))
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    (new / "chapters").mkdir(parents=True)
    shutil.copy(folder / BOOK, new)
    chapters = list(folder.glob("chapter-*.pdf"))
    for chapter in chapters:
        shutil.copy(chapter, new / offprint_path(chapter.stem.removeprefix("chapter-")))
    if published.exists():
        published.rename(old)
    new.rename(published)
    shutil.rmtree(old, ignore_errors=True)
    return len(chapters)


def _is_printed(root: Path, digest: str) -> bool:
    try:
        known = (root / _DIGEST).read_text(encoding="utf-8")
    except OSError:
        return False
    return known == digest and (root / PRINTED / BOOK).is_file()
