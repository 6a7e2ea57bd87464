"""The book as print: its pages as Typst, and the design they are set in.

It must not know HTML.
"""

from sphinx.application import Sphinx

from . import builder


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    builder.setup(app)
