"""What the book adds to Sphinx.

Loaded by ``_config.yml``, so plain ``jupyter-book build .`` has all of it:

- chapters are executed by :mod:`surveybook.build.execute`, and a page is rebuilt when what it
  shows may have changed: its outputs, the bibliography, or this package;
- a failed chapter fails the build with its name and cause;
- citations: the survey's styles, and look-ups that stay fast with thousands of works.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from . import __version__, bibstyle, citations, mentions, printing
from .build.digest import (
    bibliography_digest,
    data_digest,
    edition_digest,
    software_digest,
    static_digest,
)
from .build.execute import Executed, ExecutionError, execute, prune
from .chapterfiles import code_cells, read_notebook
from .drafts import drafted_chapters
from .entrysearch import keep_entries
from .figures import METADATA_KEY
from .htmlpages import entry_pages, lead_to_entry_pages, share_contents_list
from .pagescripts import copy_table_library, enhance_page
from .printed import printed_files
from .publishing import describe_page
from .sitefiles import further_pages, write_files

logger = logging.getLogger(__name__)
FIGURE_DATA = "data/figures"
"""Where the site keeps the numbers of its figures, as NAME.csv."""
_EXECUTED_MARK = '{"surveybook_executed": '


def read_chapter(text: str) -> NotebookNode:
    """Read a chapter for myst-nb: executed already, or as written.

    ``source-read`` hands over executed notebooks as JSON behind a mark of ours; whatever else
    arrives is MyST Markdown or a plain notebook.
    """
    if text.startswith(_EXECUTED_MARK):
        return nbformat.from_dict(json.loads(text)["surveybook_executed"])
    return read_notebook(text)


class _FigureData:
    """The numbers behind each page's figures: kept in the environment, linked from captions,
    written beside the pages."""

    @staticmethod
    def of(env: BuildEnvironment) -> dict[str, dict[str, str]]:
        """CSV texts by document and figure name."""
        if not hasattr(env, "surveybook_figures"):
            env.surveybook_figures = {}  # type: ignore[attr-defined]
        kept: dict[str, dict[str, str]] = env.surveybook_figures  # type: ignore[attr-defined]
        return kept

    def forget(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        self.of(env).pop(docname, None)

    def keep(self, env: BuildEnvironment, docname: str, notebook: NotebookNode) -> None:
        for cell in notebook["cells"]:
            for output in cell.get("outputs", []):
                described = output.get("metadata", {}).get(METADATA_KEY)
                if described:
                    figures = self.of(env).setdefault(docname, {})
                    figures[described["name"]] = described["data"]

    def link(self, app: Sphinx, doctree: nodes.document) -> None:
        if app.builder.format != "html":
            return
        docname = app.env.docname
        figures = self.of(app.env).get(docname, {})
        for figure in doctree.findall(nodes.figure):
            names = [name for name in figure["names"] if name in figures]
            for caption in figure.findall(nodes.caption) if names else ():
                address = "../" * docname.count("/") + f"{FIGURE_DATA}/{names[0]}.csv"
                link = nodes.reference("", "Data (CSV).", refuri=address, internal=False)
                caption += [nodes.Text(" "), link]

    def write(self, app: Sphinx, error: Exception | None) -> None:
        if error or app.builder.format != "html":
            return
        folder = Path(app.outdir) / FIGURE_DATA
        folder.mkdir(parents=True, exist_ok=True)
        for figures in self.of(app.env).values():
            for name, numbers in figures.items():
                (folder / f"{name}.csv").write_text(numbers, encoding="utf-8")


class _Session:
    """The executed chapters of one build."""

    def __init__(self, figures: _FigureData) -> None:
        self.executed: dict[str, Executed] = {}
        self.figures = figures

    def find_outdated(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> Sequence[str]:
        """Execute what must be, and name the chapters whose pages may have changed."""
        root = Path(app.srcdir)
        chapters = {}
        for docname in sorted(env.found_docs):
            path = Path(env.doc2path(docname))
            notebook = read_chapter(path.read_text(encoding="utf-8"))
            if code_cells(notebook):
                chapters[docname] = (notebook, path.parent)
        try:
            medium = "print" if app.builder.format == "latex" else "site"
            timeout = app.config.nb_execution_timeout
            first = drafted_chapters()
            self.executed, ran = execute(chapters, root, timeout, medium, first)
        except ExecutionError as error:
            # Not a warning: half a book must not be published, with or without -W.
            failures = (
                f"{env.doc2path(name, base=False)}: {what}" for name, what in error.failures.items()
            )
            raise ExtensionError("chapters failed to run\n" + "\n".join(failures)) from error
        prune(root)
        self._report(app, ran)
        # Sphinx copies style sheets and scripts only when it writes some page.
        shared = {
            "pages": [
                software_digest(),
                static_digest(root),
                edition_digest(root),
                *printed_files(root),
            ],
            "citations": bibliography_digest(root),
        }
        digests = {name: chapter.digest for name, chapter in self.executed.items()}
        now = {**shared, "data": data_digest(root), "chapters": digests}
        known = getattr(env, "surveybook_digests", {**shared, "chapters": {}})
        env.surveybook_digests = now  # type: ignore[attr-defined]
        if any(known.get(name) != digest for name, digest in shared.items()):
            return sorted(env.found_docs)
        outdated = {name for name in digests if known["chapters"].get(name) != digests[name]}
        if known.get("data") != now["data"]:
            # Without any document to write, Sphinx would not make the entries' pages either.
            outdated.add(app.config.root_doc)
        return sorted(outdated)

    @staticmethod
    def _report(app: Sphinx, ran: list[str]) -> None:
        logger.info("executed %d chapters%s", len(ran), f": {', '.join(ran)}" if ran else "")

    def hand_over(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Replace a chapter's text by its executed notebook."""
        if docname in self.executed:
            self.figures.keep(app.env, docname, self.executed[docname].notebook)
            source[0] = json.dumps({"surveybook_executed": self.executed[docname].notebook})


