"""What is in a PDF, read back: its text, its pictures, its tags."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import yaml
from PIL import Image

from tests.support.tiny import REPOSITORY


def texts_of(path: Path) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def text_of(path: Path) -> str:
    """The text of all pages."""
    return "\n".join(texts_of(path))


def letters(text: str) -> str:
    """A text without what line breaks change: spaces, hyphens, ligatures."""
    # PDFium gives a hyphen at the end of a line as the non-character U+FFFE or as U+0002.
    return re.sub(r"[\s\-\u00ad\u2010\ufffe\x02]", "", unicodedata.normalize("NFKC", text))


def pictures_of(path: Path, dots: float) -> Iterator[Image.Image]:
    """Each page in grey, at so many dots an inch."""
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            yield page.render(scale=dots / 72).to_pil().convert("L")
    finally:
        document.close()


def tags_of(root: Any) -> Iterator[tuple[str, Any]]:
    """The structure tree of a PDF's catalog: each element's kind and the element, in order."""
    waiting = [root["/StructTreeRoot"].get_object()]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield str(element["/S"]).removeprefix("/"), element
        children = element.get("/K", [])
        children = children if isinstance(children, list) else [children]
        nested = (child.get_object() for child in reversed(children) if not isinstance(child, int))
        waiting += [child for child in nested if hasattr(child, "get")]


def printed_chapters() -> list[str]:
    """The pages of the table of contents that are printed as chapters."""
    toc = yaml.safe_load((REPOSITORY / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"], *(one["file"] for part in toc["parts"] for one in part["chapters"])]
    return [
        name
        for name in files
        if not any(
            re.search(r"^print: (false|front)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            for path in REPOSITORY.glob(f"{name}.*")
        )
    ]
