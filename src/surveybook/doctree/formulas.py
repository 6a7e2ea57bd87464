"""A formula as MathML, from which pages and paper are made alike, and as text."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from docutils import nodes
from math_core import LatexError, LatexToMathML

from ..sources.formulas import formula_text

_MACROS = {"mbox": r"\text{#1}"}
_converter = LatexToMathML(macros=_MACROS, fancy_error=False, max_expansions=1000)
_REFERENCE = re.compile(r"\\(?:eq)?ref\b|\\label\b|\\tag\b")
# The book numbers equations itself.
_NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|alignat|gather|multline)\}")


class FormulaError(ValueError):
    """A formula that cannot be rendered; says why."""


@lru_cache(10_000)
def mathml(tex: str, *, display: bool) -> str:
    """A TeX formula as a ``math`` element, its TeX as the alternative text.

    ``display``: on lines of its own; several lines are aligned at ``&``.

    Raises:
        FormulaError: the TeX has a mistake, or a command that has no MathML.
    """
    reference = _REFERENCE.search(tex)
    if reference:
        raise FormulaError(f"{reference[0]} has no meaning here; use {{eq}} and the label of $$")
    source = tex.replace("{split}", "{aligned}")
    source = _aligned(source) if display else source
    source = _NUMBERED.sub(r"\\\1{\2*}", source)
    try:
        made = str(_converter.convert_with_local_state(source, displaystyle=display))
    except LatexError as error:
        # It begins with a position in what is rendered, which is not what the author wrote.
        raise FormulaError(str(error).split(": ", 1)[-1].rstrip(".")) from error
    if "<menclose" in made:
        raise FormulaError("browsers do not draw what is struck through or boxed")
    if not re.search(r"<m(?!ath|row|style)", made):
        raise FormulaError("it is empty")
    return made.replace("<math", f'<math alttext="{escape(" ".join(tex.split()))}"', 1)


def text_of(node: nodes.Node) -> str:
    """The text of a title or a paragraph, for places that show text alone; formulas in Unicode."""
    return "".join(
        formula_text(text.astext()) if isinstance(text.parent, nodes.math) else text.astext()
        for text in node.findall(nodes.Text)
    )


def _aligned(tex: str) -> str:
    """Several lines, or several formulas between blank lines, as one."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", tex) if part.strip()]
    whole = " \\\\ ".join(parts)
    outside = re.sub(r"\\begin\{(.*?)\}.*?\\end\{\1\}", "", whole, flags=re.DOTALL)
    if re.search(r"\\\\|(?<!\\)&", outside):
        return rf"\begin{{aligned}}{whole}\end{{aligned}}"
    return whole
