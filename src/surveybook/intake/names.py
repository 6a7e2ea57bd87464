"""Lists of authors as people and programs write them.

BibTeX parts names by " and "; people use commas, semicolons and ampersands as well. What can be
told apart for certain is taken and said; what cannot is refused with the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .braces import bare, braced, is_whole, outside, split
from .latex import read_value
from .markup import CLOSE, OPEN
from .namecommas import (
    ET_AL,
    GROUP,
    OTHERS,
    PARTICLES,
    SUFFIX,
    VANCOUVER,
    by_commas,
    from_vancouver,
    is_company,
    is_group,
)

_TRAILING_ET_AL = re.compile(r"[\s,;]+(?:et\.?\s+al\.?|and others|…|\.\.\.)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Names:
    """Names in order ("Family, Given", "{Group}", or "others" at the end), and what was
    interpreted."""

    names: tuple[str, ...]
    notes: tuple[str, ...] = ()


def read_names(value: str, field: str = "author") -> Names:
    """The names of a BibTeX ``author`` or ``editor`` field, TeX and HTML in it undone.

    Raises:
        UnreadableNamesError: the names cannot be told apart for certain.
        UnreadableValueError: a name holds a command that is not known.
    """
    notes: list[str] = []
    raw = _between_ands(value, notes, field)
    cut = listed = False
    parts: list[str] = []
    for each in raw:
        # TeX swallows the space behind a macro, also the one before "and": read one by one.
        reading = read_value(_from_extended(each), name=True)
        notes += [f"{field}: {note}" for note in reading.notes]
        shorter = _TRAILING_ET_AL.sub("", reading.text)
        if shorter != reading.text:
            cut, listed = True, "," in reading.text[len(shorter) :]
        parts.append(f"{shorter}," if listed else shorter)
    pieces: list[str] = []
    for number, part in enumerate(parts):
        others = [*parts[:number], *parts[number + 1 :]]
        for piece, parted in _divided(part, notes, field):
            if ET_AL.fullmatch(piece.strip()):
                cut = True
            else:
                pieces += [piece] if parted else by_commas(piece, others, notes, field)
    names = []
    for piece in pieces:
        name = _one(piece, notes, field)
        if name == OTHERS:
            cut = True
        elif name:
            names.append(name)
    if cut and names:
        names.append(OTHERS)
    return Names(tuple(names), tuple(dict.fromkeys(notes)))


def listed_names(values: Iterable[str], field: str = "author") -> Names:
    """Names that a format gives one by one, each "Family, Given" or a group's name."""
    notes: list[str] = []
    names: list[str] = []
    for value in values:
        text = " ".join(value.split()).strip(" ,;")
        if not text:
            continue
        if ET_AL.fullmatch(text):
            names.append(OTHERS)
        elif "," in text:
            names.append(_comma_form(text))
        else:
            # Without a comma it is one name: a group's, as the managers read it too.
            if " " in text:
                notes.append(f"{field}: '{text}' is read as the name of a group: it has no comma")
            names.append(f"{{{text}}}" if " " in text or is_company(text) else text)
    return Names(tuple(names), tuple(notes))


def inverted(name: str) -> str:
    """A name "Given van Family Jr." as "van Family, Jr., Given"; the last word, with the
    particles before it, is the family name. Braces hold words together."""
    words = re.findall(rf"(?:{OPEN}[^{CLOSE}]*{CLOSE}|[^\s{OPEN}])+", name)
    suffix = ""
    if len(words) > 2 and SUFFIX.fullmatch(words[-1].strip(",")):
        suffix = words.pop().strip(",")
        words[-1] = words[-1].rstrip(",")
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    # "Charles de la Vallée Poussin": what follows a lower-case particle is the family name.
    first = next(
        (n for n in range(1, start) if words[n].islower() and words[n] in PARTICLES), start
    )
    start = min(start, first)
    if start <= 0:
        return name
    return ", ".join(filter(None, (" ".join(words[start:]), suffix, " ".join(words[:start]))))


