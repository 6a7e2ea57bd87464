"""Names that people part by commas, and those with initials behind the family name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .braces import bare, outside, split
from .markup import OPEN

OTHERS = "others"
"""Stands for the authors that a list does not name."""
PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "della",
        "del",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "lo",
        "ter",
        "ten",
        "'t",
        "zu",
        "zur",
        "zum",
        "af",
        "av",
        "al",
        "bin",
        "ibn",
        "el",
        "y",
        "e",
        "i",
        "vom",
        "op",
        "het",
    ]
)
"""Words that belong to the family name behind them."""
SUFFIX = re.compile(
    r"(?:jr|sr)\.?|[IVX]{2,4}|(?:2nd|3rd|4th)|(?:ph\.?d|m\.?d|esq)\.?", re.IGNORECASE
)


_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?[\s-]?){1,4}")


_INITIALS_FIRST = re.compile(r"(?:[A-ZÀ-Þ]\.[\s-]?)+[^\W\d_]{2,}")


VANCOUVER = re.compile(
    r"(?P<family>[^\W\d_][\w'’. -]+?)\s+(?P<given>[A-ZÀ-Þ](?:-?[A-ZÀ-Þ]){0,3})"
    r"(?:\s+(?P<suffix>Jr|Sr|II|III))?"
)


ET_AL = re.compile(
    r"(?:et\.?\s*al\.?i?|al\.?,\s*et\.?|and others|others|…|\.\.\.|\.\.|u\.\s?a\.)", re.IGNORECASE
)


GROUP = re.compile(
    r"\b(?:organi[sz]ation|university|universit\w+|institut\w*|team|group|groups|consortium"
    r"|collaboration|collaborators|committee|association|society|agency|department|ministry|cent(?:er|re)s?"
    r"|network|foundation|inc|ltd|llc|gmbh|corp|corporation|company|labs?|laborator(?:y|ies)|commission"
    r"|council|initiative|project|hospital|academy|investigators|authority|bureau|office|federation"
    r"|alliance|union|board|task force|working group|participants|registry|program(?:me)?|openai"
    r"|anthropic|deepmind|google|microsoft|meta ai|nvidia)\b",
    re.IGNORECASE,
)


class UnreadableNamesError(ValueError):
    """A list of authors that cannot be told apart; says where and what to write."""


def by_commas(piece: str, others: Sequence[str], notes: list[str], field: str) -> list[str]:
    """The names that commas part within one piece between two ands."""
    parts = [part.strip() for part in split(piece, ",")]
    trailing = parts[-1] == "" and len(parts) > 1
    parts = [part for part in parts if part]
    if len(parts) < 2 or is_group(piece, parts):
        return [piece.rstrip(" ,")]
    suffix = len(parts) == 3 and any(SUFFIX.fullmatch(part) for part in parts[1:])
    if len(parts) == 2 or suffix:
        if suffix or not _may_be_two(parts, piece, others, trailing=trailing):
            return [", ".join(parts)]
        if trailing or others or all(_INITIALS_FIRST.match(part) for part in parts):
            notes.append(f"{field}: commas are read as 'and' between '{bare(', '.join(parts))}'")
            return parts
        notes.append(
            f"{field}: '{bare(piece)}' is read as one person whose family name is "
            f"'{bare(parts[0])}'; if these are two, write 'and' between them"
        )
        return [", ".join(parts)]
    return _list_by_commas(parts, piece, notes, field)


def _list_by_commas(parts: list[str], piece: str, notes: list[str], field: str) -> list[str]:
    cut = bool(ET_AL.fullmatch(parts[-1]))
    named = parts[:-1] if cut else parts
    more = [OTHERS] if cut else []
    shown = f"{field}: commas are read as 'and' between names"
    if all(VANCOUVER.fullmatch(part) for part in named):
        notes.append(f"{shown} such as '{bare(named[0])}'")
        return [*(from_vancouver(part) for part in named), *more]
    pairs = list(zip(named[::2], named[1::2], strict=False))
    if len(named) % 2 == 0 and all(_INITIALS.fullmatch(given) for _, given in pairs):
        notes.append(f"{shown} such as '{bare(', '.join(pairs[0]))}'")
        return [*(", ".join(pair) for pair in pairs), *more]
    if all(" " in part.strip() for part in named):
        notes.append(f"{shown} such as '{bare(named[0])}'")
        return [*named, *more]
    raise UnreadableNamesError(
        f"the names of {field} '{bare(piece)[:80]}' cannot be told apart by their commas; "
        "write 'Family, Given and Family, Given'"
    )


def _may_be_two(parts: Sequence[str], piece: str, others: Sequence[str], *, trailing: bool) -> bool:
    """Whether "A B, C D" may be two persons rather than one, "Family Family, Given Given"."""
    if not all(" " in part for part in parts) or OPEN in piece:
        return False
    if any(_INITIALS.fullmatch(part) for part in parts) or parts[0].split()[0].lower() in PARTICLES:
        return False
    if trailing or not others:
        return True
    # Beside "Given Family" names a comma parts two of them; beside "Family, Given" it does not.
    return all("," not in outside(other) and " " in other.strip() for other in others)


def from_vancouver(name: str) -> str:
    """ "Doe JA" as "Doe, JA"; other names as they are."""
    match = VANCOUVER.fullmatch(name)
    if match is None:
        return name
    return ", ".join(filter(None, (match["family"], match["suffix"], match["given"])))


def is_company(name: str) -> bool:
    """Whether a name of one word is a company's: it has several capitals."""
    return " " not in name and sum(letter.isupper() for letter in name) > 1


def is_group(text: str, parts: Sequence[str]) -> bool:
    """Whether a name, and its parts between commas, is that of a group rather than a person."""
    if not GROUP.search(outside(text)):
        return False
    if len(parts) == 1:
        return True
    # "Foundation, Jane" may be a person; "OpenAI, Inc." and "Institute for X, Y" are none.
    return len(parts) == 2 and (
        bool(re.fullmatch(r"(?:inc|ltd|llc|gmbh|corp|co)\.?", parts[1], re.I))
        or (len(parts[0].split()) > 2 and bool(GROUP.search(parts[0])))
    )
