"""Whether two spellings of a venue mean one: abbreviations, acronyms and preprint servers."""

from __future__ import annotations

import re

from .naming import ascii_letters

_PREPRINT = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|corr|ssrn|preprints?|research square"
    r"|openreview)\b",
    re.I,
)
_SMALL = {"the", "of", "in", "on", "and", "for", "a", "to", "at", "an", "de", "der"}
_ACRONYMS = {
    "neurips": "neural information processing systems",
    "nips": "neural information processing systems",
    "iclr": "learning representations",
    "icml": "machine learning",
    "cvpr": "computer vision and pattern recognition",
    "iccv": "international conference on computer vision",
    "eccv": "computer vision",
    "wacv": "applications of computer vision",
    "miccai": "medical image computing and computer",
    "midl": "medical imaging with deep learning",
    "media": "medical image analysis",
    "mia": "medical image analysis",
    "tmi": "transactions on medical imaging",
    "jbhi": "journal of biomedical and health informatics",
    "nar": "nucleic acids research",
    "acl": "association for computational linguistics",
    "naacl": "association for computational linguistics",
    "eacl": "association for computational linguistics",
    "emnlp": "empirical methods in natural language processing",
    "bionlp": "biomedical natural language processing",
    "aaai": "aaai conference on artificial intelligence",
    "chil": "health, inference, and learning",
    "nejm": "new england journal of medicine",
}


def is_preprint(venue: str) -> bool:
    """Whether a venue is a server of preprints."""
    return bool(_PREPRINT.search(venue))


def same_venue(first: str, second: str) -> bool:
    """Whether two names may mean one venue: equal words, words abbreviated ("Nat. Med."), an
    acronym of the other or one that is in it ("CVPR")."""
    one, other = _words(first), _words(second)
    if not one or not other or one == other:
        return True
    return (
        _abbreviates(one, other)
        or _abbreviates(other, one)
        or _stands_for(first, second)
        or _stands_for(second, first)
    )


def _words(name: str) -> list[str]:
    text = re.sub(r"\b(?:19|20)\d\d\b|'\d\d\b", " ", ascii_letters(name).lower())
    return [word for word in re.findall(r"[a-z0-9]+", text) if word not in _SMALL]


def _abbreviates(short: list[str], long: list[str]) -> bool:
    return len(short) == len(long) and all(
        whole.startswith(part) for part, whole in zip(short, long, strict=True)
    )


def _stands_for(short: str, long: str) -> bool:
    """Whether one of the first words of a name is an acronym that the other name spells out."""
    whole = " ".join(_words(long))
    initials = "".join(word[0] for word in _words(long))
    for word in re.findall(r"[A-Za-z][A-Za-z-]+", short)[:3]:
        low = word.lower().replace("-", "")
        spelt = " ".join(_words(_ACRONYMS.get(low, "")))
        if spelt and spelt in whole:
            return True
        capitals = sum(letter.isupper() for letter in word)
        if capitals >= 3 and (initials.endswith(low) or low in whole.split()):
            return True
    return False