def _between_ands(value: str, notes: list[str], field: str) -> list[str]:
    """The value at its ands outside braces, still as TeX."""
    parts: list[list[str]] = [[]]
    words: set[str] = set()
    depth = 0
    for word in value.split():
        bare = word.strip(",;")
        if depth == 0 and bare.lower() == "and":
            words.add(bare)
            # "A, B, and C": the comma before tells a list.
            parts.append([])
            continue
        parts[-1].append(word)
        depth += len(re.findall(r"(?<!\\)\{", word)) - len(re.findall(r"(?<!\\)\}", word))
    written = sorted(words - {"and"})
    notes += [f"{field}: '{word}' is read as 'and' between two names" for word in written]
    return [" ".join(part) for part in parts if part]


def _divided(text: str, notes: list[str], field: str) -> list[tuple[str, bool]]:
    """The text at the semicolons and ampersands outside braces; each part with whether a
    semicolon parted it, behind which commas belong to the name."""
    halves = split(text, ";")
    if len(halves) > 1:
        notes.append(f"{field}: semicolons are read as 'and' between names")
        # "Jane Doe, MIT; John Roe" has commas that part something else.
        found = [(half, True) for half in halves]
    else:
        found = _by_ampersand(text, notes, field)
    return [(part.strip(), parted) for part, parted in found if part.strip(" ,;")]


def _by_ampersand(part: str, notes: list[str], field: str) -> list[tuple[str, bool]]:
    halves = [half.strip(" ,") for half in split(part, r"\s&\s")]
    if len(halves) < 2 or GROUP.search(outside(part)):
        return [(part, False)]
    if all("," in half or " " in half for half in halves):
        notes.append(f"{field}: '&' is read as 'and' between names")
        return [
            (f"{half}," if number == 0 and half.count(",") > 1 else half, False)
            for number, half in enumerate(halves)
        ]
    return [(f"{OPEN}{part}{CLOSE}", False)]


def _one(piece: str, notes: list[str], field: str) -> str:
    text = " ".join(piece.split()).strip(" ,;")
    number = re.search(r"\s+\d{4}$", text)
    if number:
        # DBLP tells persons of one name apart by such a number.
        notes.append(
            f"{field}: the number{number[0]} behind '{text[: number.start()]}' is left out"
        )
        text = text[: number.start()]
    if not text or ET_AL.fullmatch(text):
        return OTHERS if text else ""
    if text[0] == OPEN and text[-1] == CLOSE and is_whole(text):
        if ET_AL.fullmatch(bare(text)):
            return OTHERS
        return f"{{{bare(text)}}}"
    parts = [part.strip() for part in split(text, ",")]
    if is_group(text, parts):
        notes.append(f"{field}: '{bare(text)}' is read as the name of a group")
        return f"{{{bare(text)}}}"
    if len(parts) > 1:
        return braced(_comma_form(text))
    if is_company(text):
        notes.append(f"{field}: '{bare(text)}' is read as the name of a group")
        return f"{{{bare(text)}}}"
    match = VANCOUVER.fullmatch(text)
    # "Jane DOE" shouts a family name; initials are one or two.
    if match and len(match["given"].replace("-", "")) <= 2 and not match["family"].isupper():
        notes.append(f"{field}: '{text}' is read as family name and initials")
        return from_vancouver(text)
    return braced(inverted(text))


def _comma_form(text: str) -> str:
    """ "Family, Given", with the suffix in the middle wherever it stood."""
    parts = [part.strip() for part in split(text, ",") if part.strip()]
    suffixes = [part for part in parts[1:] if SUFFIX.fullmatch(part)]
    kept = [part for part in parts if part not in suffixes]
    for number, part in enumerate(kept[:2]):
        # "Smith Jr, John" and "Smith, John Jr".
        head, _, last = part.rpartition(" ")
        if head and not suffixes and SUFFIX.fullmatch(last) and OPEN not in part:
            suffixes.append(last)
            kept[number] = head
    if len(kept) < 2:
        return ", ".join([*kept, *suffixes])
    return ", ".join([kept[0], *suffixes[:1], *kept[1:2]])


_EXTENDED = re.compile(r"\b(family|given|prefix|suffix)\s*=\s*(\"[^\"]*\"|[^,]*)", re.IGNORECASE)


def _from_extended(name: str) -> str:
    """A name in biblatex's extended form, "family=..., given=...", in the usual one."""
    parts = {key.lower(): text.strip('" ') for key, text in _EXTENDED.findall(name)}
    if "family" not in parts:
        return name
    family = " ".join(filter(None, (parts.get("prefix"), parts["family"])))
    return ", ".join(filter(None, (family, parts.get("suffix"), parts.get("given"))))
