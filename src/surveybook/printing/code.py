"""Code and the output of programs for paper: lines that are too long are continued below."""

from __future__ import annotations

import textwrap

from .literals import call, string

LETTERS = 84
"""Letters of a line; the typeface of code has one width."""
_INDENT = "    "
_WHOLE = 40
"""Lines of a block that stands on one page."""
_LANGUAGES = {
    "ipython3": "python",
    "ipython": "python",
    "python3": "python",
    "none": "",
    "default": "",
}


def code_block(text: str, language: str) -> str:
    """A block of code as a call of ``code-block`` of the template; ``language`` as Sphinx names
    it."""
    lines = [part for line in text.expandtabs(4).split("\n") for part in _folded(line)]
    known = _LANGUAGES.get(language, language)
    return call(
        "code-block",
        string("\n".join(lines)),
        string(known),
        whole="true" if len(lines) <= _WHOLE else "false",
    )


def _folded(line: str) -> list[str]:
    """A line as lines that fit, each but the first indented."""
    if len(line) <= LETTERS:
        return [line]
    return textwrap.wrap(
        line,
        LETTERS,
        subsequent_indent=_INDENT,
        drop_whitespace=False,
        replace_whitespace=False,
        break_on_hyphens=False,
    )
