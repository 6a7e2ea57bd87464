"""Entries that only the site shows: their names are known, so that chapters may refer to them."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..catalog import load
from ..sources.problems import SurveyError
from ..views.entries import KINDS
from ..views.myst import anchor


def name_entries(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give each entry that stands on no page of the book its page on the site as its place."""
    if app.builder.format != "print":
        return []
    try:
        catalog = load(Path(app.srcdir))
    except SurveyError:
        # The checks report it.
        return []
    labels, anonymous = (env.domaindata["std"][kind] for kind in ("labels", "anonlabels"))
    for table, kind in KINDS.items():
        for row in catalog.rows[table]:
            name = anchor(kind, row["id"])
            page = f"{table}/{row['id']}"
            labels.setdefault(name, (page, name, row["name"]))
            anonymous.setdefault(name, (page, name))
    return []


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("env-updated", name_entries)
