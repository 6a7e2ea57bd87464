"""Whether two names of authors are of one person or one organisation.

Bibliographies write one person in many ways: "Müller, Klaus-Robert", "Mueller, K. R.", "van der
Laak, Jeroen", "Laak, J. van der". What is compared is the surname without particles, in Latin
letters, and the given names as far as both are written out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from anyascii import anyascii

Match = Literal["sure", "possible"]
"""A match is only possible where several people may bear the name."""
_PARTICLES = frozenset(
    re.findall(
        r"\w+",
        "al am ap bin ben da dal de del della den der di do dos du el ibn la le los op st ten ter "
        "van vande vander von zu zum zur",
    )
)
_TITLES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_DIGRAPHS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"}
_OF_ANY_GROUP = frozenset(
    re.findall(
        r"\w+",
        "the a an of and for team group groups lab labs laboratory research consortium "
        "collaboration inc ltd llc gmbh ai health institute university department",
    )
)
_RARE = 3
"""A surname that at most so many people of the bibliography bear: an initial tells them apart."""
_CROWDED = 15
"""From so many people on, a surname with one short given name does not tell who it is."""
_TELLING = 6
"""Letters of given names that tell people of a crowded surname apart, such as "Xiaofan"."""


@dataclass(frozen=True)
class Name:
    """A name taken apart: the spellings that its surname may have, and its given names in order,
    in lower-case Latin letters; or the telling words of an organisation."""

    surnames: frozenset[str]
    given: tuple[str, ...]
    organisation: frozenset[str] = frozenset()


def bearers(authors: Iterable[str]) -> dict[str, int]:
    """How many people bear each surname, given all names of a bibliography."""
    people: dict[str, set[tuple[str, ...]]] = {}
    for author in authors:
        name = parsed(author)
        for surname in name.surnames:
            people.setdefault(surname, set()).add(name.given)
    return {surname: len(given) for surname, given in people.items()}


@lru_cache(100_000)
def parsed(author: str) -> Name:
    """The name of an author, written "Family, Given", or of an organisation, without a comma."""
    family, comma, given = author.replace("{", "").replace("}", "").partition(",")
    if not comma:
        words = re.findall(r"[a-z0-9]+", _latin(family))
        telling = frozenset(words) - _OF_ANY_GROUP
        return Name(frozenset(), (), telling or frozenset(words))
    tokens = [token for token in _tokens(given) if token not in _PARTICLES | _TITLES]
    return Name(_spellings(family), tuple(tokens))


def same(one: Name, other: Name, borne: Mapping[str, int]) -> Match | None:
    """Whether two names are of one author; ``borne`` is what :func:`bearers` says."""
    if one.organisation or other.organisation:
        return _same_organisation(one, other, borne)
    shared = one.surnames & other.surnames
    if not shared or not one.given or not other.given:
        return None
    if not _agree(one.given, other.given):
        return None
    people = max(borne.get(surname, 0) for surname in shared)
    # What both write out, beyond initials.
    common = sum(
        len(mine)
        for mine, theirs in zip(one.given, other.given, strict=False)
        if _folded(mine) == _folded(theirs)
    )
    if common <= min(len(one.given), len(other.given)):
        # "Wang, X." is many people.
        uncertain: Match | None = "possible" if people < _CROWDED else None
        return "sure" if people <= _RARE else uncertain
    return "sure" if people < _CROWDED or common >= _TELLING else "possible"


def _same_organisation(one: Name, other: Name, borne: Mapping[str, int]) -> Match | None:
    if one.organisation and other.organisation:
        smaller, larger = sorted((one.organisation, other.organisation), key=len)
        return "sure" if smaller <= larger else None
    group, person = (one, other) if one.organisation else (other, one)
    # A group that is called by its head: "Mahmood Lab".
    if len(group.organisation) == 1 and group.organisation <= person.surnames:
        (surname,) = group.organisation
        return "sure" if borne.get(surname, 0) < _CROWDED else "possible"
    return None


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether given names can be of one person: as far as both go, each pair is equal or one is
    the initial of the other; "Xiao Yun" is "Xiaoyun"."""
    if "".join(one) == "".join(other):
        return True
    return all(
        _folded(mine) == _folded(theirs)
        or (min(len(mine), len(theirs)) == 1 and mine[0] == theirs[0])
        for mine, theirs in zip(one, other, strict=False)
    )


def _folded(given: str) -> str:
    """A given name as transliterations of it agree: Sergey and Sergei, Sören and Soeren. Pinyin,
    where Yue is not Yu, has none of these pairs of letters."""
    for pair, letter in (("ey", "ei"), ("iy", "i"), ("oe", "o"), ("ae", "a")):
        given = given.replace(pair, letter)
    return given


def _tokens(given: str) -> list[str]:
    """Given names and initials in order; "JR", "J.R." and "J R" are two initials."""
    tokens = []
    # A hyphen joins: Klaus-Robert is one name to some and two to others.
    for word in re.split(r"[\s.,]+", given):
        parts = [part for part in re.split(r"[-‐‑–’']", word) if part]
        if len(word) <= 3 and word.isupper() and word.isalpha():
            parts = list(word)
        joined = "".join(parts)
        if len(parts) > 1 and all(len(part) > 1 for part in parts) and parts[1][0].islower():
            parts = [joined]
        tokens += [re.sub(r"[^a-z]", "", _latin(part)) for part in parts]
    return [token for token in tokens if token]


def _spellings(family: str) -> frozenset[str]:
    """The surname in Latin letters, without particles: Müller is Muller and Mueller."""
    composed = unicodedata.normalize("NFC", family.casefold())
    spelt = {composed, "".join(_DIGRAPHS.get(letter, letter) for letter in composed)}
    found = set()
    for each in spelt:
        words = [word for word in re.split(r"[\s.\-‐‑–’']+", _latin(each)) if word]
        telling = [word for word in words if word not in _PARTICLES | _TITLES] or words
        found.add(re.sub(r"[^a-z]", "", "".join(telling)))
    return frozenset(found - {""})


def _latin(text: str) -> str:
    return str(anyascii(unicodedata.normalize("NFC", text))).lower()
