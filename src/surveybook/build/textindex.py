"""The index of the pages' texts for the site's search, made by Pagefind from the built pages.

Pagefind stems what it indexes and what a reader types with one program. What a page holds for
it is said in the templates of :mod:`surveybook.site`, as ``data-pagefind-*`` attributes.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryFile

from pagefind.service import get_executable

from ..site.searching import FOLDER
from ..views.entries import KINDS
from .digest import digest_of, digest_of_files
from .indexorder import ENTRY, put_in_order
from .processes import NOT_FOUND, end, guarded

TEXTS = f"{FOLDER}/text"
"""Where the site keeps the index."""
_PAGES = f"{{book,{','.join(KINDS)}}}/**/*.html"
_ROOT = ".bd-article-container"
_LEFT_OUT = (
    *(".bd-header-article", "#jb-print-docs-body", ".prev-next-footer", ".headerlink"),
    *(".reading-time", ".cell_input", "script", "style"),
)
# The survey has its own look and asks from the page itself, so these stay unused.
_UNUSED = (
    *("pagefind-component-ui.*", "pagefind-modular-ui.*", "pagefind-ui.*"),
    *("pagefind-highlight.js", "pagefind-worker.js", "wasm.unknown.pagefind"),
)


class TextIndex:
    """The index of one site: made by a process of its own, beside what it then replaces.

    ``note`` is where is kept of which pages the site's index was made. ``yielding`` leaves the
    processor to others that want it.
    """

    def __init__(self, site: Path, note: Path, *, yielding: bool = False):
        self._site = site
        self._note = note
        self._made = note.with_suffix(".new")
        self._yielding = yielding
        self._process: subprocess.Popen[bytes] | None = None
        self._abandoned = False
        self._digest = ""

    def make(self) -> list[str]:
        """Make the index of the site's pages, unless it is there; what went wrong, one line a
        fault. :meth:`put` puts it into the site."""
        self._digest = digest_of(
            version("pagefind-bin"),
            repr((_PAGES, _ROOT, _LEFT_OUT)),
            digest_of_files(_indexed_pages(self._site), self._site),
        )
        shutil.rmtree(self._made, ignore_errors=True)
        is_there = (self._site / TEXTS / ENTRY).is_file()
        if self._abandoned or (is_there and _read(self._note) == self._digest):
            return []
        status, output = self._run()
        if self._abandoned:
            return []
        if status == NOT_FOUND:
            return [f"the search index could not be made: {output}; `make book` installs Pagefind"]
        if status or not (self._made / ENTRY).is_file():
            reason = output or f"Pagefind ended with {status}"
            return [f"the search index could not be made: {reason}"]
        for path in (path for pattern in _UNUSED for path in self._made.glob(pattern)):
            path.unlink()
        try:
            put_in_order(self._made)
        except (KeyError, TypeError, ValueError) as error:
            return [f"the search index could not be put in order: {error}"]
        return []

    def _run(self) -> tuple[int, str]:
        """The exit status of Pagefind, and what it said."""
        with TemporaryFile() as said:
            with guarded(self._command(), self._site, said) as self._process:
                if self._abandoned:
                    end(self._process)
                status = self._process.wait()
            said.seek(0)
            return status, " ".join(said.read().decode(errors="replace").split())

    def put(self) -> None:
        """Put what :meth:`make` has made, if anything, in the place of the site's index."""
        if not self._made.is_dir() or self._abandoned:
            return
        licence = files("surveybook.build") / "pagefind-licence.txt"
        (self._made / "LICENSE.txt").write_bytes(licence.read_bytes())
        self._note.unlink(missing_ok=True)
        place = self._site / TEXTS
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self._made, place)
        self._note.write_text(self._digest, encoding="utf-8")

    def abandon(self) -> None:
        """Give up what is under way, from another thread; the site keeps the index it has."""
        self._abandoned = True
        if self._process is not None:
            end(self._process)

    def _command(self) -> list[str]:
        command = ["nice", "-n", "10"] if self._yielding else []
        command += [str(get_executable() or "pagefind"), "--site", str(self._site)]
        command += ["--output-path", str(self._made), "--glob", _PAGES, "--root-selector", _ROOT]
        command += ["--exclude-selectors", ", ".join(_LEFT_OUT), "--force-language", "en"]
        return [*command, "--keep-index-url", "--silent"]


def _read(note: Path) -> str:
    return note.read_text(encoding="utf-8") if note.is_file() else ""


def _indexed_pages(site: Path) -> list[Path]:
    folders = [site / name for name in ("book", *KINDS)]
    return [path for folder in folders for path in folder.rglob("*.html")]
