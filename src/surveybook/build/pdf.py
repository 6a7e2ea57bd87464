"""The printed book: one PDF of the whole, and one of each chapter.

Made like the site: the sources are checked, Sphinx writes TeX on a stage beside what is
published, TeX sets it, its log is read, and only a book without a fault replaces the old one.
"""

from __future__ import annotations

import datetime
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..export.citation import load_book_citation
from ..export.printed import BOOK, PRINTED, offprint_path
from .digest import book_digest, tree_digest
from .offprints import Offprint, offprints
from .stage import Outcome
from .target import Target, bring_up_to_date
from .typeset import missing_programs, typeset

_LOG = "_build/print.log"


def build_pdf(root: Path) -> Outcome:
    """Bring ``_build/pdf`` up to date with the sources below ``root``.

    On any fault what was printed before stays as it is.

    Raises:
        FileNotFoundError: TeX is not installed.
    """
    missing = missing_programs()
    if missing:
        raise FileNotFoundError(f"{', '.join(missing)} not found; run scripts/system-packages tex")
    return bring_up_to_date(_Print(root))


class _Print(Target):
    builder = "latex"
    stage = "_build/print"
    log = _LOG
    output = PRINTED
    manifest = "_build/printed"
    unchanged = "nothing has changed since the last printing"
    failed = f"the book could not be written (see {_LOG})"

    def digest(self) -> str:
        return f"{book_digest(self.root)} {_epoch(self.root)}"

    def describe(self, output: Path, digest: str) -> str:
        return f"{digest} {tree_digest(output)}"

    def finish(self, digest: str) -> Outcome:
        stems, faults = _print(self.staged, _epoch(self.root))
        if faults:
            return Outcome(False, tuple(faults), "the book could not be printed")
        self.publish(digest, lambda new: _copy(self.staged, stems, new))
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


def _copy(folder: Path, stems: list[str], new: Path) -> None:
    """Copy what was printed in a folder into a new one."""
    (new / "chapters").mkdir(parents=True)
    shutil.copy(folder / BOOK, new)
    for stem in stems:
        shutil.copy(folder / f"{stem}.pdf", new / offprint_path(stem.removeprefix("chapter-")))
