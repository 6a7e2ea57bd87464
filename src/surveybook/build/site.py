"""Build the site beside the old one, look at it, and only then put it in the old one's place."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

from ..catalog import load
from ..checks import check, check_readable
from .digest import book_digest, digest_of, printed_digest
from .publish import look_at
from .stage import Outcome, enter_stage, faults_of, mark_faultless, notes_of, only_one, sphinx

SITE = "_build/html"
STAGE = "_build/next"
"""Where Sphinx works, beside what is published."""
_MANIFEST = "_build/published.json"
_LOG = "_build/build.log"


def build(root: Path) -> Outcome:
    """Bring ``_build/html`` up to date with the sources below ``root``.

    The sources are checked, Sphinx builds into a folder beside the site with every warning an
    error, and the built pages are looked at. On any fault the published site stays as it is.
    """
    notes: list[str] = []
    return dataclasses.replace(_make(root, notes), notes=tuple(notes))


def _make(root: Path, notes: list[str]) -> Outcome:
    (root / "_build").mkdir(exist_ok=True)
    if unreadable := check_readable(root):
        return Outcome(False, tuple(map(str, unreadable)), "the sources can not be read")
    with only_one(root):
        digest = digest_of(book_digest(root), printed_digest(root))
        stage = root / STAGE
        if _is_published(root, digest):
            return Outcome(True, (), "nothing has changed since the last build")
        notes += enter_stage(stage)
        with sphinx(root, stage, root / _LOG, "html") as running:
            # Another process, so the sources are checked meanwhile.
            problems = check(root)
            faults = [] if problems else faults_of(root, root / _LOG, running.wait())
        notes += notes_of(root / _LOG)
        if problems:
            return Outcome(False, tuple(map(str, problems)), "the sources have problems")
        staged = stage / "_build" / "html"
        faults = faults or look_at(staged, load(root))
        if faults:
            return Outcome(False, tuple(faults), f"the book could not be built (see {_LOG})")
        mark_faultless(stage)
        _swap(root, staged)
        _write_manifest(root, digest)
        pages = len(list((root / SITE).rglob("*.html")))
        return Outcome(True, (), f"{pages} pages are in {SITE}")


def _swap(root: Path, staged: Path) -> None:
    site, new, old = root / SITE, root / f"{SITE}.new", root / f"{SITE}.old"
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(staged, new)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)
    # Plain `jupyter-book build` keeps what it knows of the site there, and would trust it.
    shutil.rmtree(root / "_build" / ".doctrees", ignore_errors=True)


def _files(root: Path) -> dict[str, list[int]]:
    site = root / SITE
    return {
        path.relative_to(site).as_posix(): [path.stat().st_size, path.stat().st_mtime_ns]
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def _write_manifest(root: Path, digest: str) -> None:
    unfinished = root / f"{_MANIFEST}.new"
    unfinished.write_text(json.dumps({"digest": digest, "files": _files(root)}), encoding="utf-8")
    unfinished.replace(root / _MANIFEST)


def _is_published(root: Path, digest: str) -> bool:
    """Whether the site is the one that was built from sources with this digest."""
    try:
        manifest = json.loads((root / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(manifest == {"digest": digest, "files": _files(root)})
