"""The styles that pages use, out of sheets that hold styles for much else.

The theme's sheet has a rule for each part of Bootstrap and each icon of Font Awesome. A rule that
asks for a class is kept only if the class is a word of what writes pages: templates, scripts and
the writers of Sphinx, docutils and the theme. Whatever is in doubt is kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_QUOTED = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\''
_COMMENT = r"/\*.*?\*/"
_MARK = re.compile(rf"{_COMMENT}|{_QUOTED}|[{{}}]", re.DOTALL)
_SPACE = re.compile(rf"({_QUOTED})|(/\*!.*?\*/)|(?:\s|{_COMMENT})+", re.DOTALL)
_ADDRESS = re.compile(r"url\((?![\"']?(?:data|https?|[#/]))([\"']?)([^\"')]+)\1\)")
_ALTERNATIVES = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
_BRACKETS = rf"\((?:{_QUOTED}|[^()\"']"
_NESTED = rf"{_BRACKETS}|{_BRACKETS}|{_BRACKETS})*\))*\))*\)"
_PROPERTY = re.compile(
    rf"(?<=[{{;}}])\s*(--[\w-]+)\s*:(?:{_QUOTED}|{_NESTED}|[^;{{}}\"'()])*(?:;|(?=}}))"
)
_ASKED = re.compile(r"var\(\s*(--[\w-]+)")
_GROUPS = ("@media", "@supports", "@container", "@layer")


def only_used(css: str, words: Collection[str]) -> str:
    """The sheet without the rules of which every selector needs a class that is no word of
    ``words``, and without typefaces."""
    kept = []
    for head, body in _rules(css):
        name = head.split(None, 1)[0].lower() if head else ""
        if not body or name == "@font-face":
            continue
        if name.startswith(_GROUPS):
            inner = only_used(body, words)
            kept += [f"{head}{{{inner}}}"] if inner else []
        elif name.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        else:
            selectors = [each for each in _selectors(head) if _is_used(each, words)]
            kept += [f"{','.join(selectors)}{{{body}}}"] if selectors else []
    return "\n".join(kept)


def only_asked(css: str, words: Collection[str]) -> str:
    """The sheet without the custom properties that neither it asks for nor ``words`` holds, and
    without those that only such a property asks for."""
    left = ""
    while left != css:
        css, left = left or css, _without_unasked(left or css, words)
    return css


def _without_unasked(css: str, words: Collection[str]) -> str:
    asked = {*words, *_ASKED.findall(css)}
    return _PROPERTY.sub(lambda found: found[0] if found[1] in asked else "", css)


def compact(css: str) -> str:
    """The sheet without comments, but for those that state a licence, and with single spaces."""
    return _SPACE.sub(_compacted, css).strip()


def _compacted(found: re.Match[str]) -> str:
    quoted, licence = found.groups()
    return quoted or (licence and f"{licence}\n") or " "


def with_addresses_from(css: str, folder: str) -> str:
    """The sheet with its relative addresses, which start at ``folder``, as they are from above
    it."""
    return _ADDRESS.sub(lambda found: f"url({found[1]}{folder}{found[2]}{found[1]})", css)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each pair of braces of the outermost level, and in it."""
    depth, begin, opened = 0, 0, 0
    for mark in _MARK.finditer(css):
        if mark[0] == "{":
            if not depth:
                opened = mark.start()
            depth += 1
        elif mark[0] == "}":
            depth -= 1
            if not depth:
                # A statement, such as that of the character set, ends before the rule begins.
                head = compact(css[begin:opened]).rsplit(";", 1)[-1].strip()
                yield head, css[opened + 1 : mark.start()].strip()
                begin = mark.end()


def _selectors(head: str) -> Iterator[str]:
    """The selectors of a list, which commas part, but for those within brackets."""
    begin, depth = 0, 0
    for place, sign in enumerate(head):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield head[begin:place].strip()
            begin = place + 1
    yield head[begin:].strip()


def _is_used(selector: str, words: Collection[str]) -> bool:
    # What stands in brackets is one of several, or must not be there.
    while _ALTERNATIVES.search(selector):
        selector = _ALTERNATIVES.sub("", selector)
    return all(name.replace("\\", "") in words for name in _CLASS.findall(selector))
