"""Signs that the typefaces of the printed book lack: taken from another, or named.

Notebooks hold what people type and programs print: arrows, tick marks, smileys. TeX would leave
such a sign out, and only its log would tell. matplotlib brings a typeface with most of them, on
every machine the same.
"""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import matplotlib as mpl
from docutils import nodes
from matplotlib.ft2font import FT2Font

FALLBACK = "DejaVuSans.ttf"
"""The typeface that stands in, as a file beside the book's TeX."""
_FACES = ("LibertinusSerif-Regular.otf", "SourceSansPro-Regular.otf", "SourceCodePro-Regular.otf")
_CHINESE = "FandolSong-Regular.otf"
_KEEP = 0x250
"""Below are Latin letters, which all of the book's typefaces have."""


def fallback_file() -> Path:
    """The file of the typeface that stands in."""
    return Path(mpl.get_data_path(), "fonts", "ttf", FALLBACK)


def stand_in(tree: nodes.document) -> str:
    """Name in words each sign of the tree that no typeface at hand has, in place; the TeX that has
    all others taken from :data:`FALLBACK`, empty if there are none."""
    found: set[str] = set()
    for text in list(tree.findall(nodes.Text)):
        if isinstance(text.parent, (nodes.math, nodes.math_block, nodes.raw)):
            continue
        lacking = {sign for sign in text if ord(sign) >= _KEEP and not _is_set(sign)}
        held = {sign for sign in lacking if ord(sign) in _characters(str(fallback_file()))}
        found |= held
        # Names of letters would be no words; TeX's log tells of those.
        signs = {sign for sign in lacking - held if unicodedata.category(sign)[0] != "L"}
        if signs:
            named = "".join(_named(sign) if sign in signs else sign for sign in text)
            parent = text.parent
            parent.replace(text, nodes.Text(named))
            if isinstance(parent, nodes.literal_block):
                # It is highlighted only as long as its text is what was written.
                parent.rawsource = parent.astext()
    if not found:
        return ""
    codes = ",".join(f'"{ord(sign):X}' for sign in sorted(found))
    family = f"[Survey]{{{FALLBACK}}}"
    return (
        rf"\xeCJKDeclareSubCJKBlock{{Survey}}{{{codes}}}"
        + "".join(rf"\setCJK{kind}font{family}" for kind in ("main", "sans", "mono"))
        + "\n"
    )


@cache
def _is_set(sign: str) -> bool:
    """Whether all of the book's typefaces have a sign, or the Chinese one."""
    faces = [_characters(path) for path in map(_path, _FACES) if path]
    chinese = _path(_CHINESE)
    if chinese and unicodedata.east_asian_width(sign) in "WF" and ord(sign) in _characters(chinese):
        return True
    return all(ord(sign) in characters for characters in faces)


@cache
def _path(name: str) -> str:
    """Where TeX has the file of a typeface; empty without TeX."""
    program = shutil.which("kpsewhich")
    if not program:
        return ""
    done = subprocess.run([program, name], capture_output=True, text=True, check=False)
    return done.stdout.strip()


@cache
def _characters(path: str) -> frozenset[int]:
    """The code points that a typeface has."""
    return frozenset(FT2Font(path).get_charmap())


def _named(sign: str) -> str:
    """Such as "[brain]"; nothing for what only changes the sign before it."""
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"
