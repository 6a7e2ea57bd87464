"""What a citer takes away: the book or a part of it, as a sentence and in every format.

The book's title, authors, version, date and DOI stand in CITATION.cff and nowhere else;
:func:`load_book_citation` is the only reader of that file. A part (chapter, table, figure or
entry) is cited as a part of the book: :meth:`Citation.part`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..sources.limits import parse_yaml, read_text
from ..sources.webaddress import doi_address
from .bibtex import tex_escape, write_entry
from .csl import Item, csl_json
from .ris import ris

PATH = "CITATION.cff"
_CSL_TYPES = {
    "book": "book",
    "chapter": "chapter",
    "table": "chapter",
    "figure": "chapter",
    "entry": "entry-encyclopedia",
}
FORMATS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
"""The formats in which a citation is offered: their names, by the ending of a file."""
KINDS = tuple(_CSL_TYPES)
"""What can be cited."""


@dataclass(frozen=True)
class Author:
    """A person (``family``, ``given``, ``suffix``) or a group (``group``)."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    group: str = ""

    @property
    def name(self) -> str:
        """As printed: "Given Family Suffix", or the group's name."""
        return self.group or " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def csl(self) -> dict[str, str]:
        """As a CSL name."""
        if self.group:
            return {"literal": self.group}
        parts = {"family": self.family, "given": self.given, "suffix": self.suffix}
        return {part: text for part, text in parts.items() if text}

    @property
    def bibtex(self) -> str:
        """As a BibTeX name; a group's is in braces, so that its "and" divides nothing."""
        if self.group:
            return f"{{{tex_escape(self.group)}}}"
        parts = (self.family, self.suffix, self.given)
        return ", ".join(tex_escape(part) for part in parts if part)


@dataclass(frozen=True)
class Citation:
    """How to cite the book (kind "book") or a part of it (the other :data:`KINDS`).

    ``title`` is the part's, ``book`` the book's; of the book itself they are the same. ``url``
    is "" if the site's address is not known: a relative one means nothing elsewhere. ``doi``
    is the book's, ``number`` that of a table or figure in this version of the book.
    """

    kind: str
    title: str
    book: str
    authors: tuple[Author, ...]
    version: str
    date: datetime.date
    url: str = ""
    doi: str = ""
    licence: str = ""
    number: str = ""
    path: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.kind not in _CSL_TYPES:
            raise ValueError(f"{self.kind!r} cannot be cited; it is none of {', '.join(KINDS)}")

    def part(self, kind: str, title: str, path: str, number: str = "") -> Citation:
        """The citation of a part of this book; ``path`` is its page below the site's root,
        such as ``models/medcpt.html`` or ``book/vision.html#tab-sam``.

        Raises:
            ValueError: ``kind`` is not a part.
        """
        if kind == "book":
            raise ValueError("a book is not a part of itself")
        url = self.url and self.url + path
        return replace(self, kind=kind, title=title, url=url, number=number, path=path)

    @property
    def label(self) -> str:
        """What a table or figure is called, such as "table 24"; "" of anything else."""
        return f"{self.kind} {self.number}".strip() if self.kind in ("table", "figure") else ""

    @property
    def key(self) -> str:
        """A citation key: the first word of the book, its year, and the part's path."""
        word = _slug(self.book.split()[0]) or "survey"
        path = re.sub(r"\.html\b", "", self.path)
        return "-".join(filter(None, (f"{word}{self.date.year}", _slug(path))))

    @property
    def address(self) -> str:
        """Where a reader finds it: a part at its page, the book at its DOI if it has one."""
        return doi_address(self.doi) if self.doi and self.kind == "book" else self.url

    @property
    def day(self) -> str:
        """The date in words, such as "21 November 2026"."""
        return f"{self.date.day} {self.date:%B %Y}"

    @property
    def text(self) -> str:
        """As a sentence: authors, title, book, version, date, address."""
        names = [author.name for author in self.authors]
        who = names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
        source = f"{self.book}, version {self.version}, {self.day}."
        if self.kind != "book":
            if self.label:
                named = f"“{self.title}” ({self.label})."
            else:
                named = f"“{self.title}{'' if self.title.endswith(('.', '?', '!')) else '.'}”"
            source = f"{named} In {source}"
        found = [self.address] if self.address else []
        if self.doi and self.kind != "book":
            found.append(doi_address(self.doi))
        return " ".join((who.rstrip(".") + ".", source, ", ".join(found))).strip()

    @property
    def item(self) -> Item:
        """As a CSL-JSON item."""
        item: Item = {
            "id": self.key,
            "type": _CSL_TYPES[self.kind],
            "title": self.title,
            "author": [author.csl for author in self.authors],
            "issued": {"date-parts": [[self.date.year, self.date.month, self.date.day]]},
            "version": self.version,
        }
        if self.kind != "book":
            item["container-title"] = self.book
        if self.label:
            item["genre"] = self.label
        return item | {name: text for name, text in (("URL", self.url), ("DOI", self.doi)) if text}

    @property
    def csl(self) -> str:
        """As the text of a CSL-JSON file."""
        return csl_json([self.item])

    @property
    def ris(self) -> str:
        """As the text of a RIS file."""
        return ris([self.item])

    @property
    def bibtex(self) -> str:
        """As the text of a BibTeX file."""
        label = self.label.capitalize() + ". " if self.label else ""
        fields = {
            # Braces keep the capitals of names such as MedCPT in styles that lower-case titles.
            "title": f"{{{tex_escape(self.title)}}}",
            "author": " and ".join(author.bibtex for author in self.authors),
            "booktitle": "" if self.kind == "book" else f"{{{tex_escape(self.book)}}}",
            "year": str(self.date.year),
            "month": str(self.date.month),
            "note": f"{label}Version {tex_escape(self.version)}",
            "doi": self.doi,
            "url": self.url,
        }
        kind = "book" if self.kind == "book" else "incollection"
        return write_entry(kind, self.key, {name: text for name, text in fields.items() if text})

    @property
    def texts(self) -> dict[str, str]:
        """The texts of its files, by the endings of :data:`FORMATS`."""
        return {"bib": self.bibtex, "ris": self.ris, "json": self.csl}


