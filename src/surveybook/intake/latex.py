"""BibTeX values and titles with markup to plain Unicode text.

TeX is read by pylatexenc; what it does not know is refused rather than dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from pylatexenc import latex2text, latexwalker

from .markup import CLOSE, OPEN, TILDE, scripts_applied, without_markup
from .texmacros import known_names, text_context, walker_context

_LITERAL_OPEN, _LITERAL_CLOSE, _DOLLAR = "\ue002", "\ue003", "\ue005"
_LETTERS = [
    "ss",
    "SS",
    "AA",
    "aa",
    "AE",
    "ae",
    "OE",
    "oe",
    "DH",
    "dh",
    "DJ",
    "dj",
    "NG",
    "ng",
    "TH",
    "th",
    "o",
    "O",
    "l",
    "L",
    "i",
    "j",
]
"""Macros that stand for a letter and take no argument."""
# As pandoc has it: no space inside the dollars, no digit behind the second.
# What stands in them is no formula if it looks like prices.
_MATH = re.compile(
    r"(?<!\\)\$(?!\s)((?:[^$\\]|\\.)+?)(?<!\s)(?<!\\)\$(?!\d)"
    r"|(?<!\\)\$([^$]*[\\^_{][^$]*)\$",
    re.DOTALL,
)


class UnreadableValueError(ValueError):
    """A value with a TeX command that has no known meaning; says which."""


@dataclass(frozen=True)
class Reading:
    """A value as plain text. Braces that were meant stand as :data:`OPEN` and :data:`CLOSE`;
    ``notes`` say what was interpreted."""

    text: str
    notes: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """Without any braces that were meant."""
        return self.text.replace(OPEN, "").replace(CLOSE, "")

    @property
    def protected(self) -> tuple[tuple[int, int], ...]:
        """The places of :attr:`plain` that outermost braces enclose."""
        spans, depth, start, at = [], 0, 0, 0
        for character in self.text:
            if character == OPEN:
                start, depth = (at if depth == 0 else start), depth + 1
            elif character == CLOSE:
                depth -= 1
                if depth == 0 and at > start:
                    spans.append((start, at))
            else:
                at += 1
        return tuple(spans)


def read_value(value: str, *, name: bool = False) -> Reading:
    """A BibTeX value (without its outer delimiters) as a reader sees it, with single spaces.

    HTML entities and tags that exports leave in it are understood as well. ``name``: letters
    glued to a macro of one letter are taken apart too, which elsewhere would be a guess.

    Raises:
        UnreadableValueError: it holds a command that is not known, or braces that do not pair.
    """
    notes: list[str] = []
    text = without_markup(value)
    if "\\" in text or "$" in text or "{" in text or "}" in text or re.search(r"[~`'-]", text):
        text = _without_tex(text, notes, name=name)
    for private, character in (
        (_LITERAL_OPEN, "{"),
        (_LITERAL_CLOSE, "}"),
        (TILDE, "~"),
        (_DOLLAR, "$"),
    ):
        text = text.replace(private, character)
    text = " ".join(_composed(text).replace("\u00a0", " ").split())
    return Reading(text, tuple(dict.fromkeys(notes)))


def read_markup(text: str) -> Reading:
    """Plain text with HTML entities and tags, as RIS, CSL-JSON and PubMed have it."""
    notes: list[str] = []
    text = scripts_applied(without_markup(text), notes)
    text = " ".join(_composed(text).replace("\u00a0", " ").split())
    return Reading(text, tuple(dict.fromkeys(notes)))


def _composed(text: str) -> str:
    """In letters that stand for themselves, whatever the order of the accents on them, and
    without characters that show nothing."""

    def whole(match: re.Match[str]) -> str:
        letters = unicodedata.normalize("NFD", match[0])
        # A dotless i is written only to bear an accent.
        base = {"ı": "i", "ȷ": "j"}.get(letters[0], letters[0])
        for order in permutations(letters[1:]):
            found = unicodedata.normalize("NFC", base + "".join(order))
            if len(found) == 1:
                return found
        return match[0]

    return re.sub(r"\w[\u0300-\u036f]+", whole, unicodedata.normalize("NFC", shown(text)))


def shown(text: str) -> str:
    """A text without control characters, soft hyphens and marks of direction; joiners, which
    some scripts need, stay."""
    spaced = re.sub(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]", " ", text)
    return "".join(
        each
        for each in spaced
        if each in "\u200c\u200d" or unicodedata.category(each) not in ("Cc", "Cf")
    )


def _without_tex(text: str, notes: list[str], *, name: bool) -> str:
    text = text.replace(r"\{", _LITERAL_OPEN).replace(r"\}", _LITERAL_CLOSE)
    text = re.sub(r"(?<!\\)\\(?:textdollar(?![A-Za-z])(?:\{\})?|\$)", _DOLLAR, text)
    # Before a number and behind a space it is no space, but "about".
    text = re.sub(r"(?<![^\s(])~(?=\d)", TILDE, text)
    text = re.sub(r"\$\s*([<>])\s*\$", r"\1", text)
    text = re.sub(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![a-z]))", "°", text)
    text = _MATH.sub(lambda match: f"\\({match[1] or match[2]}\\)", text)
    text = re.sub(r"\$", _DOLLAR, text)
    # Exports often leave these bare.
    text = re.sub(r"(?<!\\)[%&]", r"\\\g<0>", text)
    text = re.sub(r"\\a(?=['`=])", r"\\", text)
    text = re.sub(r"\\ifmmode.*?\\else(.*?)\\fi(?:\{\})?", r"\1", text, flags=re.DOTALL)
    text = _unglued(text, notes, name=name)
    walker = latexwalker.LatexWalker(text, latex_context=walker_context(), tolerant_parsing=False)
    try:
        nodes, _, _ = walker.get_latex_nodes()
    except latexwalker.LatexWalkerError as error:
        raise UnreadableValueError("its braces do not pair up") from error
    except RecursionError as error:
        raise UnreadableValueError("its braces are nested too deeply") from error
    unknown = sorted(set(_unknown_macros(nodes)))
    if unknown:
        told = ", ".join(f"\\{each}" for each in unknown)
        raise UnreadableValueError(
            f"the TeX command {told} is not known; write the characters themselves instead"
        )
    written: str = _Text(notes).nodelist_to_text(nodes)
    # Some publishers write "$<$i$>$" for a tag.
    return scripts_applied(without_markup(written), notes) if "<" in written else written


class _Text(latex2text.LatexNodes2Text):
    """The text of TeX, with groups kept as private braces and scripts as Unicode letters."""

    def __init__(self, notes: list[str]):
        super().__init__(latex_context=text_context(notes), keep_comments=True)
        self.notes = notes
        self.arguments = 0

    def macro_node_to_text(self, node: Any) -> str:
        self.arguments += 1
        try:
            text: str = super().macro_node_to_text(node)
        finally:
            self.arguments -= 1
        return text

    def group_node_to_text(self, node: Any) -> str:
        contents: str = super().group_node_to_text(node)
        first = node.nodelist[0] if node.nodelist else None
        # BibTeX's "special characters" such as {\'E} protect nothing.
        special = first is None or first.isNodeType(latexwalker.LatexMacroNode)
        if special or self.arguments or node.delimiters[0] != "{":
            return contents
        return f"{OPEN}{contents}{CLOSE}"

    def math_node_to_text(self, node: Any) -> str:
        raw = "".join(each.latex_verbatim() for each in node.nodelist)
        raw = re.sub(
            r"([_^])\s*(\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|[^\s\\{}])",
            lambda match: (
                f"\\text{'superscript' if match[1] == '^' else 'subscript'}"
                f"{match[2] if match[2].startswith('{') else '{' + match[2] + '}'}"
            ),
            raw,
        )
        raw = re.sub(r"\\(log|ln|exp|sin|cos|tan|min|max|arg|lim)\s+", r"\1\\ ", raw)
        unknown = sorted(set(_unknown_macros(_nodes(raw))))
        if unknown:
            raise UnreadableValueError(
                f"the formula {_shown(node)} cannot be written as text; write it in Unicode letters"
            )
        inner = _Text(self.notes).nodelist_to_text(_nodes(raw))
        plain = inner.replace(OPEN, "").replace(CLOSE, "")
        plain = "".join(
            unicodedata.normalize("NFKC", each) if 0x1D400 <= ord(each) <= 0x1D7FF else each
            for each in plain
        ).replace("𝒪", "O")
        self.notes.append(f"the formula {_shown(node)} is written as '{plain}'")
        return plain


def _shown(node: Any) -> str:
    text = node.latex_verbatim()
    return f"${text[2:-2]}$" if text.startswith(r"\(") else str(text)


def _nodes(text: str) -> Any:
    walker = latexwalker.LatexWalker(text, latex_context=walker_context(), tolerant_parsing=False)
    try:
        return walker.get_latex_nodes()[0]
    except latexwalker.LatexWalkerError as error:
        raise UnreadableValueError("its braces do not pair up") from error


def _unknown_macros(nodes: Any) -> Iterator[str]:
    for node in nodes or []:
        if node is None:
            continue
        if node.isNodeType(latexwalker.LatexMacroNode):
            if node.macroname not in known_names():
                yield node.macroname
            if node.nodeargd:
                yield from _unknown_macros(node.nodeargd.argnlist)
        elif node.isNodeType(latexwalker.LatexEnvironmentNode):
            yield f"begin{{{node.environmentname}}}"
        elif node.isNodeType(latexwalker.LatexGroupNode):
            yield from _unknown_macros(node.nodelist)


def _unglued(text: str, notes: list[str], *, name: bool) -> str:
    """Macros of letters to which an export glued the letters that follow: "Gro\\ssmuster"."""

    def apart(match: re.Match[str]) -> str:
        macro = match[1]
        if macro in known_names():
            return match[0]
        fitting = [each for each in _LETTERS if macro.startswith(each) and (name or len(each) > 1)]
        if len(fitting) != 1:
            return match[0]
        rest = macro.removeprefix(fitting[0])
        read = latex2text.LatexNodes2Text().latex_to_text(f"\\{fitting[0]}") + rest
        notes.append(f"'{match[0]}' is read as '{read}'")
        return f"{{\\{fitting[0]}}}{rest}"

    return re.sub(r"\\([A-Za-z]{2,})", apart, text)
