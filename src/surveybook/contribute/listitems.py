"""The items of a list, each work once, whatever style the list is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..checks.agreement import alike
from ..lookup import identifier_in
from .naming import ascii_letters

_SAME_PAPER = 0.75
"""How alike two titles are that lead to one identifier and mean one work."""


class UnreadableListError(ValueError):
    """A list is no JSON, YAML or CSV that can be read; says where and what to do."""


@dataclass(frozen=True)
class Item:
    """An item of a list: its 1-based line, its title ("" for a placeholder), its addresses
    by kind: "paper", "code", "data" or "" for others, the year and the venue that the list gives
    ("" if it gives none), the further lines on which the same work stands, and the headings above
    it, outermost first."""

    line: int
    title: str
    links: tuple[tuple[str, str], ...] = field(default=())
    year: str = ""
    venue: str = ""
    further: tuple[int, ...] = ()
    section: tuple[str, ...] = ()

    @property
    def identifiers(self) -> set[tuple[str, str]]:
        """The identifiers in its addresses of papers, lower-case, by kind."""
        found = (identifier_in(address) for kind, address in self.links if kind != "code")
        return {(one[0], one[1].lower()) for one in found if one}


def letters(text: str) -> str:
    """A title as its letters and digits alone, for comparing; other scripts are kept."""
    kept = "".join(character for character in text.casefold() if character.isalnum())
    return ascii_letters(kept) or kept


def each_work_once(items: Iterable[Item]) -> list[Item]:
    """The items with those joined that are one work: the same title without a contradiction of
    their identifiers, or one identifier and titles alike."""
    kept: list[Item] = []
    by_title: dict[str, list[int]] = {}
    by_identifier: dict[tuple[str, str], list[int]] = {}
    for item in items:
        identifiers = item.identifiers
        near = [
            *by_title.get(letters(item.title), []),
            *(number for one in identifiers for number in by_identifier.get(one, [])),
        ]
        same = next((number for number in near if _are_one(kept[number], item)), None)
        if same is None or not (item.title or item.links):
            same = len(kept)
            kept.append(item)
        else:
            kept[same] = _joined(kept[same], item)
        if item.title:
            by_title.setdefault(letters(item.title), []).append(same)
        for one in identifiers:
            by_identifier.setdefault(one, []).append(same)
    return kept


def _are_one(first: Item, second: Item) -> bool:
    ours, theirs = first.identifiers, second.identifiers
    left, right = letters(first.title), letters(second.title)
    if ours & theirs:
        if not left or not right:
            return True
        short, long = sorted((first.title, second.title), key=len)
        head = re.match(rf"\W*{re.escape(short)}\s*[:(–—-]", long, re.I)
        # Models of one paper have short names that are alike.
        long_enough = min(len(first.title.split()), len(second.title.split())) > 3
        likeness = alike(first.title, second.title) if long_enough else 0.0
        return bool(head) or left == right or likeness >= _SAME_PAPER
    if left != right or not left:
        return False
    # One name may stand for two works: two numbers of one kind say so.
    for kind in ("arxiv", "doi"):
        mine = {one for one in ours if one[0] == kind and not is_preprint_doi(one[1])}
        other = {one for one in theirs if one[0] == kind and not is_preprint_doi(one[1])}
        if mine and other:
            return False
    return True


def is_preprint_doi(doi: str) -> bool:
    """Whether a DOI is one of a preprint server."""
    return doi.startswith(("10.1101/", "10.64898/", "10.21203/", "10.26434/", "10.2139/"))


def _joined(first: Item, second: Item) -> Item:
    title = first.title
    if len(second.title) > len(title) and (not title or ":" in second.title):
        title = second.title
    return replace(
        first,
        title=title,
        links=tuple(dict.fromkeys((*first.links, *second.links))),
        year=first.year or second.year,
        venue=first.venue or second.venue,
        further=(*first.further, *({second.line} - {first.line, *first.further})),
    )
