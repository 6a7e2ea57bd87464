"""The sentences of a chapter: its text without code, tables, roles and markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.conftest import ROOT

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_CELL = re.compile(r"^(`{3,})\{code-cell\}.*?^\1\s*$", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^(`{3,}|:{3,})(\{[\w-]+\}.*)?$", re.MULTILINE)
_OPTION = re.compile(r"^:[\w-]+:.*$", re.MULTILINE)
_CITATION = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")
_GLUED = re.compile(r"\{glue:text\}`[^`]+`")
_TARGET = re.compile(r"\{(?:ref|term|doc)\}`([^`<]*?)\s*(?:<[^`]*>)?`")
_NUMBERED = re.compile(r"\{numref\}`[^`]+`")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Chapter:
    """A chapter's file with its text, cells taken out."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT / "book").with_suffix("").as_posix()

    @property
    def cited(self) -> set[str]:
        """The keys of the works that the text cites."""
        return {key.strip() for keys in _CITATION.findall(self.text) for key in keys.split(",")}

    @property
    def prose(self) -> str:
        """The text as a reader reads it; "#" stands for a computed number."""
        text = _OPTION.sub("", _FENCE.sub("", self.text))
        text = _NUMBERED.sub("Figure", _GLUED.sub("#", _CITATION.sub("@", text)))
        text = re.sub(r"`[^`]*`", "", _LINK.sub(r"\1", _TARGET.sub(r"\1", text)))
        return re.sub(r"[*_#]{1,3}(?=\w)|(?<=\w)[*_]{1,3}", "", text)

    @property
    def words(self) -> list[str]:
        return re.findall(r"[^\W\d_](?:[\w’'-]*\w)?", self.prose)

    def sentences(self) -> Iterator[str]:
        for paragraph in re.split(r"\n\s*\n", self.prose):
            yield from re.split(r"(?<=[.!?])\s+(?=[A-Z#])", " ".join(paragraph.split()))


def chapters() -> list[Chapter]:
    """Every chapter below book/, in path order."""
    found = []
    for path in sorted((ROOT / "book").rglob("*.*")):
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8")
            found.append(Chapter(path, _CELL.sub("", _FRONT_MATTER.sub("", text))))
        elif path.suffix == ".ipynb":
            cells = nbformat.read(path, as_version=4)["cells"]
            texts = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
            found.append(Chapter(path, "\n\n".join(texts)))
    return found
