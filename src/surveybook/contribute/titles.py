"""Titles as lists write them: the name before the colon, and when two are one."""

from __future__ import annotations

import re

from ..checks.agreement import alike
from .listitems import letters

LONG = 5
"""Words from which on a title tells a work by itself."""
_SAME_TITLE = 0.92
"""How alike, 0 to 1, two titles are that differ only in how they are written."""


def split_title(title: str) -> tuple[str, str]:
    """The name before a title's colon and the rest; ("", title) where there is none."""
    head, colon, rest = title.partition(":")
    if colon and rest.strip() and len(head.split()) <= 4:
        return head.strip(), rest.strip()
    return "", title


def same_title(one: str, other: str) -> bool:
    """Whether two titles are one but for the way it is written."""
    if numbers_in(one) != numbers_in(other):
        return False
    (head, rest), (other_head, other_rest) = split_title(one), split_title(other)
    if head and other_head and letters(head) != letters(other_head):
        return False
    if bool(head) != bool(other_head):
        return max(alike(one, other), alike(rest, other_rest)) >= _SAME_TITLE
    return alike(one, other) >= _SAME_TITLE


def numbers_in(text: str) -> set[str]:
    """The numbers in a title or name: they tell one version of a model from the next."""
    return set(re.findall(r"\d+", text))


def title_letters(title: str) -> str:
    """A title for comparing: its letters and digits, without an article before them."""
    return name_letters(re.sub(r"^\s*(?:an?|the)\s+", "", title, flags=re.I))


def name_letters(name: str) -> str:
    """A name for comparing: its letters and digits, and a plus, which makes another model."""
    return letters(name.replace("+", "plus"))
