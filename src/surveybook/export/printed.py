"""Where the printed book is, for who makes it and for the pages that lead to it."""

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


def printed_files(root: Path) -> list[str]:
    """What has been printed, as paths below :data:`PRINTED`; empty before the first printing."""
    folder = root / PRINTED
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf"))
