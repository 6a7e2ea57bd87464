"""The recorded notebooks of a book, each with what it declares and the record of its run."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from .chapterfiles import UnreadableChapterError, chapter_files, read_notebook
from .limits import LimitError, read_text
from .recorded import (
    METADATA,
    Declaration,
    Record,
    RecordError,
    is_recorded,
    read_declaration,
    read_record,
    record_path,
)


@dataclass(frozen=True)
class Recording:
    """A recorded notebook: its path below the book's root, what it declares, and its record (None
    if there is none that can be read)."""

    name: str
    path: Path
    notebook: NotebookNode
    declaration: Declaration
    record: Record | None

    @property
    def lock(self) -> Path:
        """The lock of its packages."""
        return self.path.parent / self.declaration.lock

    def lock_digest(self) -> str:
        """The digest of the lock as it is now; "" if it cannot be read."""
        try:
            return hashlib.sha256(self.lock.read_bytes()).hexdigest()
        except OSError:
            return ""

    def digest(self) -> str:
        """A digest of what is said and shown of the notebook: its cells, record and lock."""
        record = self.record.text() if self.record else ""
        parts = (self.name, json.dumps(self.notebook["cells"], sort_keys=True), record)
        return hashlib.sha256("\0".join([*parts, self.lock_digest()]).encode()).hexdigest()


def recording_of(root: Path, path: Path, notebook: NotebookNode) -> Recording:
    """A recorded notebook that was read from ``path`` already."""
    try:
        record = read_record(record_path(path))
    except (OSError, RecordError):
        record = None
    name = path.relative_to(root).as_posix()
    return Recording(name, path, notebook, read_declaration(notebook), record)


def read_recordings(root: Path) -> list[Recording]:
    """Every recorded notebook below book/, in path order; one that cannot be read is left out."""
    found = []
    for path in chapter_files(root):
        if path.suffix != ".ipynb":
            continue
        try:
            text = read_text(path)
            notebook = read_notebook(text) if f'"{METADATA}"' in text else None
        except (OSError, UnicodeDecodeError, LimitError, UnreadableChapterError):
            continue
        if notebook is not None and is_recorded(notebook):
            found.append(recording_of(root, path, notebook))
    return found
