"""Citations in a page's text, each told where its paper can be read.

The link of a citation leads to the bibliography and works without a script; the page's script
takes the paper's address from ``data-paper``.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from sphinx.environment import BuildEnvironment

from ..sources.bibliography import Work

_LINK = re.compile(r'<a class="reference internal" href="([^"#]*)#([^"]+)" title="')


def paper_addresses(env: BuildEnvironment, works: Mapping[str, Work]) -> dict[tuple[str, str], str]:
    """The papers' addresses by document and anchor of their place in a bibliography."""
    return {
        (citation.bibliography_key.docname, citation.citation_id): works[citation.entry.key].address
        for citation in env.domaindata["cite"]["citations"]
        if citation.entry.key in works
    }


def link_papers(body: str, docname: str, papers: Mapping[tuple[str, str], str]) -> str:
    """A page's HTML with ``data-paper`` on each citation whose paper has an address."""
    folder = posixpath.dirname(docname)

    def linked(found: re.Match[str]) -> str:
        path = unquote(found[1]).removesuffix(".html")
        target = posixpath.normpath(posixpath.join(folder, path)) if path else docname
        address = papers.get((target, found[2]), "")
        if not address:
            return found[0]
        return f'<a data-paper="{html.escape(address)}"{found[0].removeprefix("<a")}'

    return _LINK.sub(linked, body)
