"""Texts in which private braces hold words together: what stands outside them."""

from __future__ import annotations

import re

from .markup import CLOSE, OPEN


def split(text: str, pattern: str) -> list[str]:
    """The text at what matches outside the private braces."""
    masked = outside(text)
    parts, start = [], 0
    for match in re.finditer(pattern, masked):
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]


def outside(text: str) -> str:
    """The text with everything within braces masked, at the same length."""
    masked, depth = [], 0
    for character in text:
        depth += character == OPEN
        masked.append("\0" if depth else character)
        depth -= character == CLOSE
    return "".join(masked)


def is_whole(text: str) -> bool:
    """Whether the first character opens what only the last one closes."""
    depth = 0
    for number, character in enumerate(text):
        depth += (character == OPEN) - (character == CLOSE)
        if depth == 0 and number < len(text) - 1:
            return False
    return True


def bare(text: str) -> str:
    """Without the braces."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def braced(name: str) -> str:
    """With real braces, kept only where they hold several words together."""
    name = re.sub(rf"{OPEN}([^{OPEN}{CLOSE}\s,]*){CLOSE}", r"\1", name)
    return name.replace(OPEN, "{").replace(CLOSE, "}")
