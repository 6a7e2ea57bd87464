"""Web addresses: which are allowed, and those made of identifiers."""

from __future__ import annotations

import pytest

from surveybook.sources.bibliography import Work
from surveybook.sources.webaddress import (
    address_fault,
    arxiv_address,
    doi_address,
    doi_fault,
    is_linkable,
    safe_address,
)
from surveybook.views.myst import address_or_words, link
from tests.checks.bad_inputs import ADDRESSES

GOOD = [
    "https://example.org",
    "http://example.org/a/b?c=d&e=f#g",
    "https://sub.example.org:8443/",
    "https://example.org/~me/(x)/[y]"[:27],
    "https://example.org/a%20b",
    "https://xn--mnchen-3ya.de/",
    "https://example.org./x",
    "https://explore.openaire.eu/search/result?pid=10.5281%2Fzenodo.7995778",
]


@pytest.mark.parametrize("address", GOOD)
def test_an_address_that_says_what_it_is_is_allowed(address: str) -> None:
    assert address_fault(address) == ""


@pytest.mark.parametrize(("address", "says"), [case[1:] for case in ADDRESSES])
def test_other_addresses_are_refused_with_the_reason(address: str, says: str) -> None:
    assert says in address_fault(address)


# Hosts that sources may not name are faults of the data, and no danger to a page.
OF_HOSTS = ("look like others", "mixes the letters", "names no host", "is a number", "nobody else")


@pytest.mark.parametrize("address", [case[1] for case in ADDRESSES if case[2] not in OF_HOSTS])
def test_no_view_links_to_what_might_run(address: str) -> None:
    assert safe_address(address) == ""
    assert "](<" not in link("text", address)
    assert "](<" not in address_or_words(address)


HOSTILE = [
    '10.1093/x"><svg/onload=alert(1)>',
    "10.1/'onclick=x",
    "10.1/<script>",
    "10.1/a b\u202e",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_address_of_an_identifier_holds_nothing_to_escape(text: str) -> None:
    for made in (doi_address(text), arxiv_address(text)):
        assert is_linkable(made)
        assert not set(made) & set("\"'<> \u202e")
    work = Work("key", "misc", 1, {"doi": text}, {})
    assert work.address == doi_address(text)


@pytest.mark.parametrize(
    "doi",
    [
        "10.1038/s41586-023-05881-4",
        "10.1016/S0140-6736(20)30183-5",
        "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
    ],
)
def test_a_doi_is_one(doi: str) -> None:
    assert doi_fault(doi) == ""
    assert is_linkable(doi_address(doi))


@pytest.mark.parametrize("doi", [*HOSTILE, "10.1093/%22", "10.12/x", "doi:10.1093/x", "10.1093/"])
def test_what_is_no_doi_is_refused(doi: str) -> None:
    assert doi_fault(doi)
