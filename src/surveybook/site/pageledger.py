"""Which pages of the last build can stay: a ledger of what each was made of.

For pages that Sphinx does not know as documents and would make anew in every build. The
ledger lies beside Sphinx's own notes and is written when a build has succeeded.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sphinx.application import Sphinx

from .inventory import inventory

_NAME = "surveybook-pages.json"


class Ledger:
    """The made pages of one build; ``shared`` is what every one of them depends on."""

    def __init__(self, app: Sphinx, shared: object):
        self.site = Path(app.outdir)
        self.path = Path(app.doctreedir) / _NAME
        self.shared = repr(shared)
        self.made: dict[str, str] = {}
        try:
            self.known: dict[str, str] = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.known = {}
        app.connect("build-finished", self._close)

    def is_new(self, page: str, content: object) -> bool:
        """Whether a page must be made: its file is missing or was made of something else.

        ``content`` is all that the page alone depends on; its ``repr`` must tell it fully.
        """
        digest = hashlib.sha256(f"{self.shared}\n{content!r}".encode()).hexdigest()
        self.made[page] = digest
        return self.known.get(page) != digest or not (self.site / f"{page}.html").is_file()

    def _close(self, app: Sphinx, error: Exception | None) -> None:
        """Note what was made."""
        if error:
            return
        inventory(app).keep(self.made)
        self.path.write_text(json.dumps(self.made), encoding="utf-8")
