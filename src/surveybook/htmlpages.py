"""The HTML site beyond the chapters: a page for each entry, and links that lead there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils import new_document
from sphinx.application import Sphinx

from .catalog import Catalog, load
from .entries import KINDS
from .entrypages import EntryPage, EntryPages, work_html
from .myst import anchor

_TABLE_OF = {kind: table for table, kind in KINDS.items()}
_ANCHOR = re.compile(rf"(?:^|#)({'|'.join(_TABLE_OF)})-([a-z0-9-]+)$")


@dataclass(frozen=True)
class Mention:
    """A chapter in which an entry occurs; with an anchor if its row stands in a table there."""

    docname: str
    title: str
    anchor: str = ""


def lead_to_entry_pages(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let references to entries lead to their pages, and remember where they are made."""
    if app.builder.format != "html":
        return
    root = "../" * docname.count("/")
    mentions = _mentions(app.env)
    for places in mentions.values():
        places.discard(docname)
    for reference in doctree.findall(nodes.reference):
        target = _ANCHOR.search(reference.get("refuri", "") or reference.get("refid", ""))
        if target:
            table, identifier = _TABLE_OF[target[1]], target[2]
            mentions.setdefault(f"{table}/{identifier}", set()).add(docname)
            reference["refuri"] = f"{root}{table}/{identifier}.html"
            reference.attributes.pop("refid", None)


def _mentions(env: Any) -> dict[str, set[str]]:
    """By entry, the chapters that refer to it; kept in the build environment."""
    if not hasattr(env, "surveybook_mentions"):
        env.surveybook_mentions = {}
    kept: dict[str, set[str]] = env.surveybook_mentions
    return kept


def entry_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Every entry's page for the builder: address, context, template. Feeds the search too."""
    if app.builder.format != "html":
        return
    catalog = load(Path(app.srcdir))
    titles = {name: title.astext() for name, title in app.env.titles.items()}
    tables = _rows(app)
    works = {key: work_html(work) for key, work in catalog.works.items()}
    pages = list(EntryPages(catalog))
    _keep_in_search(app, {page.path for page in pages})
    for page in pages:
        row = tables.get(anchor(KINDS[page.table], page.id), "")
        mentioned = _mentions(app.env).get(page.path, set()) - {row}
        chapters = [Mention(row, titles[row], anchor(KINDS[page.table], page.id))] if row else []
        chapters += [Mention(name, titles[name]) for name in sorted(mentioned) if name in titles]
        context = {
            "title": page.name,
            "entry": {
                "page": page,
                "family": page.family.text[-4:-1] if page.family else "",
                "works": [{"html": works[work.key]} for work in page.works],
                "chapters": chapters,
            },
            "theme_show_prev_next": False,
            "meta": {"description": page.summary},
        }
        _feed_search(app, page, catalog)
        yield page.path, context, "entry.html"


def share_contents_list(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Make the list of chapters once for all pages of a depth that are no chapter.

    On such pages no chapter is the current one, so they differ in nothing but the way up to
    the root; with hundreds of entries making it anew takes a third of a build.
    """
    if doctree is not None:
        return
    make = context["toctree"]
    made = app.builder.__dict__.setdefault("surveybook_contents", {})

    def shared(**options: Any) -> str:
        key = (page.count("/"), tuple(sorted(options.items())))
        if key not in made:
            made[key] = make(**options)
        return str(made[key])

    context["toctree"] = shared


def _rows(app: Sphinx) -> dict[str, str]:
    """By anchor, the chapter whose table holds the entry's row."""
    labels = app.env.domaindata["std"]["anonlabels"]
    return {label: docname for label, (docname, _) in labels.items()}


def _keep_in_search(app: Sphinx, paths: set[str]) -> None:
    """Let the search index keep pages that are no documents of Sphinx's."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None:
        prune = indexer.prune
        indexer.prune = lambda docnames: prune({*docnames, *paths})


def _feed_search(app: Sphinx, page: EntryPage, catalog: Catalog) -> None:
    """Let the site's search find the entry by its name and what it is about."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is None:
        return
    document = new_document(page.path)
    words = [page.name, *(part.text for fact in page.facts for part in fact.parts if not part.href)]
    words += [work.text("title").replace("{", "").replace("}", "") for work in page.works]
    document += nodes.paragraph("", " ".join(words))
    indexer.feed(page.path, f"{page.path}.html", page.name, document)
