"""The twins of a page for programs: a chapter as Markdown, and its notebook's file; an entry as
Markdown and as JSON. They lie beside the page, which names them in its head and at its foot.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from .entrymarkdown import entry_markdown
from .entrypages import EntryPage, work_markdown
from .markdowntwin import markdown_of
from .notebookcopy import copy_of
from .publishing import publisher
from .repositorylinks import package_requirement

FORMS = {
    "md": ("Markdown", "text/markdown"),
    "json": ("JSON", "application/json"),
    "ipynb": ("Notebook", "application/x-ipynb+json"),
}
"""The names and media types of twins, by the ending of their files."""


def chapter_twins(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Offer a chapter as Markdown, and a notebook as a file that runs outside the repository."""
    if app.builder.format != "html":
        return
    name = docname.rsplit("/", 1)[-1]
    numbers = app.env.toc_fignumbers.get(docname, {})
    twins = {"md": markdown_of(doctree, numbers, f"{name}.html")}
    source = Path(app.env.doc2path(docname))
    if source.suffix == ".ipynb":
        twins["ipynb"] = copy_of(
            Path(app.srcdir), source, publisher(app).address, package_requirement(app)
        )
    _offer(app, docname, twins)


def name_twins(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell a page's template of its twins; those of an entry are made here."""
    entry: EntryPage | None = context.get("entry", {}).get("page")
    publishing = publisher(app)
    if entry is not None:
        text = entry_markdown(
            entry,
            context["entry"]["story"].sentence,
            [work_markdown(work) for work in entry.works],
            context["entry"]["results"],
            publishing.entry(entry),
        )
        _offer(
            app, page, {"md": text, "json": publishing.entry_records.text(entry.table, entry.id)}
        )
    name = page.rsplit("/", 1)[-1]
    context["twins"] = [
        {"name": form, "type": kind, "href": f"{name}.{suffix}"}
        for suffix, (form, kind) in FORMS.items()
        if f"{page}.{suffix}" in publishing.files
    ]


def _offer(app: Sphinx, page: str, twins: dict[str, str]) -> None:
    for suffix, text in twins.items():
        publisher(app).publish(page, f"{page}.{suffix}", text)
