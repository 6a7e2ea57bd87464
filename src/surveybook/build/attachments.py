"""Pictures that notebooks carry in themselves, put where Sphinx finds them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from urllib.parse import quote

from nbformat import NotebookNode

from ..sources.attachments import SCHEME, AttachmentError, attached_picture


def place_attachments(notebook: NotebookNode, folder: Path, root: Path) -> None:
    """Write the pictures that Markdown cells carry into ``folder`` and let the cells name those
    files from the book's ``root``, in place. What cannot be shown is left: checks tell of it."""
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown":
            continue
        # The longest name first: one may be the beginning of another.
        for name in sorted(cell.get("attachments") or {}, key=len, reverse=True):
            try:
                picture, suffix = attached_picture(cell, name)
            except AttachmentError:
                continue
            digest = hashlib.sha256(picture).hexdigest()[:32]
            path = folder / f"{digest}{suffix}"
            _write(path, picture)
            shown = f"/{Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()}"
            for written in {name, quote(name)}:
                cell["source"] = cell["source"].replace(f"{SCHEME}{written}", quote(shown))


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)
