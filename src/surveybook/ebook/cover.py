"""The picture that stands for the book on a shelf."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from ..export.citation import Citation
from ..views.figures.drawing import FAMILY_COLOURS
from ..views.figures.typeface import sans_file

_WIDTH, _HEIGHT, _MARGIN = 1200, 1800, 110


def cover(book: Citation) -> bytes:
    """The cover as PNG: title, authors, version, and the colours of the families."""
    image = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    for number, colour in enumerate(FAMILY_COLOURS.values()):
        draw.rectangle((0, number * 24, _WIDTH, number * 24 + 23), fill=colour)
    heading, _, subheading = book.title.partition(": ")
    y = _text(draw, heading, "Semibold", 104, 420, "#1f2328")
    y = _text(draw, subheading, "Regular", 64, y + 30, "#1f2328")
    authors = ", ".join(author.name for author in book.authors)
    _text(draw, authors, "Regular", 40, 1420, "#59636e")
    _text(draw, f"Version {book.version}, {book.day}", "Regular", 40, 1620, "#59636e")
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _text(draw: ImageDraw.ImageDraw, text: str, style: str, size: int, y: int, colour: str) -> int:
    """Write a text in lines that fit; where the next one begins."""
    font = ImageFont.truetype(str(sans_file(style)), size, layout_engine=ImageFont.Layout.BASIC)
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= _WIDTH - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    for line in lines:
        draw.text((_MARGIN, y), line, font=font, fill=colour)
        y += round(size * 1.2)
    return y
