"""The text of references.bib: its canonical form, and entries put into it.

The canonical form of an entry is ``@type{key,``, one ``  field = {value},`` a line in the
order of :data:`surveybook.sources.bibtexfields.ORDER`, and ``}``; entries are parted by one
blank line. Comments and the order of the entries stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import bibtexparser
from bibtexparser.model import Entry, ParsingFailedBlock

from ..sources.bibtexfields import ORDER

_BLANK = re.compile(r"[ \t\r\n]+")


class UnreadableError(ValueError):
    """A text that is not BibTeX from end to end; says what is wrong and on which line."""


def format_entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry in canonical form, from values without their outer braces."""
    return _entry(kind, key, {name: f"{{{_spaced(text)}}}" for name, text in fields.items()})


def format_bibliography(text: str) -> str:
    """The text of a BibTeX file in canonical form.

    Raises:
        UnreadableError: an entry cannot be read, so nothing can be said about its form.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    parts: list[str] = []
    end = 0
    for entry, start in _entries(text):
        parts += [text[end:start].strip(), _canonical(entry)]
        end = start + len(entry.raw)
    parts.append(text[end:].strip())
    return "\n\n".join(part.rstrip("\n") for part in parts if part) + "\n"


def insert_entry(text: str, key: str, entry: str) -> str:
    """The text with ``entry`` put behind the last key that sorts before ``key``; at its end
    where the keys of the file are not sorted. Nothing else changes.

    Raises:
        UnreadableError: as :func:`format_bibliography`.
    """
    places = [(other.key, start, start + len(other.raw)) for other, start in _entries(text)]
    keys = [other for other, _, _ in places]
    if not places or keys != sorted(keys) or key > keys[-1]:
        return text + "\n" * (2 - _ending(text) if text.strip() else 0) + entry
    earlier = [end for other, _, end in places if other < key]
    if not earlier:
        start = places[0][1]
        return f"{text[:start]}{entry}\n{text[start:]}"
    # Directly behind the entry: a comment further down belongs to what follows it.
    at = earlier[-1] - _ending(text[: earlier[-1]])
    return f"{text[:at]}\n\n{entry.rstrip()}{text[at:]}"


def replace_entry(text: str, key: str, entry: str) -> str:
    """The text with the entry of ``key`` replaced. Nothing else changes.

    Raises:
        UnreadableError: as :func:`format_bibliography`.
        KeyError: there is no such entry.
    """
    for other, start in _entries(text):
        if other.key == key:
            return text[:start] + entry.rstrip("\n") + text[start + len(other.raw) :]
    raise KeyError(key)


def _entries(text: str) -> Iterator[tuple[Entry, int]]:
    """Each entry and where in the text it starts."""
    library = bibtexparser.parse_string(text, parse_stack=[])
    _refuse(library.failed_blocks)
    end = 0
    for entry in library.entries:
        start = text.index(entry.raw, end)
        end = start + len(entry.raw)
        yield entry, start


def _refuse(failed: Iterable[ParsingFailedBlock]) -> None:
    for block in failed:
        reason = str(block.error).split("\n")[-1].strip() or "an entry is not closed"
        raise UnreadableError(f"line {(block.start_line or 0) + 1}: {reason}")


def _canonical(entry: Entry) -> str:
    return _entry(
        entry.entry_type.lower(),
        entry.key,
        {field.key.lower(): _value(field.value) for field in entry.fields},
    )


def _entry(kind: str, key: str, values: Mapping[str, str]) -> str:
    before = ORDER.index("doi")
    place = {name: number for number, name in enumerate(ORDER)}
    names = sorted(values, key=lambda name: place.get(name, before - 0.5))
    lines = [f"  {name} = {values[name]}," for name in names]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _value(value: str) -> str:
    """A value in braces; an abbreviation or a sum of values stays what it is."""
    value = value.strip()
    if _is_whole(value, '"', '"') or _is_whole(value, "{", "}"):
        return f"{{{_spaced(value[1:-1])}}}"
    return f"{{{value}}}" if value.isdecimal() else _BLANK.sub(" ", value)


def _is_whole(value: str, opening: str, closing: str) -> bool:
    """Whether the first character opens what only the last one closes."""
    if len(value) < 2 or value[0] != opening or value[-1] != closing:
        return False
    depth = 0
    for character in value[1:-1]:
        depth += (character == "{") - (character == "}")
        if depth < 0 or (depth == 0 and character == closing == '"'):
            return False
    return depth == 0


def _spaced(value: str) -> str:
    # Not str.split(): a no-break space is part of the value.
    return _BLANK.sub(" ", value).strip(" ")


def _ending(text: str) -> int:
    return len(text) - len(text.rstrip("\n"))
