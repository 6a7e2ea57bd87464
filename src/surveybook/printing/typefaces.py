"""The typefaces of the printed book: which there are, what they hold, how wide their words are.

Those of heads, tables and figures and of Chinese, Japanese and Korean come as packages of their
own; the typesetter brings those of the text, of formulas and of code, and matplotlib one that
stands in for signs that all others lack. No typeface of the system is used, so that the same
source gives the same bytes.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import matplotlib as mpl
from docutils import nodes
from fontTools.ttLib import TTFont

from ..views.figures.typeface import sans_file

_SANS = ("Regular", "It", "Semibold", "SemiboldIt")
STAND_IN = "DejaVuSans.ttf"
_EAST_ASIAN = "NotoSansCJKtc-Regular.otf"


def font_files() -> list[Path]:
    """The files of the typefaces that the typesetter does not bring."""
    return [
        *(sans_file(style) for style in _SANS),
        Path(str(files("cvttf_NotoSansCJK_Regular"))) / _EAST_ASIAN,
        Path(mpl.get_data_path(), "fonts", "ttf", STAND_IN),
    ]


@cache
def _characters() -> frozenset[int]:
    """The code points that at least one typeface has."""
    return frozenset(
        code for path in font_files() for code in TTFont(path, lazy=True).getBestCmap()
    )


def lacking(text: str) -> str:
    """The characters of a text that no typeface has, each once."""
    known = _characters()
    return "".join(
        dict.fromkeys(
            sign for sign in text if ord(sign) not in known and unicodedata.category(sign) != "Cc"
        )
    )


def name_signs(tree: nodes.Node) -> None:
    """Name in words each sign of the tree that no typeface has, in place.

    Notebooks hold what people type and programs print, such as smileys. Letters stay as they are:
    their names would be no words, and the book cannot be printed without them.
    """
    for text in list(tree.findall(nodes.Text)):
        if isinstance(text.parent, (nodes.math, nodes.math_block, nodes.raw)):
            continue
        signs = {sign for sign in lacking(text) if unicodedata.category(sign)[0] != "L"}
        if signs:
            named = "".join(_named(sign) if sign in signs else sign for sign in text)
            text.parent.replace(text, nodes.Text(named))


def _named(sign: str) -> str:
    """Such as "[brain]"; nothing for what only changes the sign before it."""
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"


@cache
def _advances(style: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    font = TTFont(sans_file(style))
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


@lru_cache(200_000)
def width(word: str, *, bold: bool = False) -> float:
    """The width of a word in the sans-serif face, in ems.

    Digits count as tabular ones, which are wider than most; a letter that the face lacks counts
    as a full em.
    """
    names, metrics, units = _advances("Semibold" if bold else "Regular")
    digit = metrics[names[ord("0")]][0]
    total = 0
    for letter in word:
        if letter.isdigit() and letter.isascii():
            total += digit
        elif ord(letter) in names:
            total += metrics[names[ord(letter)]][0]
        else:
            total += units
    return total / units
