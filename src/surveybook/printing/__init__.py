"""The book as print: the settings of Sphinx's LaTeX builder, and what paper needs otherwise.

It must not know HTML.
"""

from sphinx.application import Sphinx

from . import builder, nodewriters


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    builder.setup(app)
    nodewriters.setup(app)
