"""Pictures that a notebook carries in itself: pasted into a Markdown cell, kept in its file."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from nbformat import NotebookNode

SCHEME = "attachment:"
"""How the address of a picture begins that its cell carries."""
_KINDS = {"image/png": (".png", b"\x89PNG\r\n\x1a\n"), "image/jpeg": (".jpg", b"\xff\xd8\xff")}
"""What pages and paper both show: the suffix of a file, and how its bytes begin."""


class AttachmentError(ValueError):
    """A picture that a cell names and does not carry, or not so that it can be shown; says why."""


def attached_picture(cell: NotebookNode, name: str) -> tuple[bytes, str]:
    """A picture of a cell by its name, as bytes, and the suffix of a file for it.

    Raises:
        AttachmentError: there is none, or it is neither PNG nor JPEG.
    """
    attachments: Any = cell.get("attachments") or {}
    bundle = attachments.get(name)
    if not isinstance(bundle, dict) or not bundle:
        raise AttachmentError("its cell does not carry it")
    for kind, (suffix, beginning) in _KINDS.items():
        if kind in bundle:
            try:
                picture = base64.b64decode("".join(bundle[kind]))
            except (binascii.Error, ValueError, TypeError):
                raise AttachmentError("what its cell carries is no picture") from None
            if not picture.startswith(beginning):
                raise AttachmentError(f"what its cell carries is no {kind}")
            return picture, suffix
    raise AttachmentError(f"it is {', '.join(sorted(map(str, bundle)))}, not PNG or JPEG")
