"""The picture of a chapter or an entry that a preview of a link shows (Open Graph): what it is, its
title, a line about it, and the book, in the colour of its family.

Drawn in shades of grey and coloured by a palette, so that a card takes some milliseconds and some
kilobytes. Without an address of the site there are none: a preview needs the whole address.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

from ..views.figures.drawing import FAMILY_COLOURS

FOLDER = "cards"
"""Where the site keeps them, as the path of the page with ".png"."""
SIZE = (1200, 630)
"""Width and height in pixels, as Open Graph asks for."""
_SHADES = 11
"""Shades of grey, from black to white; with the colours of the families and of none they are 16,
which four bits tell apart."""
_COLOURS = [*FAMILY_COLOURS.values(), "#59636E"]
_MARGIN = 90


def card(title: str, kind: str, about: str, book: str, family: str = "") -> bytes:
    """A card as PNG. ``about`` is cut to two lines, ``title`` set smaller until three hold it."""
    image = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(image)
    draw.text((_MARGIN, 80), kind, font=_font(30), fill=90)
    width = SIZE[0] - 2 * _MARGIN
    size = next((size for size in (76, 64, 52) if len(_lines(title, size, width)) <= 3), 44)
    y = 140
    for line in _lines(title, size, width)[:4]:
        draw.text((_MARGIN, y), line, font=_font(size, bold=True), fill=20)
        y += round(size * 1.2)
    for line in _lines(about, 32, width)[:2]:
        draw.text((_MARGIN, y + 24), line, font=_font(32), fill=60)
        y += 44
    draw.text((_MARGIN, 540), book, font=_font(28), fill=90)
    image = image.point([round(level * (_SHADES - 1) / 255) for level in range(256)])
    place = [*FAMILY_COLOURS, ""].index(family if family in FAMILY_COLOURS else "")
    ImageDraw.Draw(image).rectangle((0, 0, 28, SIZE[1]), fill=_SHADES + place)
    image.putpalette(_palette())
    out = io.BytesIO()
    image.save(out, "PNG", bits=4, compress_level=6)
    return out.getvalue()


def _lines(text: str, size: int, width: int) -> list[str]:
    """The text in lines of at most this many pixels; a single word may be longer."""
    font = _font(size, bold=size > 40)
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The typeface that figures have too, which matplotlib brings."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name
    # Without its layout engine: a title needs none, and it takes three times as long.
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _palette() -> bytes:
    greys = [bytes([round(shade * 255 / (_SHADES - 1))] * 3) for shade in range(_SHADES)]
    return b"".join([*greys, *(bytes.fromhex(colour[1:]) for colour in _COLOURS)])
