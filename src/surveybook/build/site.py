"""The site: built beside the old one, looked at, and only then put in its place.

What looks at pages and indexes them takes longer to import than to see that nothing has changed,
and so is imported only where there are new pages.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..sources.siteaddress import HOW_TO, site_address
from .digest import book_digest, digest_of, offered_digest, tree_digest
from .stage import Outcome
from .swap import copy_tree, delete
from .target import Target, bring_up_to_date

SITE = "_build/html"
STAGE = "_build/next"
"""Where Sphinx works, beside what is published."""
_LOG = "_build/build.log"
_INDEX_NOTE = "search.json"


def build(root: Path) -> Outcome:
    """Bring ``_build/html`` up to date with the sources below ``root``.

    The sources are checked, Sphinx builds into a folder beside the site with every warning an
    error, and the built pages are looked at. On any fault the published site stays as it is,
    and at every moment it is the old one or the new one, whole.
    """
    return bring_up_to_date(_Site(root))


class _Site(Target):
    builder = "html"
    stage = STAGE
    log = _LOG
    output = SITE
    manifest = "_build/published.json"
    unchanged = "nothing has changed since the last build"
    failed = f"the book could not be built (see {_LOG})"

    def digest(self) -> str:
        return digest_of(book_digest(self.root), offered_digest(self.root))

    def describe(self, output: Path, digest: str) -> str:
        return json.dumps({"sources": digest, "site": tree_digest(output)})

    def finish(self, digest: str) -> Outcome:
        faults = self._index_and_check()
        if faults:
            return Outcome(False, tuple(faults), self.failed)
        self.publish(digest, self._fill)
        pages = len(list((self.root / SITE).rglob("*.html")))
        notes = () if site_address(self.root) else (HOW_TO,)
        return Outcome(True, (), f"{pages} pages are in {SITE}", notes)

    def _index_and_check(self) -> list[str]:
        """Index the pages' texts while the pages are looked at; what is wrong."""
        from ..catalog import load
        from .publish import check_site
        from .textindex import TextIndex

        index = TextIndex(self.staged, self.root / STAGE / _INDEX_NOTE)
        with ThreadPoolExecutor(1) as beside:
            indexing = beside.submit(index.make)
            faults = check_site(self.staged, load(self.root)) + indexing.result()
        if not faults:
            index.put()
        return faults

    def _fill(self, new: Path) -> None:
        copy_tree(self.staged, new)
        # Plain `jupyter-book build` keeps what it knows of the site there, and would trust it.
        delete(self.root / "_build" / ".doctrees")
