"""Files are replaced whole, together, and by one run at a time."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from filelock import FileLock, Timeout

_WAIT = 60
"""Seconds to wait for another run to finish writing."""


class BusyError(OSError):
    """Another run holds the book's files."""


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the book's sources: another run that wants to write waits until this one has.

    The lock is the operating system's, so it is free again when a run dies.

    Raises:
        BusyError: the other run did not finish within a minute.
    """
    folder = root / "_build"
    folder.mkdir(exist_ok=True)
    try:
        with FileLock(folder / "edit.lock", timeout=_WAIT):
            yield
    except Timeout as error:
        raise BusyError("another run is writing the book's files; try again later") from error


def replace_files(root: Path, texts: Mapping[str, str]) -> None:
    """Replace files below ``root`` (paths by their new texts), all of them or none.

    Each text is written beside its file and on disk before the first file is replaced; whoever
    reads a file sees its old text or its new one.
    """
    beside: dict[Path, Path] = {}
    try:
        for name, text in texts.items():
            path = root / name
            beside[path] = _write_beside(path, text)
        _swap(beside)
    finally:
        for written in beside.values():
            written.unlink(missing_ok=True)


def _swap(beside: Mapping[Path, Path]) -> None:
    before = {path: path.read_bytes() if path.exists() else None for path in beside}
    done: list[Path] = []
    try:
        for path, written in beside.items():
            done.append(path)
            written.replace(path)
    except BaseException:
        for path in done:
            old = before[path]
            if old is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != old:
                path.write_bytes(old)
        raise


def _write_beside(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    written = Path(name)
    # A new file is as readable as its neighbours; mkstemp keeps it to its owner.
    written.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    return written
