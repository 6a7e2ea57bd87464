"""What is rendered for: the site or print. Set once in the process that executes chapters."""

from __future__ import annotations

from typing import Literal

Medium = Literal["site", "print"]
MEDIA: tuple[Medium, ...] = ("site", "print")
_current: Medium = "site"


def current_medium() -> Medium:
    """The medium that views render for."""
    return _current


def render_for(medium: str) -> None:
    """Render for "site" or "print" from here on.

    Raises:
        ValueError: there is no such medium.
    """
    global _current
    for known in MEDIA:
        if medium == known:
            _current = known
            return
    raise ValueError(f"nothing can be rendered for {medium!r}; use {' or '.join(MEDIA)}")
