"""Sizes of models, as numbers."""

from __future__ import annotations

import re

_MULTIPLES = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}


def parameter_count(size: str) -> float:
    """The number a size such as "110M" or "7B" stands for.

    Raises:
        ValueError: the text is not a number with an optional K, M, B or T.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([KMBT]?)", size)
    if not match:
        raise ValueError(f"{size!r} is not a size such as 110M or 7B")
    return float(match[1]) * _MULTIPLES[match[2]]


def readable_size(size: str) -> str:
    """A number of parameters as written; a count to the last one with its thousands apart."""
    return f"{int(size):,}" if size.isdecimal() else size
