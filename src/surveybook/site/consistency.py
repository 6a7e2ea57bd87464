"""Chapters are written again when what they show of others has changed.

Sphinx writes a page again when its own source has changed. But every page shows titles of others
in its lists of contents, texts and numbers of what it refers to, and the day of the data; after
an edit elsewhere it would be stale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .publishing import publisher

_LAST = 950
"""After what numbers figures and collects citations."""


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("env-get-outdated", _after_removal)
    app.connect("env-get-updated", _written_again, priority=_LAST)


def _after_removal(
    app: Sphinx,
    env: BuildEnvironment,
    added: Collection[str],
    changed: Collection[str],
    removed: Collection[str],
) -> Sequence[str]:
    """The root document if a chapter is gone: with nothing to read, Sphinx would write nothing."""
    return [app.config.root_doc] if removed else []


def _written_again(app: Sphinx, env: BuildEnvironment) -> Sequence[str]:
    """Every chapter if anything that chapters share has changed since the last build."""
    if app.builder.format != "html":
        return []
    _name_images(env)
    digest = hashlib.sha256(repr(list(_shared(app, env))).encode()).hexdigest()
    known = getattr(env, "surveybook_shared", digest)
    env.surveybook_shared = digest  # type: ignore[attr-defined]
    return sorted(env.found_docs) if known != digest else []


def _shared(app: Sphinx, env: BuildEnvironment) -> list[Any]:
    data = env.domaindata
    labels = [data["std"][kind] for kind in ("labels", "anonlabels", "terms", "objects")]
    citations = data["cite"]["citations"]
    return [
        publisher(app).data_date,
        sorted((name, title.pformat()) for name, title in env.titles.items()),
        [sorted(kept.items()) for kept in (env.toctree_includes, env.toc_secnumbers)],
        sorted(env.toc_fignumbers.items()),
        [sorted(kept.items()) for kept in (*labels, data["math"]["objects"])],
        sorted((one.key, one.bibliography_key.docname, one.citation_id) for one in citations),
        # Most have their own name, whatever others there are.
        sorted((path, name) for path, (_, name) in env.images.items() if name != Path(path).name),
    ]


def _name_images(env: BuildEnvironment) -> None:
    """Name the copies of pictures by their order in the book's folders.

    Two of one name get a number, which Sphinx gives in the order in which it
    happened to read them.
    """
    taken: set[str] = set()
    for path in sorted(env.images):
        file = Path(path)
        name, number = file.name, 0
        while name in taken:
            number += 1
            name = f"{file.stem}{number}{file.suffix}"
        taken.add(name)
        env.images[path] = (env.images[path][0], name)
    env.images._existing = taken
