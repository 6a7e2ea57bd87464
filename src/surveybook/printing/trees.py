"""What a chapter's tree must be for paper."""

from __future__ import annotations

from docutils import nodes


def adapt(tree: nodes.document) -> None:
    """x."""
