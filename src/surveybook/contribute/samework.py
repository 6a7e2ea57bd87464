"""Whether a found row and a known work are one: by identifiers, titles, names, repositories."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..checks.agreement import alike, plain_letters
from .found import Found
from .listitems import is_preprint_doi
from .titles import LONG, numbers_in, split_title

_OTHER_TITLE = 0.5
"""Likeness of titles under which an identifier that they share is a wrong link of a list."""
_RENAMED = 0.75
"""Likeness of the rest of titles before whose colons different names stand."""
_SAME_TITLE = 0.92
"""Likeness from which on titles are one."""
_COMMON = {
    *("learning", "language", "foundation", "pretraining", "pretrained", "medical", "multimodal"),
    *("generative", "transformer", "transformers", "representation", "representations", "towards"),
}


@dataclass
class Known:
    """A work as far as it is known: its place ("models", "uni") or its first row, and all that
    it was called by."""

    number: int = 0
    place: tuple[str, str] = ("", "")
    row: str = ""
    kinds: tuple[str, ...] = ()
    identifiers: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    repositories: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)


def words(title: str) -> set[str]:
    """The longer words of a title, which tell it from others."""
    return set(re.findall(r"[^\W_]{4,}", title.lower()))


def _long_titles(known: Known) -> list[str]:
    return [title for title in known.titles.values() if len(title.split()) >= LONG]


def plausible(found: Found, known: Known, source: str) -> bool:
    """Whether a work to which an identifier leads can be the one that a row names."""
    name = found.name
    if name and (name in known.names or name in known.titles):
        return True
    if name and known.names and not any(_versions_agree(name, one) for one in known.names):
        # Models of one paper: UNI and UNI2-h.
        return False
    titles = _long_titles(known)
    head, rest = split_title(found.title)
    if len(rest.split()) < LONG or not titles:
        # A list that names two works by one identifier means two.
        return not name or source not in known.lists
    named_otherwise = head and all(split_title(one)[0] for one in titles)
    least = _RENAMED if named_otherwise else _OTHER_TITLE
    return max(alike(rest, split_title(one)[1]) for one in titles) >= least


def _versions_agree(name: str, other: str) -> bool:
    """Whether neither of two names tells a version that the other does not."""
    pluses = name.endswith("plus") == other.endswith("plus")
    return pluses and numbers_in(name) == numbers_in(other)


def may_be_renamed(found: Found, known: Known) -> bool:
    """Whether a work with the same identifier can have had the title of a row before."""
    if split_title(found.title)[0] and any(split_title(one)[0] for one in _long_titles(known)):
        return False
    telling = {word for word in words(found.title) if len(word) > 6} - _COMMON
    return any(len(telling & words(title)) > 1 for title in _long_titles(known))


def agrees(found: Found, known: Known) -> bool:
    """Whether a work with the same repository is the one that a row names."""
    if contradicts(found, known):
        return False
    name = found.name
    if name and known.names:
        return any(
            name == one or (len(one) > 3 and name.startswith(one) and _versions_agree(name, one))
            for one in known.names
        )
    letters_of = plain_letters(found.title)
    return any(alike(found.title, one) >= _SAME_TITLE for one in known.titles.values()) or any(
        len(one) > 3 and one in letters_of for one in known.names
    )


def contradicts(found: Found, known: Known) -> bool:
    """Whether identifiers or titles say that a row names another work."""
    for kind, mine in (("arxiv", found.arxiv), ("doi", found.doi)):
        theirs = {one.split(":", 1)[1] for one in known.identifiers if one.startswith(f"{kind}:")}
        if kind == "doi":
            mine = "" if is_preprint_doi(mine) else mine
            theirs = {one for one in theirs if not is_preprint_doi(one)}
        if mine and theirs and mine.lower() not in theirs:
            return True
    _, rest = split_title(found.title)
    titles = _long_titles(known)
    if len(rest.split()) >= LONG and titles:
        return max(alike(rest, split_title(one)[1]) for one in titles) < _OTHER_TITLE
    return False


def by_name(found: Found, near: list[Known]) -> Known:
    """Among works that one paper presents, the one that a row names; else the first."""
    name = found.name
    named = [one for one in near if name and name in one.names]
    return (named or near)[0]
