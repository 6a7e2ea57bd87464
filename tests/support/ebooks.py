"""An e-book read back as an e-reader does: its files, its pages, its contents."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "m": "http://www.w3.org/1998/Math/MathML",
    "epub": "http://www.idpf.org/2007/ops",
    "svg": "http://www.w3.org/2000/svg",
    "xlink": "http://www.w3.org/1999/xlink",
}
_BESIDES = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
_FOREIGN = "//x:script | //x:iframe | //x:object | //x:embed | //svg:script | //svg:foreignObject"


@dataclass(frozen=True)
class Ebook:
    """What an EPUB holds, by the names in its archive."""

    files: dict[str, bytes]

    @classmethod
    def read(cls, path: Path) -> Ebook:
        with zipfile.ZipFile(path) as packed:
            return cls({name: packed.read(name) for name in packed.namelist()})

    @cached_property
    def pages(self) -> dict[str, etree._Element]:
        """The trees of its pages; raises if one is not well-formed."""
        return {
            name: etree.fromstring(text)
            for name, text in self.files.items()
            if name.endswith(".xhtml")
        }

    @cached_property
    def package(self) -> etree._Element:
        """The package document."""
        return etree.fromstring(self.files["EPUB/package.opf"])

    @property
    def listed(self) -> list[str]:
        """The files that the package names, as often as it does."""
        hrefs = self.package.xpath("//opf:manifest/opf:item/@href", namespaces=NAMES)
        return [unquote(f"EPUB/{href}") for href in hrefs]

    @property
    def read_in_turn(self) -> list[str]:
        """The pages in the order in which they are read."""
        places = dict(
            zip(
                self.package.xpath("//opf:manifest/opf:item/@id", namespaces=NAMES),
                self.listed,
                strict=True,
            )
        )
        return [
            places[name] for name in self.package.xpath("//opf:itemref/@idref", namespaces=NAMES)
        ]

    @property
    def contents(self) -> list[str]:
        """The pages that the contents lead to, in order."""
        hrefs = self.pages["EPUB/nav.xhtml"].xpath(
            "//x:nav[@epub:type='toc']//x:a/@href", namespaces=NAMES
        )
        return [unquote(f"EPUB/{href}") for href in hrefs]

    def faults(self) -> list[str]:
        """What an e-reader could not show or would have to fetch, one line each."""
        return [*self._misnamed(), *self._dead_links(), *self._missing(), *self._active()]

    def _misnamed(self) -> Iterator[str]:
        if sorted(self.listed) != sorted(self.files.keys() - _BESIDES):
            yield f"the package names {sorted(self.listed)}, and there are {sorted(self.files)}"
        if sorted(self.read_in_turn) != sorted(self.pages):
            yield f"of {sorted(self.pages)} are read {self.read_in_turn}"

    def _dead_links(self) -> Iterator[str]:
        anchors = {name: set(page.xpath("//@id")) for name, page in self.pages.items()}
        for name, page in self.pages.items():
            if len(anchors[name]) != len(page.xpath("//@id")):
                yield f"{name}: two elements have one id"
            for href in page.xpath("//x:a/@href", namespaces=NAMES):
                parts = urlsplit(href)
                if parts.scheme:
                    if parts.scheme not in ("http", "https", "mailto"):
                        yield f"{name}: {href} is no address of the web"
                    continue
                place = unquote(posixpath.join("EPUB", parts.path)) if parts.path else name
                if place not in self.pages:
                    yield f"{name}: {href} leads to no page"
                elif parts.fragment and unquote(parts.fragment) not in anchors[place]:
                    yield f"{name}: {href} leads to no anchor"

    def _missing(self) -> Iterator[str]:
        for name, page in self.pages.items():
            for image in page.iterfind(".//x:img", NAMES):
                if not str(image.get("alt", "")).strip():
                    yield f"{name}: {image.get('src')} has no alternative text"
            for place in page.xpath("//x:img/@src | //x:link/@href", namespaces=NAMES):
                if unquote(f"EPUB/{place}") not in self.files:
                    yield f"{name}: {place} is not in the e-book"

    def _active(self) -> Iterator[str]:
        pictures = {
            name: etree.fromstring(text)
            for name, text in self.files.items()
            if name.endswith(".svg")
        }
        for name, tree in (self.pages | pictures).items():
            for element in tree.xpath(_FOREIGN, namespaces=NAMES):
                yield f"{name}: holds {element.tag}"
            for attribute in tree.xpath("//@*[starts-with(name(), 'on')]"):
                yield f"{name}: {attribute.attrname} is code"
            if name.endswith(".svg"):
                for href in tree.xpath("//@href | //@xlink:href", namespaces=NAMES):
                    if not href.startswith(("#", "data:image/")):
                        yield f"{name}: {href} is not in it"
        for name, text in self.files.items():
            if name.endswith((".css", ".svg", ".xhtml")) and any(
                mark in text for mark in (b"@import", b"url(http", b"url('http", b'url("http')
            ):
                yield f"{name}: fetches from elsewhere"
