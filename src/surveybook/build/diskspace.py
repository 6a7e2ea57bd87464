"""A full disk ends a build with one sentence, and without remains that keep it full."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from .stage import Outcome
from .swap import delete

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""No space, no quota, or a file larger than this process may write."""
_PROBE = 1 << 20
"""Bytes that must fit for the disk to count as not full."""


def sparing_disk(root: Path, unfinished: Iterable[Path], work: Callable[[], Outcome]) -> Outcome:
    """What came of ``work``; if it failed because the disk is full, one sentence that says so.

    Whatever else ends it, a fault of its own or a signal, goes on as it is. ``unfinished`` are
    the places where the work prepares what replaces the old: after a full disk they are deleted.
    """
    try:
        outcome = work()
    except OSError as error:
        if error.errno not in _FULL:
            raise
        reason = os.strerror(error.errno)
    else:
        if outcome.published:
            return outcome
        reason = _blamed(outcome.faults) or _why_full(root / "_build")
        if not reason:
            return outcome
    for place in unfinished:
        delete(place)
    sentence = f"the disk is full ({reason.lower()}); free some space and try again"
    return Outcome(False, (), sentence)


def _blamed(faults: Iterable[str]) -> str:
    """Which of these errors another program met by what it said; empty if none."""
    for number in sorted(_FULL):
        if any(f"[Errno {number}]" in fault for fault in faults):
            return os.strerror(number)
    return ""


def _why_full(folder: Path) -> str:
    """Why no file of a moderate size can be written into a folder; empty if one can."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_PROBE))
            file.flush()
    except OSError as error:
        if error.errno in _FULL:
            return os.strerror(error.errno)
    return ""
