"""Where the printed book and the e-book are, for who makes them and for the pages that lead to
them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PRINTED = "_build/pdf"
"""The folder of the PDFs, below the book's root."""
BOOK = "book.pdf"
"""The whole book's file, below :data:`PRINTED`."""
EBOOK_FOLDER = "_build/epub"
"""The folder of the e-book, below the book's root."""
EBOOK = "book.epub"
"""The e-book's file, below :data:`EBOOK_FOLDER`."""
BOOK_OFFERED = f"pdf/{BOOK}"
"""Where the site offers the whole book."""
EBOOK_OFFERED = f"epub/{EBOOK}"
"""Where the site offers the e-book."""


@dataclass(frozen=True)
class Paper:
    """A size of paper, in millimetres, and the margin beside the text."""

    width: float
    height: float
    margin: float = 26

    @property
    def room(self) -> tuple[float, float]:
        """The width of the text in points, and that on a page that is turned on its side."""
        point = 25.4 / 72
        return (self.width - 2 * self.margin) / point, (self.height - 2 * self.margin) / point


PAPER = "SURVEYBOOK_PAPER"
"""The variable of the environment that names one of :data:`PAPERS`; without it A4."""
PAPERS = {"a4": Paper(210, 297), "letter": Paper(215.9, 279.4)}
"""The sizes that the book can be printed in."""


def is_printed(front_matter: Mapping[str, Any]) -> bool:
    """Whether a page is a chapter of the printed book: unless it says ``print: false``."""
    # Sphinx keeps front matter as text.
    return str(front_matter.get("print")).lower() != "false"


def is_front_matter(front_matter: Mapping[str, Any]) -> bool:
    """Whether a page stands before the chapters of the printed book: it says ``print: front``."""
    return str(front_matter.get("print")).lower() == "front"


def offprint_path(docname: str) -> str:
    """The file of one chapter, below :data:`PRINTED`."""
    return f"chapters/{docname.rsplit('/', 1)[-1]}.pdf"


def offprint_offered(docname: str) -> str:
    """Where the site offers one chapter."""
    return f"pdf/{offprint_path(docname)}"


def offered_files(root: Path) -> dict[str, Path]:
    """What has been printed or made for e-readers: each file by its path below the site, where it
    is offered; empty before the first."""
    printed = root / PRINTED
    found = {f"pdf/{path.relative_to(printed).as_posix()}": path for path in printed.rglob("*.pdf")}
    ebook = root / EBOOK_FOLDER / EBOOK
    if ebook.is_file():
        found[EBOOK_OFFERED] = ebook
    return dict(sorted(found.items()))
