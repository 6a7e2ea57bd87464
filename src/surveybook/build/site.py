"""Build the site beside the old one, look at it, and only then put it in the old one's place."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ..catalog import load
from ..checks import check
from .digest import book_digest
from .publish import look_at

SITE = "_build/html"
_STAGE = "_build/next"
_FAULTLESS = "_build/next/faultless"
_MANIFEST = "_build/published.json"
_LOG = "_build/build.log"
_NOISE = re.compile(r"^\s*$|^=+$|RuntimeError|Traceback|^ +|There was an error in building|=====")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")


@dataclass(frozen=True)
class Outcome:
    """What a build did: whether the site is up to date now, what was wrong, what was done."""

    published: bool
    faults: tuple[str, ...]
    summary: str


def build(root: Path) -> Outcome:
    """Bring ``_build/html`` up to date with the sources below ``root``.

    The sources are checked, Sphinx builds into a folder beside the site with every warning an
    error, and the built pages are looked at. On any fault the published site stays as it is.
    """
    (root / "_build").mkdir(exist_ok=True)
    with _only_one(root):
        digest = book_digest(root)
        if _is_published(root, digest):
            return Outcome(True, (), "nothing has changed since the last build")
        _enter_stage(root)
        with _sphinx(root) as running:
            # Another process, so the sources are checked meanwhile.
            problems = check(root)
            faults = [] if problems else _faults(root, running.wait())
        if problems:
            return Outcome(False, tuple(map(str, problems)), "the sources have problems")
        staged = root / _STAGE / "_build" / "html"
        faults = faults or look_at(staged, load(root))
        if faults:
            return Outcome(False, tuple(faults), f"the book could not be built (see {_LOG})")
        (root / _FAULTLESS).touch()
        _swap(root, staged)
        _write_manifest(root, digest)
        pages = len(list((root / SITE).rglob("*.html")))
        return Outcome(True, (), f"{pages} pages are in {SITE}")


@contextmanager
def _only_one(root: Path) -> Iterator[None]:
    """Wait for a build that is under way in this folder."""
    with (root / "_build" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _enter_stage(root: Path) -> None:
    """Keep what the last build left on the stage only if that build was without fault.

    A page that was read with a warning would not warn again, so after a failed or a killed
    build everything is read anew.
    """
    if not (root / _FAULTLESS).exists():
        shutil.rmtree(root / _STAGE, ignore_errors=True)
    (root / _FAULTLESS).unlink(missing_ok=True)


@contextmanager
def _sphinx(root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Sphinx at work on the stage, writing to the log; ended with all it started if left."""
    jupyter_book = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    command = [*jupyter_book, "build", str(root), "--path-output", str(root / _STAGE)]
    command += ["-W", "-n", "--keep-going"]
    with (root / _LOG).open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, cwd=root, start_new_session=True
        )
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _faults(root: Path, status: int) -> list[str]:
    """What went wrong by Sphinx's log, one line a fault."""
    output = _COLOUR.sub("", (root / _LOG).read_text(encoding="utf-8"))
    (root / _LOG).write_text(output, encoding="utf-8")
    if status == 0:
        return []
    lines = [line.replace(f"{root}/", "") for line in output.splitlines()]
    faults = [line for line in lines if re.search(r"\b(WARNING|ERROR|CRITICAL)\b: ", line)]
    return faults or _failure(lines) or [f"jupyter-book ended with {status}"]


def _failure(lines: list[str]) -> list[str]:
    """The message of an error that ended the build, without its traceback."""
    for number, line in enumerate(lines):
        if re.match(r"(Extension|Configuration|Theme|Application) error|Exception occurred", line):
            message = []
            for following in lines[number:]:
                if following.startswith("Traceback"):
                    break
                if following.strip():
                    message.append(following)
            return message
    return [line for line in lines if line.strip() and not _NOISE.search(line)][-3:]


def _swap(root: Path, staged: Path) -> None:
    site, new, old = root / SITE, root / f"{SITE}.new", root / f"{SITE}.old"
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(staged, new)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)
    # Plain `jupyter-book build` keeps what it knows of the site there, and would trust it.
    shutil.rmtree(root / "_build" / ".doctrees", ignore_errors=True)


def _files(root: Path) -> dict[str, list[int]]:
    site = root / SITE
    return {
        path.relative_to(site).as_posix(): [path.stat().st_size, path.stat().st_mtime_ns]
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def _write_manifest(root: Path, digest: str) -> None:
    unfinished = root / f"{_MANIFEST}.new"
    unfinished.write_text(json.dumps({"digest": digest, "files": _files(root)}), encoding="utf-8")
    unfinished.replace(root / _MANIFEST)


def _is_published(root: Path, digest: str) -> bool:
    """Whether the site is the one that was built from sources with this digest."""
    try:
        manifest = json.loads((root / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(manifest == {"digest": digest, "files": _files(root)})
