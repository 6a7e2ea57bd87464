"""What a chapter brings onto its page while it is read stays within the book.

The sources are checked before (:mod:`surveybook.checks`); but what a cell shows is text as well,
with directives of its own. A file from outside the book ends the build, strict or not.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from ..sources.textfiles import leads_outside

_LAST = 900
"""After the collectors of Sphinx, which note the files that a page uses."""


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("builder-inited", _no_raw_text)
    app.connect("doctree-read", _refuse_foreign_files, priority=_LAST)


def _no_raw_text(app: Sphinx) -> None:
    # Neither the directive nor a role made of it; what the book draws itself needs none.
    app.env.settings["raw_enabled"] = False


def _refuse_foreign_files(app: Sphinx, doctree: nodes.document) -> None:
    docname = app.env.docname
    used = {name for name, (pages, _) in app.env.images.items() if docname in pages}
    used |= {name for name, (pages, _) in app.env.dlfiles.items() if docname in pages}
    used |= set(app.env.dependencies.get(docname, ()))
    own = Path(app.outdir).resolve().parent
    package = Path(__file__).parent.parent
    for name in sorted(map(str, used)):
        path = Path(app.srcdir) / name
        if path.resolve().is_relative_to(own) or path.resolve().is_relative_to(package):
            continue
        outside = leads_outside(Path(app.srcdir), path)
        if outside:
            message = f"{app.env.doc2path(docname, base=False)}: it would use {name}: {outside}"
            raise ExtensionError(message)
