"""What programs look for at the root of a site: ``robots.txt`` for crawlers, ``llms.txt`` for
language models that look something up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .citation import Citation


@dataclass(frozen=True)
class Listed:
    """A file that is listed: its title, its path below the site's root, a sentence on it or ""."""

    title: str
    path: str
    about: str = ""


def robots_txt(address: str) -> str:
    """Everything may be read; the sitemap is named where the site's ``address`` is known."""
    lines = ["User-agent: *", "Allow: /"]
    lines += [f"Sitemap: {address}sitemap.xml"] if address else []
    return "\n".join(lines) + "\n"


def llms_txt(
    book: Citation,
    about: str,
    chapters: Iterable[Listed],
    data: Iterable[Listed],
    optional: Iterable[Listed],
) -> str:
    """The list of what is worth reading, in the form of llmstxt.org; links are whole where the
    site's address is known, and relative to its root otherwise."""
    parts = [
        f"# {book.book}",
        f"> {about}",
        f"Version {book.version}, {book.date.isoformat()}. Every page of the site has a twin in "
        "Markdown at the same address with the ending .md; every entry also one in JSON (.json). "
        "Results may be compared within one comparison only.",
    ]
    for heading, files in (("Chapters", chapters), ("Data", data), ("Optional", optional)):
        lines = [
            f"- [{each.title}]({book.url}{each.path})" + (f": {each.about}" if each.about else "")
            for each in files
        ]
        parts.append("\n".join([f"## {heading}", "", *lines]))
    return "\n\n".join(parts) + "\n"
