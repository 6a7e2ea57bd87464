"""Pictures of a recorded notebook, made as small as a page needs them."""

from __future__ import annotations

import base64
import binascii
import io

from PIL import Image

from ..checks.recordedoutputs import PICTURE_BYTES

_WIDEST = 1600
"""Pixels: what the widest column of a page shows on a screen of twice the density."""
_MOST = 40_000_000
"""Pixels of a picture before it is made smaller."""


class UnfitPictureError(ValueError):
    """A picture that cannot be kept; says why, and what to do."""


def compressed(encoded: str) -> tuple[str, str]:
    """The kind and the base64 text of a picture as it is kept: at most 1600 pixels wide, without
    metadata, as PNG, or as JPEG if that alone is small enough.

    Raises:
        UnfitPictureError: it is no picture, or even so too large.
    """
    try:
        with Image.open(io.BytesIO(base64.b64decode(encoded)), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST:
                raise UnfitPictureError(
                    f"it has {opened.width} × {opened.height} pixels; draw it smaller"
                )
            opened.load()
            picture = opened.copy()
    except (binascii.Error, OSError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, UnfitPictureError):
            raise
        raise UnfitPictureError("it is neither PNG nor JPEG; draw it anew") from None
    if picture.width > _WIDEST:
        height = max(round(picture.height * _WIDEST / picture.width), 1)
        picture = picture.resize((_WIDEST, height), Image.Resampling.LANCZOS)
    bare = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    if bare.mode == "RGBA" and bare.getchannel("A").getextrema() == (255, 255):
        bare = bare.convert("RGB")
    tries = [("image/png", _saved(bare, "PNG", optimize=True))]
    if bare.getcolors(256) is None and len(tries[0][1]) > PICTURE_BYTES // 4:
        tries.append(("image/png", _saved(bare.quantize(256), "PNG", optimize=True)))
    if len(tries[-1][1]) > PICTURE_BYTES:
        opaque = Image.new("RGB", bare.size, "white")
        opaque.paste(bare, mask=bare.getchannel("A") if bare.mode == "RGBA" else None)
        tries.append(("image/jpeg", _saved(opaque, "JPEG", quality=85, optimize=True)))
    kind, raw = min(tries, key=lambda each: len(each[1]))
    if len(raw) > PICTURE_BYTES:
        raise UnfitPictureError(
            f"it has {len(raw):,} bytes, more than {PICTURE_BYTES:,}; draw it smaller, or with "
            "fewer points"
        )
    return kind, base64.b64encode(raw).decode()


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    # A new picture has none of the old one's metadata.
    written = io.BytesIO()
    fresh = picture.copy()
    fresh.info = {}
    fresh.save(written, form, **options)
    return written.getvalue()
