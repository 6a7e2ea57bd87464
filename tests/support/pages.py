"""A few MyST pages, built by Sphinx alone: how the book's own nodes are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils


def build_pages(
    folder: Path,
    pages: Mapping[str, str],
    *,
    extensions: Sequence[str],
    builder: str = "html",
    settings: Mapping[str, Any] | None = None,
) -> tuple[Path, str]:
    """Write the pages (the first is the root) and build them; the output, and the warnings."""
    source = folder / "source"
    source.mkdir(exist_ok=True)
    for name, text in pages.items():
        (source / f"{name}.md").write_text(text, encoding="utf-8")
    warnings = StringIO()
    given = {
        "extensions": ["myst_parser", *extensions],
        "root_doc": next(iter(pages)),
        "myst_enable_extensions": ["attrs_inline", "colon_fence"],
        "numfig": True,
        **(settings or {}),
    }
    output = folder / builder
    # Sphinx registers nodes and directives for the whole process.
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            source,
            None,
            output,
            folder / f"{builder}-doctrees",
            builder,
            confoverrides=given,
            status=None,
            warning=warnings,
        )
        app.build()
    return output, warnings.getvalue()
