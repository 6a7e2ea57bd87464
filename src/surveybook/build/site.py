"""Build the site beside the old one, look at it, and only then put it in the old one's place."""

from __future__ import annotations

import dataclasses
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..catalog import load
from ..checks import check, check_readable
from ..sources.siteaddress import HOW_TO, site_address
from .digest import book_digest, digest_of, printed_digest, tree_digest
from .diskspace import sparing_disk
from .processes import only_one
from .publish import check_site
from .stage import Outcome, enter_stage, faults_of, mark_faultless, notes_of, sphinx
from .swap import clear_away, copy_tree, delete, put_in_place
from .textindex import TextIndex

SITE = "_build/html"
STAGE = "_build/next"
"""Where Sphinx works, beside what is published."""
_NEW = f"{SITE}.new"
_MANIFEST = "_build/published.json"
_LOG = "_build/build.log"
_INDEX_NOTE = "search.json"


def build(root: Path) -> Outcome:
    """Bring ``_build/html`` up to date with the sources below ``root``.

    The sources are checked, Sphinx builds into a folder beside the site with every warning an
    error, and the built pages are looked at. On any fault the published site stays as it is,
    and at every moment it is the old one or the new one, whole.
    """
    notes: list[str] = []
    with only_one(root):
        unfinished = (root / STAGE, root / _NEW)
        outcome = sparing_disk(root, unfinished, lambda: _build(root, notes))
    return dataclasses.replace(outcome, notes=tuple(notes))


def _build(root: Path, notes: list[str]) -> Outcome:
    if unreadable := check_readable(root):
        return Outcome(False, tuple(map(str, unreadable)), "the sources can not be read")
    digest = digest_of(book_digest(root), printed_digest(root))
    stage = root / STAGE
    clear_away(root / _NEW, root / SITE)
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
    faults = faults or _index_and_check(root, staged, stage / _INDEX_NOTE)
    if faults:
        return Outcome(False, tuple(faults), f"the book could not be built (see {_LOG})")
    mark_faultless(stage)
    _publish(root, staged, digest)
    pages = len(list((root / SITE).rglob("*.html")))
    notes += [] if site_address(root) else [HOW_TO]
    return Outcome(True, (), f"{pages} pages are in {SITE}")


def _index_and_check(root: Path, staged: Path, note: Path) -> list[str]:
    """Index the pages' texts while the pages are looked at; what is wrong."""
    index = TextIndex(staged, note)
    with ThreadPoolExecutor(1) as beside:
        indexing = beside.submit(index.make)
        faults = check_site(staged, load(root)) + indexing.result()
    if not faults:
        index.put()
    return faults


def _publish(root: Path, staged: Path, digest: str) -> None:
    """Put a copy of what was built in the site's place, and note what it holds."""
    new = root / _NEW
    try:
        copy_tree(staged, new)
        manifest = root / f"{_MANIFEST}.new"
        manifest.write_text(_manifest(new, digest), encoding="utf-8")
        # Plain `jupyter-book build` keeps what it knows of the site there, and would trust it.
        delete(root / "_build" / ".doctrees")
        put_in_place(new, root / SITE)
    finally:
        clear_away(new, root / SITE)
    # A process that is killed just before leaves a site that is built once more, the same.
    manifest.replace(root / _MANIFEST)


def _manifest(site: Path, digest: str) -> str:
    return json.dumps({"sources": digest, "site": tree_digest(site)})


def _is_published(root: Path, digest: str) -> bool:
    """Whether the site is the one that was built from sources with this digest, to the byte."""
    try:
        manifest = (root / _MANIFEST).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return manifest == _manifest(root / SITE, digest)
