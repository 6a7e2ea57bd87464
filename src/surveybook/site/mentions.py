"""Which chapters speak of an entry: noted as they are read, kept with Sphinx's environment.

Kept from build to build, so that an entry's page names a chapter that was not read this time.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..views.entries import KINDS

_TABLE_OF = {kind: table for table, kind in KINDS.items()}
_ANCHOR = re.compile(rf"(?:^|#)({'|'.join(_TABLE_OF)})-([a-z0-9-]+)$")


def entry_of(target: str) -> str:
    """The path of the page of the entry that an anchor stands for, such as "models/medcpt"."""
    found = _ANCHOR.search(target)
    return f"{_TABLE_OF[found[1]]}/{found[2]}" if found else ""


def mentions(env: BuildEnvironment) -> dict[str, set[str]]:
    """By chapter, the paths of the entries it refers to."""
    if not hasattr(env, "surveybook_mentions"):
        env.surveybook_mentions = {}  # type: ignore[attr-defined]
    kept: dict[str, set[str]] = env.surveybook_mentions  # type: ignore[attr-defined]
    return kept


def note_mentions(app: Sphinx, doctree: nodes.document) -> None:
    """Note what a chapter that was read refers to."""
    targets = [node["reftarget"] for node in doctree.findall(addnodes.pending_xref)]
    targets += [
        node.get("refuri") or node.get("refid", "") for node in doctree.findall(nodes.reference)
    ]
    found = {path for target in targets if (path := entry_of(target))}
    mentions(app.env)[app.env.docname] = found


def forget_mentions(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop the notes of a chapter that is read anew or gone."""
    mentions(env).pop(docname, None)


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("doctree-read", note_mentions)
    app.connect("env-purge-doc", forget_mentions)
