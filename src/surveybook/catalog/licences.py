"""What a licence of weights allows, as far as its stated name says."""

from __future__ import annotations

import re

PERMISSIVE, RESTRICTED, UNKNOWN = "permissive", "restricted", "unknown"

_PERMISSIVE = re.compile(
    r"(Apache-2\.0|MIT|BSD-[23]-Clause|CC-BY-4\.0|CC0-1\.0|AFL-3\.0|public domain)(?![\w-])"
)
"""Licences that allow any use, commercial use among it, and ask for no more than attribution."""
_LIMITS = re.compile(
    r"non-?commercial|-NC|commons clause|research|academic|own licence|model licence", re.IGNORECASE
)


def licence_class(stated: str | None) -> str:
    """Whether a licence is permissive, restricted, or unknown because none is stated.

    A statement that names a permissive licence beside a limit is restricted: which of the two
    holds is for a lawyer to say.
    """
    if not stated:
        return UNKNOWN
    if _PERMISSIVE.match(stated) and not _LIMITS.search(stated):
        return PERMISSIVE
    return RESTRICTED
