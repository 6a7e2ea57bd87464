r"""Writing Typst: text only ever as string literals, so that nothing in the data is code.

What is written is Typst's code, never its markup: calls of functions of ``template.typ`` whose
content is a block of further statements, joined by Typst::

    paragraph({"Models of "; emph({"protein"}); " structure.";})
"""

from __future__ import annotations

import re

_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f\u2028\u2029]')


def string(text: str) -> str:
    r"""The text as a string literal, such as ``"50 \"words\""``."""
    return f'"{_SPECIAL.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    return f"\\{character}" if character in '\\"' else f"\\u{{{ord(character):x}}}"


def call(function: str, *arguments: str, **named: str) -> str:
    """A call whose arguments are Typst already; an underscore in a name becomes a hyphen."""
    given = [*arguments, *(f"{name.replace('_', '-')}: {value}" for name, value in named.items())]
    return f"{function}({', '.join(given)})"


def opening(function: str, *arguments: str, **named: str) -> str:
    """The beginning of a call whose last argument is content; :data:`CLOSING` ends it."""
    given = [*arguments, *(f"{name.replace('_', '-')}: {value}" for name, value in named.items())]
    return f"{function}({''.join(each + ', ' for each in given)}{{"


CLOSING = "});\n"
"""The end of a call that :func:`opening` began."""


def array(*values: str) -> str:
    """Values that are Typst already as an array, of one or none as well."""
    return f"({''.join(f'{value}, ' for value in values)})" if values else "()"
