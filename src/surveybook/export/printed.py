"""Where the printed book is, for who makes it and for the pages that lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

PRINTED = "_build/pdf"
"""The folder of the PDFs, below the book's root."""
BOOK = "book.pdf"
"""The whole book's file, below :data:`PRINTED`."""


def is_printed(front_matter: Mapping[str, Any]) -> bool:
    """Whether a page is a chapter of the printed book: unless it says ``print: false``."""
    # Sphinx keeps front matter as text.
    return str(front_matter.get("print")).lower() != "false"


def offprint_path(docname: str) -> str:
    """The file of one chapter, below :data:`PRINTED`."""
    return f"chapters/{docname.rsplit('/', 1)[-1]}.pdf"


def printed_files(root: Path) -> list[str]:
    """What has been printed, as paths below :data:`PRINTED`; empty before the first printing."""
    folder = root / PRINTED
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf"))
