"""The files that a recorded notebook declares to read, with their checksums."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ..sources.recorded import Input, Source
from .runfaults import UnfitNotebookError


def inputs_of(sources: Sequence[Source], data: Path, python: Path | None) -> tuple[Input, ...]:
    """The declared files as they are now.

    Args:
        sources: what is declared.
        data: the folder of data.
        python: the interpreter of the environment whose packages hold files; None if there is
            none.

    Raises:
        UnfitNotebookError: some are not there, or not what was declared.
    """
    found, faults = [], []
    for source in sources:
        file = _file_of(source, data, python)
        if file is None or not file.is_file():
            if source.sha256:
                found.append(Input(source.name, source.sha256))
                continue
            where = f"the package {source.package}" if source.package else "the folder of data"
            remedy = "give the folder by --data" if not source.package else "put it into the lock"
            faults.append(
                f"'{source.name}': {source.file} is not in {where}; {remedy}, or declare its sha256"
            )
            continue
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if source.sha256 and source.sha256 != digest:
            faults.append(
                f"'{source.name}': {source.file} is not the file whose sha256 is declared; "
                f"its own is {digest}"
            )
        found.append(Input(source.name, digest, file.stat().st_size))
    if faults:
        raise UnfitNotebookError(faults)
    return tuple(found)


def _file_of(source: Source, data: Path, python: Path | None) -> Path | None:
    if not source.file:
        return None
    if not source.package:
        return data / source.file
    if python is None:
        return None
    code = (
        "import sys, importlib.metadata as m;"
        "print(m.distribution(sys.argv[1]).locate_file(sys.argv[2]))"
    )
    asked = [str(python), "-c", code, source.package, source.file]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return Path(done.stdout.strip()) if done.returncode == 0 and done.stdout.strip() else None
