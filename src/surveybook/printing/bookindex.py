"""The index of the printed book: entries by name, with the places that mention them."""

from __future__ import annotations

from collections.abc import Set

from ..catalog import Catalog
from ..views.entries import KINDS
from ..views.myst import anchor

_INDEXED = {"models": "Models", "datasets": "Data sets"}
"""Whose entries the index lists, and under which title."""


def indexed_names(catalog: Catalog | None) -> dict[str, tuple[str, str]]:
    """The entries of the index, by their anchors: title of the list, name."""
    return {
        anchor(KINDS[table], row["id"]): (title, row["name"])
        for table, title in _INDEXED.items()
        for row in (catalog.rows[table] if catalog else ())
    }


def write_index(catalog: Catalog | None, mentioned: Set[str]) -> dict[str, list[tuple[str, str]]]:
    """By title, the names of the entries whose anchors pages mention, with these, in alphabetical
    order."""
    index: dict[str, list[tuple[str, str]]] = {title: [] for title in _INDEXED.values()}
    for name, (title, words) in indexed_names(catalog).items():
        if name in mentioned:
            index[title].append((words, name))
    for listed in index.values():
        listed.sort(key=lambda each: (each[0].casefold(), each[0]))
    return index
