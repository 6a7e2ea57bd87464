"""The TeX macros that bibliographies hold, beyond those that pylatexenc knows by itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from pylatexenc import latex2text, latexwalker, macrospec

from .markup import CLOSE, OPEN, in_script

# Accents and commands that pylatexenc does not know: TeX's own, T1, vntex, and biblatex's.
_ACCENTS = {
    "h": "\u0309",
    "textcommabelow": "\u0326",
    "cb": "\u0326",
    "textogonekcentered": "\u0328",
}

_ACCENTS |= {
    "G": "\u030f",
    "U": "\u030e",
    "textdotbelow": "\u0323",
    "newtie": "\u0361",
    "t": "\u0361",
}

_HORNS = {"ohorn": "ơ", "OHORN": "Ơ", "Ohorn": "Ơ", "uhorn": "ư", "UHORN": "Ư", "Uhorn": "Ư"}

_OTHERS = {"textunderscore": "_", "textpercent": "%", "textampersand": "&", "textless": "<"}

_OTHERS |= {"textgreater": ">", "textbar": "|", "textquotedbl": '"', "textasciigrave": "`"}

_OTHERS |= {
    "BibTeX": "BibTeX",
    "/": "",
    "@": "",
    "textohm": "Ω",
    "textnumero": "№",
    "textquotesingle": "'",
}

_SWITCHES = "em it bf sc rm sf tt sl normalfont itshape bfseries scshape upshape mdseries rmfamily"

_SWITCHES += " sffamily ttfamily tiny scriptsize footnotesize small normalsize large Large LARGE"

_SWITCHES += " selectlanguage protect relax newblock nocite allowbreak sloppy"

_PASSED = [
    "mkbibquote",
    "mkbibemph",
    "enquote",
    "textnormal",
    "textsc",
    "uppercase",
    "lowercase",
    "bm",
    "boldsymbol",
    "mathit",
    "mathup",
    "uline",
    "underline",
    "hbox",
    "mbox",
    "MakeUppercase",
    "MakeLowercase",
    "ensuremath",
    "textup",
    "textmd",
    "IeC",
]
_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lamda mu nu xi omicron pi rho"

_GREEK += " sigma tau upsilon phi chi psi omega"


@cache
def walker_context() -> Any:
    """Which macros take which arguments."""
    context = latexwalker.get_default_latex_context_db()
    one = [*_ACCENTS, "textsubscript", "textsuperscript", "mkbibquote", "mkbibemph", "enquote"]
    one += ["bm", "boldsymbol", "mathup", "uline", "noopsort", "IeC", "textup", "textmd"]
    one += ["MakeUppercase", "MakeLowercase", "uppercase", "lowercase", "hbox"]
    macros = [macrospec.std_macro(each, "{") for each in one]
    macros.append(macrospec.std_macro("href", "{{"))
    macros.append(macrospec.std_macro("texorpdfstring", "{{"))
    context.add_context_category("bibliographies", macros=macros, prepend=True)
    return context


def text_context(notes: list[str]) -> Any:
    """What macros stand for; what is interpreted on the way is added to ``notes``."""
    context = latex2text.get_default_latex_context_db()

    def accent(mark: str) -> Callable[..., str]:
        def applied(node: Any, l2tobj: Any) -> str:
            letter = l2tobj.nodelist_to_text([node.nodeargd.argnlist[0]])
            bare = letter.strip(OPEN + CLOSE).replace("ı", "i")
            return unicodedata.normalize("NFC", bare[:1] + mark + bare[1:])

        return applied

    def script(kind: str) -> Callable[..., str]:
        def applied(node: Any, l2tobj: Any) -> str:
            inner = l2tobj.nodelist_to_text([node.nodeargd.argnlist[-1]])
            return in_script(inner.replace(OPEN, "").replace(CLOSE, ""), kind, notes)

        return applied

    spec = latex2text.MacroTextSpec
    macros = [spec(name, accent(mark)) for name, mark in _ACCENTS.items()]
    named = _HORNS | _OTHERS | _greek() | dict.fromkeys(_SWITCHES.split(), "")
    macros += [spec(name, text) for name, text in named.items()]
    macros += [spec("textsubscript", script("sub")), spec("textsuperscript", script("super"))]
    macros += [spec(name, discard=False) for name in _PASSED]
    macros += [spec("url", "%s"), spec("path", "%s"), spec("href", "%(2)s")]
    macros += [spec("texorpdfstring", "%(2)s"), spec("noopsort", "")]
    context.add_context_category("bibliographies", macros=macros, prepend=True)
    return context


@cache
def known_names() -> frozenset[str]:
    """Every macro that has a text."""
    context = text_context([])
    names = {
        spec.macroname
        for category in context.categories()
        for spec in context.iter_macro_specs([category])
    }
    return frozenset(names)


@cache
def _greek() -> dict[str, str]:
    """\\textbeta, \\upbeta and such, from the names of the Unicode database."""
    found = {}
    for letter in _GREEK.split():
        name = letter.replace("lamda", "lambda")
        for prefix in ("text", "up"):
            found[prefix + name] = unicodedata.lookup(f"GREEK SMALL LETTER {letter}")
            capital = name.capitalize()
            found[prefix + capital] = unicodedata.lookup(f"GREEK CAPITAL LETTER {letter}")
    return found
