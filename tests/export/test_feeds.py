"""The feed and the sitemap: well formed, complete, and stable."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from surveybook.catalog import load
from surveybook.export.citation import Author, Citation
from surveybook.export.feed import Feed, atom_feed, feeds
from surveybook.export.history import Change
from surveybook.export.sitemap import sitemap

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
DAY = datetime.date(2026, 11, 20)
BOOK = Citation("book", "B & B", "B & B", (Author(group="G"),), "1.0.0", DAY, "https://a.org/x/")
CHANGES = (
    Change(DAY, "models", "medcpt", "Med</title><script>\x00 & 医学", "changed", ("backbone",)),
    Change(DAY - datetime.timedelta(1), "datasets", "gone", "Gone", "removed"),
    Change(DAY - datetime.timedelta(2), "models", "medcpt", "MedCPT", "added"),
)


def read(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def texts(element: etree._Element, path: str) -> list[str]:
    found = element.xpath(path, namespaces=ATOM | MAP)
    assert isinstance(found, list)
    return [str(one) for one in found]


def test_the_feed_tells_each_change(tiny: Path) -> None:
    feed = read(atom_feed(load(tiny), BOOK, Feed("", "feed.xml", CHANGES)))
    assert texts(feed, "a:entry/a:title/text()") == [
        "Changed: Med</title><script>\N{REPLACEMENT CHARACTER} & 医学 (Models)",
        "Removed: Gone (Data sets)",
        "New: MedCPT (Models)",
    ]
    assert texts(feed, "a:entry/a:summary/text()")[0] == "Changed: Backbone."
    assert texts(feed, "a:entry/a:link/@href") == [
        "https://a.org/x/models/medcpt.html",
        "https://a.org/x/",
        "https://a.org/x/models/medcpt.html",
    ]
    assert texts(feed, "a:link[@rel='self']/@href") == ["https://a.org/x/feed.xml"]


def test_the_feed_has_what_the_standard_requires(tiny: Path) -> None:
    feed = read(atom_feed(load(tiny), BOOK, Feed("", "feed.xml", CHANGES)))
    for element in (feed, *feed.iterfind("a:entry", ATOM)):
        for name in ("title", "id", "updated"):
            assert len(texts(element, f"a:{name}/text()")) == 1
    assert texts(feed, "a:author/a:name/text()") == ["G"]
    assert texts(feed, "a:updated/text()") == ["2026-11-20T00:00:00Z"]
    ids = texts(feed, "//a:id/text()")
    assert len(set(ids)) == len(ids) == 4


def test_ids_do_not_depend_on_the_address_or_on_later_changes(tiny: Path) -> None:
    catalog = load(tiny)
    ids = texts(
        read(atom_feed(catalog, BOOK, Feed("", "feed.xml", CHANGES))), "//a:entry/a:id/text()"
    )
    moved = atom_feed(catalog, replace(BOOK, url=""), Feed("", "data/feed.xml", CHANGES[1:]))
    assert texts(read(moved), "//a:entry/a:id/text()") == ids[1:]


def test_without_an_address_a_feed_has_content_in_place_of_links(tiny: Path) -> None:
    told = read(atom_feed(load(tiny), replace(BOOK, url=""), Feed("", "feed.xml", CHANGES)))
    assert texts(told, "//a:link/@href") == []
    assert texts(told, "a:entry/a:content/text()")[0] == "Changed: Backbone."
    assert texts(told, "a:entry/a:summary/text()") == []


def test_a_feed_is_limited_and_may_be_empty(tiny: Path) -> None:
    catalog = load(tiny)
    short = read(atom_feed(catalog, BOOK, Feed("", "feed.xml", CHANGES), limit=1))
    assert len(short.findall("a:entry", ATOM)) == 1
    empty = read(atom_feed(catalog, BOOK, Feed("", "feed.xml", ())))
    assert texts(empty, "a:updated/text()") == ["2026-11-20T00:00:00Z"]


def test_the_sitemap_lists_every_page() -> None:
    pages = {"https://a.org/?a=1&b=%202": DAY, "https://a.org/医学.html": None}
    read_back = read(sitemap(pages))
    assert texts(read_back, "s:url/s:loc/text()") == [
        "https://a.org/?a=1&b=%202",
        "https://a.org/%E5%8C%BB%E5%AD%A6.html",
    ]
    assert texts(read_back, "s:url/s:lastmod/text()") == ["2026-11-20"]
    assert [child.tag for child in read_back[0]] == [
        f"{{{MAP['s']}}}{n}" for n in ("loc", "lastmod")
    ]


def test_a_sitemap_refuses_what_its_standard_does() -> None:
    with pytest.raises(ValueError, match="not absolute"):
        sitemap({"models/medcpt.html": DAY})
    with pytest.raises(ValueError, match="50001 pages"):
        sitemap({f"https://a.org/{number}": None for number in range(50_001)})


def test_families_and_tables_have_feeds_of_their_own(tiny: Path) -> None:
    catalog = load(tiny)
    found = {feed.path: feed for feed in feeds(catalog, CHANGES)}
    assert found["feed.xml"].changes == CHANGES
    assert found["feeds/LFM.xml"].changes == [CHANGES[0], CHANGES[2]]
    assert found["feeds/VFM.xml"].changes == []
    assert found["feeds/datasets.xml"].changes == [CHANGES[1]]
    told = read(atom_feed(catalog, BOOK, found["feeds/LFM.xml"]))
    assert texts(told, "a:title/text()") == ["B & B: Language"]
    assert texts(told, "a:link[@rel='self']/@href") == ["https://a.org/x/feeds/LFM.xml"]
    whole = read(atom_feed(catalog, BOOK, found["feed.xml"]))
    assert texts(told, "a:id/text()") != texts(whole, "a:id/text()")
    assert texts(told, "a:entry/a:id/text()")[0] == texts(whole, "a:entry/a:id/text()")[0]
