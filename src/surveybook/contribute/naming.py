"""Names for what is new: BibTeX keys, permanent ids, and titles whose capitals last."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from anyascii import anyascii

from ..checks.references import unprotected_words

_STOP = re.compile(
    "an?|and|are|at|by|can|does|do|for|from|how|into|in|is|its|of|on|or|the|towards?|to|using|via"
    "|we|what|when|where|why|with|without"
)
"""Words of a title that do not tell it from others."""
_LONGEST_WORD = 24
"""Letters of a title's word in a key; Chinese and Japanese titles are one word."""
_MOST_NAMES = 0.4


def ascii_letters(text: str) -> str:
    """A text in ASCII letters: without accents, other scripts transliterated."""
    # The library drops a mark that stands for itself, and has words for symbols.
    composed = unicodedata.normalize("NFC", text)
    return str(anyascii(composed))


def make_key(author: str, year: int | str, title: str, taken: Collection[str]) -> str:
    """A BibTeX key: surname of the first author, first public year and the first word of the
    title that says something, such as ``jin2023medcpt``; with b, c, ... where it is taken."""
    # A name without a comma is a group's.
    family = author.split(",")[0]
    words = [_bare(word) for word in title.split()]
    telling = [word for word in words if word and not _STOP.fullmatch(word)]
    key = f"{_bare(family) or 'anonymous'}{year}{(telling or ['work'])[0][:_LONGEST_WORD]}"
    return _free(key, "", taken)


def make_id(name: str, taken: Collection[str]) -> str:
    """A permanent id from a name: lower-case letters, digits, hyphens; with -2, -3, ... where
    it is taken. "" if the name has no letter or digit."""
    text = ascii_letters(name).lower().replace("+", "-plus")
    slug = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    return _free(slug, "-", taken) if slug else ""


def short_name(title: str) -> str:
    """The name that a title puts before its colon; else the title's first telling words."""
    head, colon, _ = title.partition(":")
    if colon and len(head.split()) <= 4:
        return head.strip()
    words = [word.strip(",.;?!") for word in title.split() if not _STOP.fullmatch(word.lower())]
    name = " ".join(words[:5])
    return name[:1].upper() + name[1:] if name[:1].isascii() else name


def protect_capitals(title: str) -> str:
    """A BibTeX title with braces around the words whose capitals the citation style would
    lower: those with inner capitals, a single word before a colon and, where the title is
    written like a sentence, names within it. Braces that are there stay."""
    head = re.match(r"[^\s:{}]*[A-Z][^\s:{}]*(?=:)", title)
    if head:
        title = f"{{{head[0]}}}{title[head.end() :]}"
    for word in [*unprotected_words(title), *_names(title)]:
        title = re.sub(
            rf"(?<![\w{{-]){re.escape(word)}(?![\w}}])",
            lambda match: match[0] if _inside_braces(match) else f"{{{match[0]}}}",
            title,
        )
    return f"{{{title}}}" if unprotected_words(title) else title


def _names(title: str) -> list[str]:
    """Capitalised words of a title that is written like a sentence."""
    words = [word.strip(",.:;?!()'\"") for word in re.split(r"\s+", title)[1:]]
    # After a colon a sentence begins anew.
    begins = {match[1] for match in re.finditer(r"[:.?!]\s+(\w+)", title)}
    long = [word for word in words if len(word) > 3 and word.isalpha()]
    capitalised = [word for word in long if word[0].isupper() and word not in begins]
    return capitalised if len(capitalised) <= _MOST_NAMES * len(long) else []


def _inside_braces(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    return before.count("{") > before.count("}")


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", ascii_letters(text).lower())


def _free(name: str, hyphen: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while True:
        suffix = f"-{number}" if hyphen else _letter(number)
        if name + suffix not in taken:
            return name + suffix
        number += 1


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1) if number <= 26 else f"z{number}"
