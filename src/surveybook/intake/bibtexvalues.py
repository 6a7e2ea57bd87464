"""The values of BibTeX entries as written: their parts joined, macros put in, keys supplied."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

_PART = re.compile(
    r'\s*(?:"(?P<quoted>(?:[^"{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*)"|(?P<word>[^\s#{}",=]+))\s*'
)


def with_keys(text: str) -> str:
    """The text with a key for each entry that has none, as EndNote and others write them."""
    number = iter(range(1, text.count("@") + 2))
    return re.sub(
        r"(@(?!comment|string|preamble)\w+\s*[{(])\s*(?:,|(?=[A-Za-z_-]+\s*=))",
        lambda match: f"{match[1]}no-key-{next(number)},{match[0].count(chr(10)) * chr(10)}",
        text,
        flags=re.IGNORECASE,
    )


def is_undefined(value: str, macros: Mapping[str, str]) -> bool:
    """Whether a value is a bare word that no @string defines."""
    word = value.strip()
    return bool(re.fullmatch(r"[A-Za-z][\w-]*", word)) and word.lower() not in macros


def joined_value(value: str, macros: Mapping[str, str]) -> str | None:
    """A value with its parts joined and macros put in; None if it is none."""
    text, parts = value.strip(), []
    while True:
        if text.startswith("{"):
            end = _closing(text)
            if end < 0:
                return None
            parts.append(text[1:end])
            text = text[end + 1 :].strip()
        else:
            match = _PART.match(text)
            if not match:
                return "" if not text and not parts else None
            if match["quoted"] is not None:
                parts.append(match["quoted"])
            else:
                word = match["word"]
                parts.append(word if word.isdecimal() else macros.get(word.lower(), word))
            text = text[match.end() :].strip()
        if not text:
            return "".join(parts)
        if not text.startswith("#"):
            return None
        text = text[1:].strip()


def _closing(text: str) -> int:
    depth = 0
    for number, character in enumerate(text):
        escaped = number and text[number - 1] == "\\"
        depth += (character == "{") - (character == "}") if not escaped else 0
        if depth == 0:
            return number
    return -1


def bare_identifier(value: str) -> str:
    """A value in which a tilde is a tilde and an underscore needs no escape."""
    text = re.sub(r"\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}", r"\1", html.unescape(value))
    text = re.sub(r"\\(?:url|path|nolinkurl)\b", "", text)
    text = re.sub(r"\\textasciitilde(?:\{\}|\s)?|\$\\sim\$|\\~(?:\{\})?", "~", text)
    text = re.sub(r"\\textunderscore(?:\{\}|\s)?", "_", text)
    text = re.sub(r"\$\s*([<>])\s*\$", r"\1", text)
    text = re.sub(r"\\([&%#_$~])", r"\1", text)
    return re.sub(r"[{}]", "", text).strip()
