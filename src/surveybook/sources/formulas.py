r"""Formulas in the values of references.bib: where they stand, and how they read as text.

A formula stands between two dollars, as in BibTeX: ``The $O(n^2)$ of attention``; a dollar that
is meant as such is written ``\$``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text

_FORMULA = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)+)\$")
_reader = LatexNodes2Text(math_mode="text", keep_comments=True)


def split_formulas(value: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a value in their order, each with whether it is a formula's TeX."""
    end = 0
    for found in _FORMULA.finditer(value):
        yield value[end : found.start()], False
        yield found[1], True
        end = found.end()
    yield value[end:], False


@lru_cache(1000)
def formula_text(tex: str) -> str:
    r"""A formula in Unicode, for places that show text alone: ``O(n^2)``, ``α/β`` for
    ``\frac{\alpha}{\beta}``; the TeX as it is where nothing can be made of it."""
    text = str(_reader.latex_to_text(f"${tex}$", tolerant_parsing=True))
    return " ".join(text.split()) or tex