def _add_templates(app: Sphinx, config: Any) -> None:
    config.templates_path = [*config.templates_path, str(Path(__file__).parent / "templates")]


_UNUSED = ("sphinx-thebe", "design-tabs", "togglebutton", "sphinx-design")


def _mend_bibliography(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Take off roles that contradict each other: a list must hold list items."""
    body = context.get("body", "")
    if 'class="citation-list"' in body:
        for role in (' role="list"', ' role="doc-biblioentry"'):
            body = body.replace(role, "")
        context["body"] = body


def _leave_out_unused(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Spare the reader scripts and styles of extensions that the book does not use."""
    for kind in ("script_files", "css_files"):
        context[kind] = [
            each
            for each in context[kind]
            if not any(name in str(getattr(each, "filename", each)) for name in _UNUSED)
            and "THEBE" not in getattr(each, "attributes", {}).get("body", "")
            and "toggle" not in getattr(each, "attributes", {}).get("body", "").lower()
        ]


def _warn_of_mute_images(app: Sphinx, doctree: nodes.document) -> None:
    for image in doctree.findall(nodes.image):
        if not image.get("alt"):
            logger.warning("an image has no alternative text", location=image)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    # Reading a book makes millions of small objects that live until its end; looking for
    # garbage among them every few hundred takes a sixth of the build's time.
    gc.set_threshold(200_000, 50, 50)
    bibstyle.register()
    citations.register()
    printing.setup(app)
    figures = _FigureData()
    session = _Session(figures)
    app.connect("config-inited", _add_templates)
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(citations.SurveyCitationDomain, override=True)
    app.connect("env-get-outdated", session.find_outdated)
    app.connect("source-read", session.hand_over)
    app.connect("env-purge-doc", figures.forget)
    app.connect("doctree-read", figures.link)
    app.connect("doctree-read", _warn_of_mute_images)
    app.connect("build-finished", figures.write)
    mentions.setup(app)
    app.connect("build-finished", write_files)
    app.connect("doctree-resolved", lead_to_entry_pages)
    app.connect("builder-inited", keep_entries)
    app.connect("html-collect-pages", entry_pages)
    app.connect("build-finished", copy_table_library)
    app.connect("html-collect-pages", further_pages)
    # Before the theme, which asks for the list to see whether it is empty.
    app.connect("html-page-context", share_contents_list, priority=400)
    # Before the next, which replaces the lists of scripts that this one adds to.
    app.connect("html-page-context", enhance_page)
    app.connect("html-page-context", _leave_out_unused)
    app.connect("html-page-context", _mend_bibliography)
    app.connect("html-page-context", describe_page)
    return {"version": __version__, "parallel_read_safe": False, "parallel_write_safe": True}
