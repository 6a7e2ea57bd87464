"""What the search finds at once: every name, with what else it is looked for by.

Entries, chapters with their sections, terms of the glossary and works of the bibliography are
written as small files below ``search/``: ``names/`` by the first letters of a term, ``near/`` the
terms themselves, for words that are misspelt, and ``ids/`` by identifier. None grows with the
whole survey: a term keeps at most :data:`MOST` places. The text of the pages is indexed by
:mod:`surveybook.build.textindex`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .searchterms import MINOR, chunk, fold, identifier, identifier_chunk, terms, variants

NAME, VARIANT, KEYWORD, SYNONYM, AUTHOR, TITLE = range(6)
"""How well a term identifies an item, best first."""
MOST = 250
"""Items that a term keeps, the best of them; the text of the pages knows the others."""
LARGEST = 900
"""Items that a file of terms holds before it is divided by longer beginnings."""
BEGINNING = "*"
"""Stands in a divided file for all the terms that longer files hold."""


@dataclass(frozen=True)
class Item:
    """Something that can be found: where it is, what is shown of it, what identifies it.

    ``texts`` are the words that lead to it, by how well they identify it; ``ids`` the identifiers
    of its works.
    """

    url: str
    title: str
    kind: str
    family: str = ""
    year: str = ""
    about: str = ""
    texts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    ids: tuple[str, ...] = ()

    @property
    def card(self) -> list[str]:
        """What a result shows."""
        return [self.url, self.title, self.kind, self.family, self.year, self.about]


def search_files(items: Iterable[Item], synonyms: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The files of the index, by path below ``search/``; the same items give the same bytes.

    ``synonyms`` are the other words for a term; an item that has one of them is found by all.
    """
    groups = [[term, *others] for term, others in synonyms.items()]
    ordered = sorted(items, key=lambda item: (item.url, item.title))
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    ids: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    phrases: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for group in groups:
        for phrase in group:
            phrases[tuple(terms(phrase))].append(group)
    for number, item in enumerate(ordered):
        for term, tier in _tiers_of(item, phrases).items():
            postings[term][number] = tier
        for name in dict.fromkeys(map(identifier, item.ids)):
            ids[identifier_chunk(name)][name].append(number)
    files = {f"names/{name}.json": text for name, text in _names(ordered, postings, groups)}
    files |= {f"ids/{name}.json": _chunk(ordered, known) for name, known in ids.items() if name}
    near = defaultdict(list)
    for term in sorted(postings):
        if len(term) > 3:
            near[chunk(term, 2)].append(term)
    return files | {f"near/{name}.json": _json(known) for name, known in near.items()}


def _tiers_of(item: Item, phrases: Mapping[tuple[str, ...], list[list[str]]]) -> dict[str, int]:
    """The terms that lead to an item, each with its tier; ``phrases`` have synonyms."""
    found: dict[str, int] = {}

    def add(tier: int, words: Iterable[str]) -> None:
        for term in words:
            if term not in MINOR or tier == NAME:
                found[term] = min(tier, found.get(term, tier))

    for tier, texts in item.texts.items():
        for text in texts:
            words = terms(text)
            add(tier, words)
            if tier in (NAME, VARIANT):
                add(VARIANT, variants(text))
            if tier == AUTHOR:
                continue
            for phrase in _phrases(words, max(map(len, phrases), default=0)):
                for group in phrases.get(phrase, ()):
                    add(SYNONYM, (term for other in group for term in terms(other)))
    return found


def _phrases(words: list[str], longest: int) -> Iterable[tuple[str, ...]]:
    """Every run of words, and those that end in an s without it."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield tuple(words[start:end])
            if words[end - 1].endswith("s"):
                yield (*words[start : end - 1], words[end - 1][:-1])


def _names(
    items: list[Item], postings: Mapping[str, Mapping[int, int]], groups: list[list[str]]
) -> Iterable[tuple[str, str]]:
    also: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for group in groups:
        for phrase in group:
            words = terms(phrase)
            others = [other for other in group if fold(other) != fold(phrase)]
            also[chunk(words[0])].setdefault(" ".join(words), others)
    listed: dict[str, list[str]] = {name: [] for name in also}
    for term in sorted(postings):
        listed.setdefault(chunk(term), []).append(term)
    for name in sorted(listed):
        yield from _divided(items, postings, name, listed[name], 3, also.get(name, {}))


def _divided(
    items: list[Item],
    postings: Mapping[str, Mapping[int, int]],
    name: str,
    known: list[str],
    length: int,
    also: Mapping[str, list[str]],
) -> Iterable[tuple[str, str]]:
    """The file of the terms that begin alike, and files for longer beginnings where it would
    hold too many items; it then keeps the best of them, as what its own beginning leads to."""
    kept = {term: _best(postings[term]) for term in known}
    longer = [term for term in known if len(term) > length]
    if longer and len({number for best in kept.values() for number, _ in best}) > LARGEST:
        begun: dict[int, int] = {}
        deeper: dict[str, list[str]] = defaultdict(list)
        for term in longer:
            deeper[chunk(term, length + 1)].append(term)
            for number, tier in kept.pop(term):
                begun[number] = min(tier, begun.get(number, tier))
        kept[BEGINNING] = _best(begun)
        for further, those in sorted(deeper.items()):
            yield from _divided(items, postings, further, those, length + 1, {})
    more = {term: len(postings[term]) for term in kept if len(postings.get(term, ())) > MOST}
    flat = {term: [each for pair in best for each in pair] for term, best in kept.items()}
    yield name, _chunk(items, flat, more=more, also=also)


def _best(tiers: Mapping[int, int]) -> list[tuple[int, int]]:
    return sorted(tiers.items(), key=lambda each: (each[1], each[0]))[:MOST]


def _chunk(
    items: list[Item], known: Mapping[str, list[int]], **others: Mapping[str, object]
) -> str:
    """A file: the cards it needs, and by term their places among these; in ``names`` each
    place is followed by how well the term identifies the item."""
    step = 2 if others else 1
    wanted = sorted({number for postings in known.values() for number in postings[::step]})
    place = {number: position for position, number in enumerate(wanted)}
    encoded = {
        term: [place[each] if at % step == 0 else each for at, each in enumerate(numbers)]
        for term, numbers in sorted(known.items())
    }
    cards = [items[number].card for number in wanted]
    kept = {name: dict(sorted(each.items())) for name, each in others.items() if each}
    return _json({"cards": cards, "terms": encoded, **kept})


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
