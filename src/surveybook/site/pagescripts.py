"""The scripts of the pages: which page gets which, and the table library beside them.

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

from ..catalog import load
from .paperlinks import link_papers, paper_addresses
from .tablecells import label_tables

LIBRARY = "_static/datatables"
"""Where the site keeps DataTables, which the package itables brings as one module and sheet."""
_LIBRARY_FILES = ("dt_bundle.js", "dt_bundle.css")


def enhance_page(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell a chapter's HTML what its scripts need, and load them where there is use for them."""
    if doctree is None or app.builder.format != "html":
        return
    catalog = load(Path(app.srcdir))
    body = context.get("body", "")
    labelled = label_tables(body, catalog)
    # Called for one page, this adds the script to that page alone.
    if labelled != body:
        app.add_js_file("tables/tables.js", type="module")
    if 'class="bibtex-citation"' in body:
        app.add_js_file("citations.js", type="module")
        labelled = link_papers(labelled, page, paper_addresses(app.env, catalog.works))
    context["body"] = labelled


def copy_table_library(app: Sphinx, error: Exception | None) -> None:
    """Put the table library into the site, once for all pages."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / LIBRARY
    folder.mkdir(parents=True, exist_ok=True)
    for name in _LIBRARY_FILES:
        with as_file(files("itables") / "html" / name) as source:
            shutil.copyfile(source, folder / name)
