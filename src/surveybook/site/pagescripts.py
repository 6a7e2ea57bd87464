"""The scripts of the chapters: which page gets which, and the table library beside them.

A page without a table of entries loads nothing for tables; one with such a table loads a
small module, which fetches the library when a table comes into reach.
"""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ..doctree.citations import CitationLink
from ..doctree.entrytables import EntryCell

LIBRARY = "_static/datatables"
"""Where the site keeps DataTables, which the package itables brings as one module and sheet."""
_LIBRARY_FILES = ("dt_bundle.js", "dt_bundle.css")
_SCRIPTS = {EntryCell: "tables/tables.js", CitationLink: "citations.js"}
"""By the nodes for which a page loads them."""
_UNUSED = ("sphinx_thebe.", "sphinx_togglebutton.", "sphinx_design.extension.add_static_assets")
"""What Jupyter Book always loads and the book does not use, by the module and name of a handler."""
_UNUSED_STYLES = {"sphinx-thebe.css", "togglebutton.css"}


def add_scripts(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load a chapter's scripts where there is use for them."""
    for kind, script in _SCRIPTS.items():
        if doctree is not None and next(iter(doctree.findall(kind)), None) is not None:
            # Called for one page, this adds the script to that page alone.
            app.add_js_file(script, type="module")


def leave_out_unused(app: Sphinx) -> None:
    """Spare the reader scripts and styles of extensions that the book does not use.

    Called when all extensions are set up: they add their files when events occur.
    """
    for listeners in app.events.listeners.values():
        for listener in list(listeners):
            name = f"{listener.handler.__module__}.{getattr(listener.handler, '__name__', '')}"
            if name.startswith(_UNUSED):
                app.disconnect(listener.id)
    styles = [each for each in app.registry.css_files if each[0] not in _UNUSED_STYLES]
    app.registry.css_files[:] = styles


def keep_script_files(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Leave out the scripts that stand in the page itself: the theme's, for what is not used."""
    context["script_files"] = [each for each in context["script_files"] if each.filename]


def leave_out_maps(app: Sphinx, error: Exception | None) -> None:
    """Take out of the site what no page loads: the maps of the theme's scripts and styles to
    their sources, and the script that would draw its icons."""
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for path in {*static.rglob("*.map"), *static.glob("scripts/fontawesome.js*")}:
        path.unlink()


def copy_table_library(app: Sphinx, error: Exception | None) -> None:
    """Put the table library into the site, once for all pages."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / LIBRARY
    folder.mkdir(parents=True, exist_ok=True)
    for name in _LIBRARY_FILES:
        with as_file(files("itables") / "html" / name) as source:
            shutil.copyfile(source, folder / name)
