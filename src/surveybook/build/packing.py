"""PDFs made small: the typesetter writes each of their many tags and links as it is."""

from __future__ import annotations

from pathlib import Path

import pikepdf


def pack(pdf: Path) -> None:
    """Write a PDF anew with its objects compressed, in place; the same bytes for the same."""
    packed = pdf.with_suffix(".packed")
    with pikepdf.open(pdf) as read:
        read.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    packed.replace(pdf)
