"""The printed book for electronic readers: its pages as XHTML in one EPUB file.

It must not know how and when builds are run.
"""

from sphinx.application import Sphinx

from . import builder


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    builder.setup(app)
