"""How names become terms that the search can look up: one rule, kept alike in the browser.

``book/_static/search/terms.js`` does the same to what a reader types. A term's chunk, the file
that holds it, follows from its first characters, so that the browser fetches only what it needs.
"""

from __future__ import annotations

import re
import unicodedata

_TERM = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")
_PREFIX = re.compile(
    r"(?:https?://)?(?:www\.|dx\.)?"
    r"(?:doi\.org/|arxiv\.org/(?:abs|pdf|html)/|pubmed\.ncbi\.nlm\.nih\.gov/)"
    r"|(?:doi|arxiv|pmid|pmcid):?\s*",
    re.IGNORECASE,
)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
_VERSION = re.compile(r"(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?")

MINOR = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or"}
    | {"the", "to", "via", "with"}
)
"""Words that tell nothing apart."""


def fold(text: str) -> str:
    """Lower case, without accents and compatibility forms."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.category(char).startswith("M")).lower()


def terms(text: str) -> list[str]:
    """The terms of a text in order: runs of letters and digits, folded."""
    return _TERM.findall(fold(text))


def variants(name: str) -> list[str]:
    """Terms by which a name may be typed as well: written together ("sammed2d" for
    "SAM-Med2D") or apart ("med", "sam" for "MedSAM")."""
    whole = terms(name)
    apart = [term for part in _HUMP.split(name) for term in terms(part)]
    together = ["".join(whole)] if 1 < len(whole) <= 6 else []
    return [term for term in [*together, *apart] if term not in whole and len(term) > 1]


def chunk(term: str, length: int = 3) -> str:
    """The name of the file that holds a term: its first characters, those that are no ASCII
    letter or digit as their number."""
    return "".join(
        char if char.isascii() and char.isalnum() else f"u{ord(char):x}" for char in term[:length]
    )


def identifier(text: str) -> str:
    """A DOI, arXiv or PubMed number without its address, prefix and version, in lower case."""
    bare = text.strip().rstrip("/")
    for pattern in (_PREFIX, _ARXIV_DOI):
        if found := pattern.match(bare):
            bare = bare[found.end() :]
    version = _VERSION.fullmatch(bare)
    return (version[1] if version else bare).lower()


def identifier_chunk(text: str) -> str:
    """The name of the file that holds an identifier: its last two letters or digits, which are
    spread evenly where the first are not."""
    return "".join(char for char in text if char.isascii() and char.isalnum())[-2:]
