"""The events of Sphinx that each part of the site answers, in the order they need."""

from __future__ import annotations

from sphinx.application import Sphinx

from . import (
    bibstyle,
    citations,
    coins,
    consistency,
    figuredata,
    formulas,
    inventory,
    mentions,
    searching,
)
from .htmlpages import entry_pages, lead_to_entry_pages, share_contents_list
from .pageparts import add_templates, leave_out_unused, mend_bibliography, warn_of_mute_images
from .pagescripts import copy_table_library, enhance_page
from .publishing import describe_page, set_address
from .sitefiles import further_pages, write_files


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    bibstyle.register()
    citations.register()
    app.connect("config-inited", add_templates)
    app.connect("config-inited", set_address)
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(citations.SurveyCitationDomain, override=True)
    formulas.setup(app)
    consistency.setup(app)
    inventory.setup(app)
    figuredata.setup(app)
    coins.setup(app)
    app.connect("doctree-read", warn_of_mute_images)
    mentions.setup(app)
    app.connect("build-finished", write_files)
    app.connect("doctree-resolved", lead_to_entry_pages)
    app.connect("html-collect-pages", entry_pages)
    app.connect("build-finished", copy_table_library)
    app.connect("html-collect-pages", further_pages)
    # Before the theme, which asks for the list to see whether it is empty.
    app.connect("html-page-context", share_contents_list, priority=400)
    # Before the next, which replaces the lists of scripts that this one adds to.
    app.connect("html-page-context", enhance_page)
    app.connect("html-page-context", leave_out_unused)
    app.connect("html-page-context", mend_bibliography)
    app.connect("html-page-context", describe_page)
    searching.setup(app)
