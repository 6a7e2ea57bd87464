"""Addresses in the book's repository: where to edit a chapter, report a problem, correct a fact.

There are none before ``repository_url`` among the theme's options in _config.yml says where it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sphinx.application import Sphinx

from .entrypages import EntryPage, Fact

_LONGEST = 400
"""Characters of a fact that a link repeats; whoever follows it can read the rest on the page."""


def page_links(app: Sphinx, page: str, is_chapter: bool) -> dict[str, str]:
    """Where to report a problem of a page, and to edit it if it is a chapter."""
    repository, branch = repository_of(app)
    if not repository:
        return {}
    links = {"report_url": f"{repository}/issues/new?title={page}"}
    if is_chapter:
        path = Path(app.env.doc2path(page)).relative_to(app.srcdir).as_posix()
        links["edit_url"] = f"{repository}/edit/{branch}/{path}"
    return links


def correction_links(app: Sphinx, entry: EntryPage) -> dict[str, Any]:
    """Where to correct an entry (``correct_url``) and, by field, each of its facts
    (``correct_urls``): the issue form, filled in."""
    repository, _ = repository_of(app)
    if not repository:
        return {}
    return {
        "correct_url": correction_link(repository, entry),
        "correct_urls": {
            fact.field: correction_link(repository, entry, fact) for fact in entry.facts
        },
    }


def correction_link(repository: str, entry: EntryPage, fact: Fact | None = None) -> str:
    """The address of the form for corrections, filled in; its names are the form's field ids."""
    given = {
        "template": "correction.yml",
        "title": f"Correct: {entry.path}" + (f", {fact.field}" if fact else ""),
        "table": entry.table,
        "id": entry.id,
    }
    if fact:
        given |= {"field": fact.field, "says": _said(fact)}
    return f"{repository}/issues/new?{urlencode(given)}"


def package_requirement(app: Sphinx) -> str:
    """The book's package in the repository, as pip's requirements name it; "" if there is no
    address."""
    repository, branch = repository_of(app)
    return f"surveybook @ git+{repository}@{branch}" if repository else ""


def repository_of(app: Sphinx) -> tuple[str, str]:
    """The address of the repository, "" if it is not known, and the branch of the book."""
    options = app.config.html_theme_options
    address = str(options.get("repository_url", "")).rstrip("/")
    return address, str(options.get("repository_branch") or "main")


def _said(fact: Fact) -> str:
    values = [part.href if "://" in part.href else part.text for part in fact.parts]
    said = fact.state or "; ".join(values)
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
