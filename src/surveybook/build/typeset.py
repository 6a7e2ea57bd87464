"""The typesetter as a process of its own: on its own files only, for a limited time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from .processes import guarded

TIME_LIMIT = 600.0
"""Seconds that the book and its chapters may take together; they take under half a minute."""
_LOG = "typesetting.txt"
# No package is fetched: whatever would be asked for it is not there.
_NO_NETWORK = dict.fromkeys(
    ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"),
    "http://127.0.0.1:9",
)


def typeset(folder: Path, epoch: int, time_limit: float = TIME_LIMIT) -> list[str]:
    """Make the PDFs of what is in ``folder``; what is wrong with them.

    ``epoch`` (seconds since 1970) is the time that the PDFs state, so that the same source gives
    the same bytes. A run that takes longer than ``time_limit`` seconds is ended.
    """
    command = [sys.executable, "-m", "surveybook.build.setting", str(folder), str(epoch)]
    log = folder / _LOG
    with (
        log.open("wb") as output,
        guarded(command, folder, output, _NO_NETWORK) as process,
    ):
        try:
            status = process.wait(time_limit)
        except subprocess.TimeoutExpired:
            return [f"the typesetter was still running after {time_limit:g} s and was ended"]
    return _faults(log.read_text(encoding="utf-8", errors="replace").splitlines(), status)


def _faults(lines: list[str], status: int) -> list[str]:
    faults = [json.loads(line) for line in lines if line.startswith('"')]
    if status and not faults:
        last = next((line for line in reversed(lines) if line.strip()), "it gave no reason")
        return [f"the typesetter ended with {status}: {last}"]
    return faults
