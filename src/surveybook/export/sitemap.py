"""The sitemap: every page's address, for search engines."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from urllib.parse import quote

from lxml import etree
from lxml.builder import ElementMaker

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000
_ALLOWED = "!#$%&'()*+,/:;=?@[]~"


def sitemap(pages: Mapping[str, datetime.date | None]) -> str:
    """The text of a sitemap: absolute address -> day of the last change, or None.

    Raises:
        ValueError: an address is not absolute, or there are more than a sitemap may hold.
    """
    if len(pages) > _MOST:
        raise ValueError(f"{len(pages)} pages; a sitemap holds {_MOST}")
    make = ElementMaker(namespace=_SITEMAP, nsmap={None: _SITEMAP})
    urlset = make.urlset()
    for address, changed in pages.items():
        if not address.startswith(("https://", "http://")):
            raise ValueError(f"{address!r} is not absolute; a sitemap needs the site's address")
        url = make.url(make.loc(quote(address, safe=_ALLOWED)))
        if changed:
            url.append(make.lastmod(changed.isoformat()))
        urlset.append(url)
    raw: bytes = etree.tostring(urlset, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return raw.decode("utf-8")
