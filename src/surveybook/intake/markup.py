"""HTML in plain text: entities, and tags for sub- and superscripts; and letters for these.

Names of entities are the standard library's, letters those of the Unicode database.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

OPEN, CLOSE = "\ue000", "\ue001"
"""Private characters for the braces that a source has for capitals or to hold words together."""
TILDE = "\ue004"
"""A tilde that is no space."""
_TAG = re.compile(
    r"</?(?:(?:jats|mml|xhtml):)?"
    r"(?:i|it|b|u|em|italic|bold|strong|sub|sup|inf|scp|sc|span|tt|small|p|br|title|math|mi|mn|mo"
    r"|mrow|msub|msup|msubsup|mtext|semantics|mstyle|mathvariant)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


_SCRIPT_TAG = re.compile(
    r"<(?:jats:|xhtml:)?(sub|inf|sup)\b[^<>]*>(.*?)</(?:jats:|xhtml:)?\1\s*>", re.I | re.S
)


_ENTITY = re.compile(r"\\?&((?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)")


def without_markup(value: str) -> str:
    """A text without tags, its entities undone; scripts become ``\\textsuperscript{...}``."""
    text = value
    for _ in range(2):
        # Some programs escape twice: &amp;amp;
        text = _ENTITY.sub(lambda match: _entity(f"&{match[1]}"), text)
    text = _SCRIPT_TAG.sub(
        lambda match: (
            f"\\text{'superscript' if match[1].lower() == 'sup' else 'subscript'}{{{match[2]}}}"
        ),
        text,
    )
    return _TAG.sub(lambda match: " " if match[0].lower().startswith("<br") else "", text)


def scripts_applied(text: str, notes: list[str]) -> str:
    """What :func:`without_markup` left of scripts, in the letters for them."""
    return re.sub(
        r"\\text(super|sub)script\{([^{}]*)\}",
        lambda match: in_script(match[2], match[1], notes),
        text,
    )


def in_script(text: str, kind: str, notes: list[str]) -> str:
    """A text as sub- or superscript; if it has no such letters as it is, which is noted."""
    found = scripted(text, kind)
    if found is None:
        notes.append(f"'{text}' is written on the line: it has no {kind}script letters")
        return text
    return found


def scripted(text: str, kind: str) -> str | None:
    """A text in sub- or superscript letters ("sub", "super"); None if a letter has none."""
    known = _scripts()[kind]
    return "".join(known[each] for each in text) if all(each in known for each in text) else None


@cache
def _scripts() -> dict[str, dict[str, str]]:
    """Letters by their forms as sub- and superscript, from the Unicode database."""
    found: dict[str, dict[str, str]] = {"sub": {" ": " "}, "super": {" ": " "}}
    for number in range(0x80, 0x20000):
        kind, _, rest = unicodedata.decomposition(chr(number)).partition("> ")
        kind = kind.removeprefix("<")
        # The ordinals ª and º are set otherwise than superscripts.
        if kind in found and " " not in rest and chr(number) not in "ªº":
            found[kind].setdefault(chr(int(rest, 16)), chr(number))
    for forms in found.values():
        forms["-"] = forms["−"]
    return found


def _entity(entity: str) -> str:
    character = html.unescape(entity)
    if character == entity:
        return entity
    # What it stands for is text, not TeX.
    return {"{": r"\{", "}": r"\}", "$": r"\$", "~": TILDE}.get(character, character)