def load_book_citation(root: Path, address: str = "") -> Citation:
    """How to cite the book at ``root``, from its CITATION.cff.

    ``address`` is where the site is published (default: ``url`` of CITATION.cff, if there).

    Raises:
        ValueError: the file is missing or lacks something; the message says what to add.
    """
    try:
        metadata = parse_yaml(read_text(root / PATH))
    except (OSError, ValueError) as error:
        raise ValueError(f"{PATH} cannot be read: {error}; the book is cited by it") from error
    metadata = metadata if isinstance(metadata, Mapping) else {}
    needed = ("cff-version", "message", "title", "authors", "version", "date-released")
    missing = [name for name in needed if not metadata.get(name)]
    if missing:
        raise ValueError(f"{PATH} lacks {', '.join(missing)}; add it, the book is cited by it")
    address = str(address or metadata.get("url", ""))
    return Citation(
        kind="book",
        title=str(metadata["title"]),
        book=str(metadata["title"]),
        authors=tuple(_author(author) for author in metadata["authors"]),
        version=str(metadata["version"]),
        date=datetime.date.fromisoformat(str(metadata["date-released"])),
        url=address if not address or address.endswith("/") else f"{address}/",
        doi=str(metadata.get("doi", "")) or _identifier(metadata),
        licence=str(metadata.get("license", "")),
    )


def _author(metadata: Mapping[str, Any]) -> Author:
    if metadata.get("name"):
        return Author(group=str(metadata["name"]))
    family = " ".join(filter(None, (metadata.get("name-particle"), metadata.get("family-names"))))
    given, suffix = metadata.get("given-names", ""), metadata.get("name-suffix", "")
    if not family:
        raise ValueError(f"{PATH}: the author {dict(metadata)} has neither name nor family-names")
    return Author(family=family, given=given, suffix=suffix)


def _identifier(metadata: Mapping[str, Any]) -> str:
    dois = (each["value"] for each in metadata.get("identifiers", []) if each.get("type") == "doi")
    return next((str(doi) for doi in dois), "")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
