"""Entries that only the site shows: their names are known, so that chapters may refer to them."""

from __future__ import annotations

from sphinx.environment import BuildEnvironment

from ..catalog import Catalog
from ..views.entries import KINDS
from ..views.myst import anchor


def name_entries(env: BuildEnvironment, catalog: Catalog) -> None:
    """Give each entry that stands on no page of the book its page on the site as its place.

    To be called when the environment has been saved: the next build would find each name twice.
    """
    labels, anonymous = (env.domaindata["std"][kind] for kind in ("labels", "anonlabels"))
    for table, kind in KINDS.items():
        for row in catalog.rows[table]:
            name = anchor(kind, row["id"])
            page = f"{table}/{row['id']}"
            labels.setdefault(name, (page, name, row["name"]))
            anonymous.setdefault(name, (page, name))
