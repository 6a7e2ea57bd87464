"""The files of an EPUB around its pages, and the archive they make.

The same book gives the same bytes: nothing in the archive names another time than the book's own.
"""

from __future__ import annotations

import datetime
import io
import re
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from ..export.citation import Citation
from ..printing.documents import LICENCES

CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
TYPES = {
    "xhtml": "application/xhtml+xml",
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
}


@dataclass(frozen=True)
class Entry:
    """A line of the contents: its title, its file or "" for a part, and the lines below it."""

    title: str
    file: str
    below: Sequence[Entry] = ()


def page(title: str, body: str, language: str, kind: str = "bodymatter") -> str:
    """A file of the book; ``body`` is XHTML, ``kind`` a term of the EPUB vocabulary."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}">\n<head><meta charset="utf-8" />'
        f"<title>{escape(title)}</title>"
        '<link rel="stylesheet" type="text/css" href="book.css" /></head>\n'
        f'<body epub:type="{kind}">\n{body}\n</body>\n</html>\n'
    )


def navigation(
    entries: Sequence[Entry], marks: Mapping[str, tuple[str, str]], language: str
) -> str:
    """The contents, and the ``marks``: file and title by a term of the EPUB vocabulary."""
    landmarks = "".join(
        f'<li><a epub:type="{kind}" href="{quote(file)}">{escape(title)}</a></li>\n'
        for kind, (file, title) in marks.items()
    )
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc">\n<h1>Contents</h1>\n{_listed(entries)}'
        f'</nav>\n<nav epub:type="landmarks" hidden="hidden">\n<h2>Landmarks</h2>\n<ol>\n'
        f"{landmarks}</ol>\n</nav>"
    )
    return page("Contents", body, language, "frontmatter")


def _listed(entries: Sequence[Entry]) -> str:
    lines = []
    for entry in entries:
        title = escape(entry.title)
        named = (
            f'<a href="{quote(entry.file)}">{title}</a>' if entry.file else f"<span>{title}</span>"
        )
        lines.append(f"<li>{named}{_listed(entry.below) if entry.below else ''}</li>\n")
    return f"<ol>\n{''.join(lines)}</ol>\n"


def package(
    book: Citation,
    about: str,
    language: str,
    modified: datetime.datetime,
    files: Mapping[str, bytes],
    order: Sequence[str],
) -> str:
    """The package document; ``files`` are all others, ``order`` those that are read in turn.

    ``modified`` is the time, in UTC, that reading systems tell one state of an edition by.
    """
    names = {name: f"f{number}" for number, name in enumerate(sorted(files))}
    items = "".join(
        f'<item id="{names[name]}" href="{quote(name)}" media-type="{_type(name)}"'
        f"{_properties(name, content)}/>\n"
        for name, content in sorted(files.items())
    )
    spine = "".join(f'<itemref idref="{names[name]}"/>\n' for name in order)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" '
        f'xml:lang="{language}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{_metadata(book, about, language, modified, files)}</metadata>\n"
        f"<manifest>\n{items}</manifest>\n<spine>\n{spine}</spine>\n</package>\n"
    )


def _metadata(
    book: Citation,
    about: str,
    language: str,
    modified: datetime.datetime,
    files: Mapping[str, bytes],
) -> str:
    known = f"{book.address or book.title} {book.version}"
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, known)
    rights = " ".join(filter(None, LICENCES.get(book.licence, (book.licence, ""))))
    lines = [
        f'<dc:identifier id="book-id">urn:uuid:{identifier}</dc:identifier>',
        *([f"<dc:identifier>{escape(book.address)}</dc:identifier>"] if book.address else []),
        f"<dc:title>{escape(book.title)}</dc:title>",
        *(f"<dc:creator>{escape(author.name)}</dc:creator>" for author in book.authors),
        f"<dc:language>{language}</dc:language>",
        f"<dc:date>{book.date.isoformat()}</dc:date>",
        *([f"<dc:rights>{escape(rights)}</dc:rights>"] if rights else []),
        *([f"<dc:description>{escape(about)}</dc:description>"] if about else []),
        f'<meta property="dcterms:modified">{modified:%Y-%m-%dT%H:%M:%SZ}</meta>',
    ]
    has_math = any(b"<math" in content for content in files.values())
    features = ["alternativeText", "readingOrder", "structuralNavigation", "tableOfContents"]
    features += ["displayTransformability", *(["MathML"] if has_math else [])]
    told = [
        ("accessMode", "textual"),
        ("accessMode", "visual"),
        ("accessModeSufficient", "textual"),
        *(("accessibilityFeature", feature) for feature in features),
        ("accessibilityHazard", "none"),
        (
            "accessibilitySummary",
            "Every figure has an alternative text; headings, lists, tables and formulas are marked "
            "as such; all text can be enlarged and read aloud.",
        ),
    ]
    lines += [f'<meta property="schema:{name}">{escape(text)}</meta>' for name, text in told]
    return "".join(f"{line}\n" for line in lines)


def _type(name: str) -> str:
    return TYPES[name.rsplit(".", 1)[-1].lower()]


def _properties(name: str, content: bytes) -> str:
    found = []
    if name == "nav.xhtml":
        found.append("nav")
    if name == "cover.png":
        found.append("cover-image")
    if name.endswith(".xhtml") and re.search(rb"<math[\s>]", content):
        found.append("mathml")
    return f' properties="{" ".join(found)}"' if found else ""


def archive(files: Mapping[str, bytes]) -> bytes:
    """An EPUB of these files below ``EPUB/``, always the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:

        def put(name: str, content: bytes, kind: int) -> None:
            # Its time is the earliest there is, and it belongs to nobody.
            place = zipfile.ZipInfo(name)
            place.compress_type, place.create_system = kind, 3
            place.external_attr = 0o644 << 16
            packed.writestr(place, content)

        put("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        put("META-INF/container.xml", CONTAINER.encode(), zipfile.ZIP_DEFLATED)
        for name, content in sorted(files.items()):
            put(f"EPUB/{name}", content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
