"""TeX at work in a folder: without a shell, on its own files only, for a limited time."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from .processes import guarded
from .texlog import Manuscript, complaints

PROGRAMS = ("latexmk", "xelatex", "xdvipdfmx")
TIME_LIMIT = 900.0
"""Seconds that one document may take; the whole book takes under two minutes."""
_XELATEX = "xelatex -no-pdf -no-shell-escape -interaction=nonstopmode -halt-on-error %O %S"
# -z 9: the best compression; no picture needs a program of its own, so none is allowed.
_XDVIPDFMX = "xdvipdfmx -q -E -z 9 -D false -o %D %O %S"


def missing_programs() -> list[str]:
    """The programs of TeX that this machine lacks."""
    return [program for program in PROGRAMS if not shutil.which(program)]


def typeset(folder: Path, stem: str, epoch: int, time_limit: float = TIME_LIMIT) -> list[str]:
    """Make ``<stem>.pdf`` of ``<stem>.tex`` in ``folder``; what is wrong with it.

    ``epoch`` (seconds since 1970) is the time that the PDF states, so that the same source
    gives the same bytes. A run that takes longer than ``time_limit`` seconds is ended.
    """
    command = ["latexmk", "-norc", "-xelatex", "-silent"]
    command += ["-e", f"$xelatex='{_XELATEX}'", "-e", f"$xdvipdfmx='{_XDVIPDFMX}'", f"{stem}.tex"]
    environment = {
        "SOURCE_DATE_EPOCH": str(epoch),
        "FORCE_SOURCE_DATE": "1",
        "max_print_line": "100000",
        # TeX may read and write only below its folder, besides its own installation.
        "openin_any": "p",
        "openout_any": "p",
        "TEXMFHOME": os.devnull,
    }
    with (
        (folder / f"{stem}.out.txt").open("wb") as output,
        guarded(command, folder, output, environment) as process,
    ):
        try:
            status = process.wait(time_limit)
        except subprocess.TimeoutExpired:
            return [f"{stem}.tex: TeX was still running after {time_limit:g} s and was ended"]
    return _faults(folder, stem, status)


def _faults(folder: Path, stem: str, status: int) -> list[str]:
    log = folder / f"{stem}.log"
    if not log.is_file():
        return [f"{stem}.tex: TeX ended with {status} and left no log"]
    manuscript = Manuscript((folder / f"{stem}.tex").read_text(encoding="utf-8"))
    faults = complaints(log.read_text(encoding="utf-8", errors="replace"), manuscript)
    if status and not faults:
        faults = [f"{stem}.tex: TeX ended with {status} (see {log.name})"]
    return faults
