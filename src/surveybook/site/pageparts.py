"""Parts of a page that extensions give it and the book does not want."""

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


_UNUSED = ("sphinx-thebe", "design-tabs", "togglebutton", "sphinx-design")


def mend_bibliography(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Take off roles that contradict each other: a list must hold list items."""
    body = context.get("body", "")
    if 'class="citation-list"' in body:
        for role in (' role="list"', ' role="doc-biblioentry"'):
            body = body.replace(role, "")
        context["body"] = body


def leave_out_unused(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Spare the reader scripts and styles of extensions that the book does not use."""
    for kind in ("script_files", "css_files"):
        context[kind] = [
            each
            for each in context[kind]
            if not any(name in str(getattr(each, "filename", each)) for name in _UNUSED)
            and "THEBE" not in getattr(each, "attributes", {}).get("body", "")
            and "toggle" not in getattr(each, "attributes", {}).get("body", "").lower()
        ]


def warn_of_mute_images(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of every image that a screen reader could not read out; of those that cells draw the
    execution has told, by cell."""
    for image in doctree.findall(nodes.image):
        if not image.get("alt") and _DRAWN not in str(image.get("uri", "")):
            logger.warning("an image has no alternative text", location=image)
