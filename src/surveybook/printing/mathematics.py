"""Formulas as Typst, from the same MathML that pages show.

Letters and signs are handed over as symbols and words as text: nothing of a formula is read as
Typst's own language of formulas.
"""

from __future__ import annotations

import re

from lxml import etree

from .literals import array, call, string

_VARIATION = re.compile("[\ufe00-\ufe0f\u2061-\u2064]")
"""What only tells how the letter before it is drawn, or a sign that nobody sees."""
_ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304",
    "˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300",
    "→": "\u20d7", "⃗": "\u20d7",
}  # fmt: skip
_BRACES = {"⏞": "math.overbrace", "⏟": "math.underbrace"}


def formula(mathml: str, text: str, *, display: bool, number: str = "", where: str = "") -> str:
    """A formula as a call of ``formula`` of the template.

    Args:
        mathml: the formula.
        text: how it is read out.
        display: whether it stands on a line of its own.
        number: its number in the book, such as "2.1"; "" for none.
        where: the page that it stands on, for messages.
    """
    root = etree.fromstring(mathml)
    return call(
        "formula",
        _row(root),
        alt=string(text),
        display="true" if display else "false",
        number=string(number),
        where=string(where),
    )


def _row(node: etree._Element) -> str:
    """The children one after the other, as a block of code."""
    return "{" + "; ".join(_content(child) for child in node) + "}"


def _content(node: etree._Element) -> str:
    kind = etree.QName(node).localname
    words = _VARIATION.sub("", node.text or "")
    children = [_content(child) for child in node]
    match kind, children:
        case (("mi" | "mo" | "mn" | "mtext" | "ms"), _):
            return _token(node, kind, words)
        case ("mfrac", [above, below]):
            if node.get("linethickness", "").startswith("0"):
                return call("math.vec", above, below, delim="none")
            return call("math.frac", above, below)
        case ("msqrt", _):
            return call("math.sqrt", _row(node))
        case ("mroot", [radicand, index]):
            return call("math.root", index, radicand)
        case ("msup", [base, above]):
            return call("math.attach", base, t=above)
        case ("msub", [base, below]):
            return call("math.attach", base, b=below)
        case ("msubsup", [base, below, above]):
            return call("math.attach", base, b=below, t=above)
        case ("mover", [base, above]):
            return _over(node, base, above)
        case ("munder", [base, below]):
            brace = _BRACES.get((node[1].text or "").strip())
            return (
                call(brace, base) if brace else call("math.attach", _limits(node[0], base), b=below)
            )
        case ("munderover", [base, below, above]):
            return call("math.attach", _limits(node[0], base), b=below, t=above)
        case ("mtable", _):
            return _table(node)
        case ("mspace", _):
            return "h(0.2em)" if node.get("width") else "none"
        case ("mphantom", _):
            return call("hide", _row(node))
        case _:
            return _row(node)


def _token(node: etree._Element, kind: str, words: str) -> str:
    if kind == "mtext":
        return call("text", string(words.replace("\xa0", " ")))
    if kind == "mn" or (kind == "mi" and len(words) > 1):
        return call("math.upright" if kind == "mn" else "math.op", string(words))
    # As content: a symbol alone would be joined with others as text.
    symbols = "; ".join(f"[#{call('symbol', string(letter))}]" for letter in words)
    if kind == "mi" and node.get("mathvariant") == "normal":
        return call("math.upright", "{" + symbols + "}")
    if kind == "mo" and len(words) > 1:
        return call("math.op", string(words))
    if kind == "mo" and node.get("stretchy") == "true":
        return call("math.stretch", symbols)
    return "{" + symbols + "}"


def _limits(base: etree._Element, content: str) -> str:
    """A base whose limits stand above and below it wherever it stands."""
    return call("math.limits", content) if etree.QName(base).localname != "mrow" else content


def _over(node: etree._Element, base: str, above: str) -> str:
    sign = (node[1].text or "").strip()
    if sign in _BRACES:
        return call(_BRACES[sign], base)
    if node.get("accent") == "true" and sign in _ACCENTS:
        return call("math.accent", base, string(_ACCENTS[sign]))
    return call("math.attach", call("math.limits", base), t=above)


def _table(node: etree._Element) -> str:
    """The rows of a matrix, of cases or of aligned lines; an enclosing row has the brackets."""
    rows = [array(*(_row(cell) for cell in row)) for row in node]
    # In aligned lines what is right of the sign stands close to it.
    close = any("padding" in (cell.get("style") or "") for row in node for cell in row)
    if close:
        return call("aligned", *rows)
    return call("math.mat", *rows, delim="none")
