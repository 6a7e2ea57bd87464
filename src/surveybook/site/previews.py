"""The picture that a preview of a link shows: a card of each chapter and entry."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from ..export.citation import Citation
from .cards import FOLDER, card
from .drafts import drafted_chapters
from .entrypages import EntryPage
from .inventory import inventory


def offer_card(
    app: Sphinx, page: str, citation: Citation, description: str, entry: EntryPage | None
) -> str:
    """Write the card of a page; its address, or "" where the site's own is not known."""
    address = app.config.html_baseurl
    if not address or drafted_chapters() is not None:
        return ""
    kind, family = citation.kind.capitalize(), ""
    if entry is not None:
        kind, family = entry.kind, entry.family.href if entry.family else ""
        kind += f" · {entry.family.text}" if entry.family else ""
        description = description.partition(". ")[2]
    path = f"{FOLDER}/{page}.png"
    place = Path(app.outdir) / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(card(citation.title, kind, description, citation.book, family))
    inventory(app).note(page, path)
    return f"{address}{path}"
