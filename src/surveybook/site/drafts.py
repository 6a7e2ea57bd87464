"""Drafts: a quick build of the pages that somebody looks at, before the rest follows.

``surveybook serve`` asks for one by an environment variable, since Sphinx is another process.
"""

from __future__ import annotations

import os
from collections.abc import Collection

_VARIABLE = "SURVEYBOOK_DRAFT"


def drafting(chapters: Collection[str] | None) -> dict[str, str]:
    """The environment that asks for a draft of these chapters; empty for ``None``, no draft."""
    return {} if chapters is None else {_VARIABLE: os.pathsep.join(chapters)}


def drafted_chapters() -> list[str] | None:
    """The chapters to execute in this draft; ``None`` if this is none."""
    chapters = os.environ.get(_VARIABLE)
    return None if chapters is None else chapters.split(os.pathsep)
