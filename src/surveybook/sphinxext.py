"""What the book adds to Sphinx.

Loaded by ``_config.yml``, so plain ``jupyter-book build .`` has all of it: chapters are executed
by :mod:`surveybook.build.session`; :mod:`surveybook.doctree` holds the book's own nodes,
:mod:`surveybook.site`, :mod:`surveybook.printing` and :mod:`surveybook.ebook` say what HTML, paper
and e-readers need.
"""

from __future__ import annotations

import gc
from typing import Any

from sphinx.application import Sphinx

from . import __version__, doctree
from .build import containment, session
from .build.session import read_chapter
from .ebook import builder as ebook
from .printing import builder as printing
from .site import registration as site

__all__ = ["read_chapter", "setup"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    # Reading a book makes millions of small objects that live until its end; looking for
    # garbage among them every few hundred takes a sixth of the build's time.
    gc.set_threshold(200_000, 50, 50)
    session.setup(app)
    containment.setup(app)
    doctree.setup(app)
    site.setup(app)
    printing.setup(app)
    ebook.setup(app)
    return {"version": __version__, "parallel_read_safe": False, "parallel_write_safe": True}
