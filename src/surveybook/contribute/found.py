"""A work as a list or a search names it: title, place, identifiers; no other text of theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..catalog.repositories import repository_in
from ..lookup import identifier_in
from ..sources.characters import without_odd
from .listitems import Item
from .subjects import guess_kind, guess_subfield
from .titles import name_letters, split_title

LONGEST_TITLE = 300
_NAME = 3
"""Words up to which a title is taken for a name."""
_VENUE_BEHIND = re.compile(
    r"\s*\((?:paper|code|preprint|[^()]*(?:19|20)\d\d[^()]*|[^()]*(?:rxiv|nature|cell)[^()]*)\)\s*$"
    r"|\s*[,.]\s*(?:arxiv|biorxiv|medrxiv|neurips|iclr|icml|miccai)\W*(?:20\d\d)?\W*$",
    re.I,
)
_ADDRESS = re.compile(
    r"(?:arxiv|doi|pmid):\s*\S+|https?://\S+|(?:www\.|github\.com/|huggingface\.co/)\S+", re.I
)
"""What a list has for a title where it names a work by nothing but its address."""


@dataclass(frozen=True)
class Found:
    """A work that was found: what :file:`sources.csv` keeps of it ("" where nothing is said).

    ``repository`` is host, owner and name, such as "github.com/mahmoodlab/UNI"; ``kind`` and
    ``subfield`` are terms of the vocabularies of those names.
    """

    title: str
    section: str = ""
    year: str = ""
    arxiv: str = ""
    doi: str = ""
    pmid: str = ""
    repository: str = ""
    kind: str = ""
    subfield: str = ""

    @property
    def name(self) -> str:
        """What the work is called, for comparing: the name before its title's colon, or a title
        that is no more than a name; else ""."""
        head, _ = split_title(self.title)
        return name_letters(head or (self.title if len(self.title.split()) <= _NAME else ""))

    @property
    def identifiers(self) -> set[str]:
        """Its identifiers with their kinds, lower-case: "arxiv:2311.16079"."""
        given = (("arxiv", self.arxiv), ("doi", self.doi), ("pmid", self.pmid))
        return {f"{kind}:{text.lower()}" for kind, text in given if text}

    @property
    def says_anything(self) -> bool:
        """Whether it names a work: by a title, an identifier or a repository."""
        return bool(self.title or self.arxiv or self.doi or self.pmid or self.repository)


def from_item(item: Item, *, subfield: str = "", kind: str = "model") -> Found:
    """What an item of a list says of its work; ``subfield`` and ``kind`` are what the list's rows
    are where nothing else is told."""
    section = " / ".join(_tidy(part) for part in item.section if _tidy(part))
    title = tidy_title(item.title)
    identifiers: dict[str, str] = {}
    repository = ""
    for _, address in item.links:
        one = identifier_in(address)
        if one and one[0] in ("arxiv", "doi", "pmid"):
            identifiers.setdefault(one[0], one[1] if one[0] != "doi" else one[1].lower())
        repository = repository or repository_in(address)
    arxiv = identifiers.get("arxiv", "")
    year = item.year or (f"20{arxiv[:2]}" if re.match(r"\d{4}\.", arxiv) else "")
    return Found(
        title=title,
        section=section[:LONGEST_TITLE],
        year=year,
        arxiv=arxiv,
        doi=identifiers.get("doi", ""),
        pmid=identifiers.get("pmid", ""),
        repository=repository,
        kind=guess_kind(title, section, kind),
        subfield=guess_subfield(title, section, subfield),
    )


def tidy_title(title: str) -> str:
    """A title without the venue or remark that a list puts behind it, on one line; "" for what is
    an address and no title."""
    text = " ".join(without_odd(title, tabs=False).split())
    if _ADDRESS.fullmatch(text):
        return ""
    shorter = _VENUE_BEHIND.sub("", text)
    text = shorter if len(shorter) > 3 else text
    if len(text) > LONGEST_TITLE:
        text = text[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    return text.strip()


def _tidy(part: str) -> str:
    return " ".join(re.sub(r"[^\w\s&/,.()'’:+-]", " ", without_odd(part, tabs=False)).split())
