"""CSL-JSON items as COinS, by which reference managers find many works on one page.

The keys are those of OpenURL's formats for journals, books and Dublin Core, as reference
managers read them: https://ocoins.info/
"""

from __future__ import annotations

from urllib.parse import urlencode

from ..sources.webaddress import doi_address
from .csl import Item
from .ris import listed_name

_BOOKS = {
    "book": "book",
    "chapter": "bookitem",
    "paper-conference": "proceeding",
    "report": "report",
    "thesis": "document",
}
_JOURNALS = {"article-journal": "article", "article": "preprint"}


def coins(item: Item) -> str:
    """The title of the element of class "Z3988" that describes an item."""
    kind, title = item["type"], item["title"]
    container = item.get("container-title", "")
    if kind in _JOURNALS:
        pairs = [("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"), ("rft.genre", _JOURNALS[kind])]
        pairs += [("rft.atitle", title), ("rft.jtitle", container or item.get("archive", ""))]
    elif kind in _BOOKS:
        pairs = [("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"), ("rft.genre", _BOOKS[kind])]
        pairs += [("rft.atitle", title), ("rft.btitle", container)] if container else []
        pairs += [] if container else [("rft.btitle", title)]
    else:
        pairs = [("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"), ("rft.type", kind)]
        pairs += [("rft.title", title)]
    for name in item.get("author") or item.get("editor") or []:
        pairs.append(("rft.aucorp" if "literal" in name else "rft.au", listed_name(name)))
    issued = item.get("issued", {}).get("date-parts", [[]])[0]
    pages = item.get("page", "")
    first, _, last = pages.partition("-")
    doi = item.get("DOI", "")
    address = item.get("URL", "")
    pairs += [
        ("rft.date", "-".join(f"{part:02}" for part in issued)),
        ("rft.volume", item.get("volume", "")),
        ("rft.issue", item.get("issue", "")),
        # A page may hold hundreds of these: nothing is told twice.
        ("rft.pages", "" if last else pages),
        ("rft.spage", first),
        ("rft.epage", last),
        ("rft.pub", item.get("publisher", "")),
        ("rft.description", item.get("note", "")),
        ("rft_id", f"info:doi/{doi}" if doi else ""),
        ("rft_id", "" if doi and address == doi_address(doi) else address),
    ]
    told = [("ctx_ver", "Z39.88-2004"), *(pair for pair in pairs if pair[1])]
    return urlencode(told, safe=",:/")
