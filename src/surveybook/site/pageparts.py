"""The templates of the pages, and what each page must have to be read out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)
_DRAWN = "jupyter_execute/"
"""The folder of the stage in which pictures lie that cells drew."""


def add_templates(app: Sphinx, config: Any) -> None:
    """Let pages use the templates beside this module."""
    config.templates_path = [*config.templates_path, str(Path(__file__).parent / "templates")]


def warn_of_mute_images(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of every image that a screen reader could not read out; of those that cells draw the
    execution has told, by cell."""
    for image in doctree.findall(nodes.image):
        if not image.get("alt") and _DRAWN not in str(image.get("uri", "")):
            logger.warning("an image has no alternative text", location=image)
