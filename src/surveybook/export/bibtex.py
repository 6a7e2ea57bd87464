"""Portable BibTeX: the fields that other programs know, and nothing about our own checking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..catalog import Catalog
from ..sources.bibliography import Work
from ..sources.bibtexfields import PORTABLE

_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {mark: f"\\{mark}" for mark in "&%$#_"}
_PAIRED = {"{": r"\{", "}": r"\}"}
_LONE = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


def bibtex_entry(work: Work) -> str:
    """A work as one BibTeX entry: its type, key and values as references.bib has them, with
    the braces that protect capitals; without the fields that only this survey uses. Its note
    says that it was retracted or corrected.

    A year that is not a number ("n.d.") is left out: programs that expect one refuse it.
    """
    fields = {name: work.fields[name] for name in PORTABLE if work.fields.get(name)}
    sentences = [tex_escape(notice.sentence) for notice in work.notices]
    if sentences:
        fields["note"] = "; ".join(filter(None, (*sentences, fields.get("note"))))
    if not re.fullmatch(r"\d{4}", fields.get("year", "")):
        fields.pop("year", None)
    return write_entry(work.type, work.key, fields)


def bibliography_bibtex(works: Iterable[Work]) -> str:
    """Works as the text of a BibTeX file, in their order."""
    return "\n".join(bibtex_entry(work) for work in works)


def catalog_bibtex(catalog: Catalog) -> str:
    """Every work of the survey as the text of a BibTeX file."""
    return bibliography_bibtex(catalog.works.values())


def write_entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry of BibTeX values, each on one line; a value holds balanced braces."""
    lines = [f"  {name} = {{{' '.join(value.split())}}}," for name, value in fields.items()]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def tex_escape(text: str) -> str:
    """Plain text as a BibTeX value that prints as exactly these characters.

    BibTeX counts braces even behind a backslash, so those that do not pair up become commands,
    which fewer programs know.
    """
    commands = _TEX | (_PAIRED if _braces_pair_up(text) else _LONE)
    return re.sub(r"[\\{}~^&%$#_]", lambda match: commands[match[0]], text)


def _braces_pair_up(text: str) -> bool:
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0
