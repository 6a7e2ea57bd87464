"""The entries' pages in the site's search, which Sphinx fills from documents alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils import new_document
from sphinx.application import Sphinx

from ..catalog import load
from ..sources.problems import SurveyError
from ..views.entries import KINDS
from .entrypages import EntryPage


def keep_entries(app: Sphinx) -> None:
    """Let the index keep the entries' pages from build to build: Sphinx would drop them."""
    builder = app.builder
    if app.builder.format != "html":
        return
    try:
        rows = load(Path(app.srcdir)).rows
    except SurveyError:
        # The chapters will tell.
        return
    paths = {f"{table}/{row['id']}" for table in KINDS for row in rows[table]}
    load_index = builder.load_indexer  # type: ignore[attr-defined]

    def load_with_entries(docnames: Iterable[str]) -> None:
        indexer = builder.indexer  # type: ignore[attr-defined]
        prune = indexer.prune

        def prune_all(kept: Iterable[str]) -> None:
            prune({*kept, *paths})
            _drop_empty(indexer)

        indexer.prune = prune_all
        load_index(docnames)

    builder.load_indexer = load_with_entries  # type: ignore[attr-defined]


def feed_search(app: Sphinx, page: EntryPage, *, is_new: bool) -> None:
    """Let the search find a new or changed entry by its name and what it is about."""
    indexer = getattr(app.builder, "indexer", None)
    # An index that could not be read has lost the others too.
    if indexer is None or not (is_new or page.path not in indexer._titles):
        return
    if page.path in indexer._titles:
        # What it said before must not find it.
        for words in (indexer._mapping, indexer._title_mapping):
            for pages in words.values():
                pages.discard(page.path)
        _drop_empty(indexer)
    document = new_document(page.path)
    words = [page.name, *(part.text for fact in page.facts for part in fact.parts if not part.href)]
    words += [notice.sentence for notice in page.notices]
    words += [work.text("title").replace("{", "").replace("}", "") for work in page.works]
    document += nodes.paragraph("", " ".join(words))
    indexer.feed(page.path, f"{page.path}.html", page.name, document)


def _drop_empty(indexer: Any) -> None:
    """Take out words of pages that are gone: they would stay, with no page to their name."""
    for words in (indexer._mapping, indexer._title_mapping):
        for word in [word for word, pages in words.items() if not pages]:
            del words[word]
