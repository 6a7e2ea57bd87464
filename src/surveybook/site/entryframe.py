"""The page around an entry, made by the theme once for all entries of a table.

The theme takes as long for the head, the lists of contents and the buttons of one entry's page as
the page takes for all that is its own; they are the same on each. A page that has marks in the
places of what is an entry's own goes through Sphinx and the theme, and is taken apart at them.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx

from .inventory import inventory
from .publishing import describe_page
from .searching import describe_for_search
from .twins import name_twins

_PARTS = {"head": "pagehead.html", "body": "entry.html", "facts": "pagefacts.html"}
"""What stands in a page's places: in its head, in its article, and below that."""
_MARK = "surveybook-place-of-the-"
_MARKS = {name: f"{_MARK}{name}" for name in (*_PARTS, "title", "id")}
_LAST = 999
"""After all others that add to a page's context."""
_PLACES = re.compile(f"{_MARK}({'|'.join(_MARKS)})")


class EntryFrame:
    """What the pages of a table's entries have in common."""

    def __init__(self, app: Sphinx, table: str):
        self.app = app
        page = f"{table}/{_MARKS['id']}"
        context = {"title": _MARKS["title"], "frame": _MARKS, "theme_show_prev_next": False}
        self._context: dict[str, Any] = {}
        listener = app.connect("html-page-context", self._keep_context, priority=_LAST)
        builder: Any = app.builder
        try:
            with tempfile.TemporaryDirectory() as folder:
                made = Path(folder) / "frame.html"
                builder.handle_page(page, context, "entryframe.html", outfilename=str(made))
                text = made.read_text(encoding="utf-8")
        finally:
            app.disconnect(listener)
        inventory(app).forget(page)
        del self._context["frame"]
        # Text and, at the odd places, the names of marks.
        self._pieces = _PLACES.split(text)

    def _keep_context(
        self,
        app: Sphinx,
        page: str,
        template: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        self._context = context.copy()

    def write(self, page: str, own: Mapping[str, Any]) -> None:
        """Write the page of an entry, ``own`` being its context."""
        context = {**self._context, **own}
        for describe in (describe_page, describe_for_search, name_twins):
            describe(self.app, page, _PARTS["body"], context, None)
        builder: Any = self.app.builder
        parts = {name: builder.templates.render(file, context) for name, file in _PARTS.items()}
        parts["title"] = escape(Markup(own["title"]).striptags())
        parts["id"] = page.rpartition("/")[2]
        pieces = [parts[piece] if at % 2 else piece for at, piece in enumerate(self._pieces)]
        path = Path(builder.get_outfilename(page))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(pieces), encoding="utf-8")
        inventory(self.app).note(page, f"{page}.html")
