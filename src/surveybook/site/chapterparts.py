"""What a chapter's page shows beside its text: the time to read it, and how to cite it.

Both are nodes of the chapter's tree before it is written, and the list of the page's contents
gets an entry for the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment.adapters.toctree import document_toc

from ..doctree.formulas import text_of
from .figuredata import DataLink
from .hostednotebooks import hosts_of
from .notebookcopy import requirements_of
from .publishing import Publisher, cite_block, publisher
from .repositorylinks import package_requirement

CITE = "cite"
"""The anchor of the citation on a page."""


class ReadingTime(nodes.General, nodes.Element):
    """How many ``minutes`` a chapter takes to read, and the addresses of its ``pdf``, of its
    ``notebook``'s file, and of the ``requirements`` of that, or ""; and the ``hosts`` that open the
    notebook, with the addresses."""


class CiteBlock(nodes.General, nodes.Element):
    """The section on how to cite a chapter, its figures and its tables, as ``html``."""


def add_chapter_parts(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put what is shown beside the text into a chapter's tree."""
    if app.builder.format != "html":
        return
    publishing = publisher(app)
    root = "../" * docname.count("/")
    title = next(iter(doctree.findall(nodes.title)), None)
    sections = [child for child in doctree.children if isinstance(child, nodes.section)]
    if title is not None and isinstance(title.parent, nodes.section):
        pdf = publishing.chapter_pdf(app, docname)
        name = docname.rsplit("/", 1)[-1]
        is_notebook = app.env.doc2path(docname).endswith(".ipynb")
        has_requirements = is_notebook and _publish_requirements(app, docname)
        lead = ReadingTime(
            minutes=_minutes(doctree),
            pdf=root + pdf if pdf else "",
            notebook=f"{name}.ipynb" if is_notebook else "",
            requirements=f"{name}.requirements.txt" if has_requirements else "",
            hosts=hosts_of(app, docname) if is_notebook else [],
        )
        title.parent.insert(title.parent.index(title) + 1, lead)
    citation = publishing.chapter_citation(app, docname)
    stem = f"cite/{docname.removeprefix('book/')}"
    numbers = app.env.toc_fignumbers.get(docname, {})
    parts = list(_parts(publishing, docname, doctree, numbers))
    publishing.offer(docname, citation, stem)
    html = cite_block(citation, _heading(app, docname), stem, root, parts)
    (sections[-1] if sections else doctree).append(CiteBlock(html=html))


def _publish_requirements(app: Sphinx, docname: str) -> bool:
    """Publish what a notebook needs, if that is known."""
    path = Path(app.env.doc2path(docname))
    text = requirements_of(Path(app.srcdir), path, package_requirement(app))
    if text:
        publisher(app).publish(docname, f"{docname}.requirements.txt", text)
    return bool(text)


def add_to_contents(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """List the citation among a chapter's sections, if it has any."""
    if doctree is None:
        return
    contents = document_toc(app.env, page, app.builder.tags)
    lists = list(contents.findall(nodes.bullet_list))
    if len(lists) < 2:
        return
    link = nodes.reference("", _heading(app, page), internal=True, refuri=f"#{CITE}")
    lists[1] += nodes.list_item("", addnodes.compact_paragraph("", "", link))
    context["toc"] = app.builder.render_partial(contents)["fragment"]  # type: ignore[attr-defined]


def _heading(app: Sphinx, docname: str) -> str:
    return "Cite this book" if docname == app.config.root_doc else "Cite this chapter"


def _minutes(doctree: nodes.document) -> int:
    """How long the paragraphs of a chapter take to read, at 230 words a minute."""
    paragraphs = (
        node
        for node in doctree.findall(nodes.paragraph)
        if isinstance(node.parent, (nodes.section, nodes.list_item, nodes.definition))
    )
    words = sum(len(node.astext().split()) for node in paragraphs)
    return max(1, round(words / 230))


def _parts(
    publishing: Publisher,
    docname: str,
    doctree: nodes.document,
    numbers: Mapping[str, Mapping[str, tuple[int, ...]]],
) -> Iterator[dict[str, Any]]:
    """The numbered tables and figures of a chapter, each with its citation, published too;
    ``numbers`` are theirs by kind and anchor."""
    for block in doctree.findall(lambda node: isinstance(node, (nodes.table, nodes.figure))):
        heads = [node for node in block.children if isinstance(node, (nodes.title, nodes.caption))]
        names = [name for name in block["ids"] if name.startswith(("tab-", "fig-"))]
        if not heads or not names:
            continue
        kind = "table" if isinstance(block, nodes.table) else "figure"
        caption = _first_sentence(heads[0])
        # An anchor of the figure's own may stand before the one by which Sphinx counts it.
        found = (numbers.get(kind, {}).get(name, ()) for name in block["ids"])
        number = ".".join(map(str, next(filter(None, found), ())))
        citation = publishing.book.part(kind, caption, f"{docname}.html#{names[0]}", number)
        stem = f"cite/{names[0]}"
        publishing.offer(docname, citation, stem)
        yield {"anchor": names[0], "citation": citation, "stem": stem}


def _first_sentence(caption: nodes.Element) -> str:
    words = caption.deepcopy()
    for link in list(words.findall(DataLink)):
        link.parent.remove(link)
    return text_of(words).strip().split(". ")[0].rstrip(".")


def _visit_reading_time(writer: Any, node: ReadingTime) -> None:
    minutes = node["minutes"]
    files = [
        ("PDF of this chapter", node["pdf"]),
        ("The notebook's file", node["notebook"]),
        ("Its requirements", node["requirements"]),
        *((f"Open in {host}", address) for host, address in node["hosts"]),
    ]
    links = [f'<a href="{escape(file)}">{name}</a>' for name, file in files if file]
    # Of a page that is a table or a tool the time for its few sentences says nothing.
    told = [f"{minutes} minutes to read"] if minutes > 1 else []
    if told or links:
        writer.body.append(f'<p class="reading-time">{" · ".join(told + links)}</p>\n')
    raise nodes.SkipNode


def _visit_cite_block(writer: Any, node: CiteBlock) -> None:
    writer.body.append(node["html"])
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(ReadingTime, html=(_visit_reading_time, None))
    app.add_node(CiteBlock, html=(_visit_cite_block, None))
    app.connect("html-page-context", add_to_contents)
