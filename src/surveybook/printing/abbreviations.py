"""The book's abbreviations, from where it explains them: its glossary, its sentences, its terms.

Nothing is listed by hand. An item of the glossary that has a short and a long name gives both; a
sentence gives what stands before a short form in brackets, as in "computed tomography (CT)", where
the initials agree; and a term of the vocabularies whose label is short begins its definition with
the long form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from docutils import nodes
from sphinx import addnodes

from ..sources.datafiles import Row
from .pagewriter import label

_SHORT = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z][A-Za-z0-9-]{1,9}")
_BRACKETED = re.compile(rf"((?:[\w-]+ ){{2,9}})\(({_SHORT.pattern})[,;)]")
_UNCOUNTED = {"a", "an", "and", "for", "in", "of", "on", "the", "to", "with"}
"""Words that give no letter to a short form."""


@dataclass(frozen=True)
class Abbreviation:
    """A short form, what it stands for, and the place that explains it, or ""."""

    short: str
    long: str
    place: str


def find_abbreviations(
    trees: Mapping[str, nodes.document], terms: Iterable[Row]
) -> list[Abbreviation]:
    """What the pages (by their names) and the ``terms`` of the vocabularies explain, by short form.

    Of several explanations that of the glossary counts, then the first.
    """
    found: dict[str, Abbreviation] = {}
    for explained in (_in_glossary(trees), _in_sentences(trees), _in_terms(terms)):
        for each in explained:
            found.setdefault(each.short, replace(each, long=_capitalised(each.long)))
    return sorted(found.values(), key=lambda each: (each.short.casefold(), each.short))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _in_glossary(trees: Mapping[str, nodes.document]) -> Iterator[Abbreviation]:
    for docname, tree in trees.items():
        for glossary in tree.findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                names = [each for each in item.children if isinstance(each, nodes.term)]
                short = [each for each in names if _SHORT.fullmatch(each.astext())]
                long = [each for each in names if each not in short]
                if short and long:
                    place = label(docname, names[0]["ids"][0])
                    yield Abbreviation(short[0].astext(), long[0].astext(), place)


def _in_sentences(trees: Mapping[str, nodes.document]) -> Iterator[Abbreviation]:
    for tree in trees.values():
        for paragraph in tree.findall(nodes.paragraph):
            if isinstance(paragraph.parent, (nodes.section, nodes.list_item)):
                for before, short in _BRACKETED.findall(" ".join(paragraph.astext().split())):
                    if long := _spelt_out(short, before.split()):
                        yield Abbreviation(short, long, "")


def _spelt_out(short: str, words: list[str]) -> str:
    """The last words whose initials are the short form; "" if they are not."""
    for at in reversed(range(len(words))):
        counted = [word for word in words[at:] if word.casefold() not in _UNCOUNTED]
        initials = "".join(part[0] for word in counted for part in word.split("-") if part)
        if initials.casefold() == short.replace("-", "").casefold():
            return " ".join(words[at:])
        if len(initials) > len(short):
            break
    return ""


def _in_terms(terms: Iterable[Row]) -> Iterator[Abbreviation]:
    for term in terms:
        long = re.split(r"[.,:;]", term["definition"], maxsplit=1)[0]
        if _SHORT.fullmatch(term["label"]) and _holds(term["label"], long):
            yield Abbreviation(term["label"], long, "")


def _holds(short: str, long: str) -> bool:
    """Whether the letters of a short form follow one another in the long one, the first first."""
    pattern = ".*".join(map(re.escape, short.casefold()))
    return bool(re.match(pattern, long.casefold())) and short not in long
