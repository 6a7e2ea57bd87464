"""Pages at former addresses of chapters and entries, which lead on to the present ones.

A static host cannot answer with a redirect: a small page does, at once, with or without
JavaScript. The script carries the fragment and the query over, so that a link to a section or a
row of a renamed chapter still leads there.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from .publishing import publisher


def redirect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The pages for the builder: address, context, template."""
    if app.builder.format != "html":
        return
    publishing = publisher(app)
    for row in publishing.catalog.rows.get("redirects", ()):
        old, new = row["from"], f"{row['to']}.html"
        moved = {
            "title": "This page has moved",
            "to": posixpath.relpath(new, posixpath.dirname(old)),
            # A relative canonical address would say nothing.
            "canonical": f"{publishing.address}{new}" if publishing.address else "",
        }
        yield old, moved, "redirect.html"
