"""The index of names: what leads to an item, and how large its files can become."""

from __future__ import annotations

import json

import pytest

from surveybook.site.searchnames import (
    AUTHOR,
    BEGINNING,
    KEYWORD,
    LARGEST,
    MOST,
    NAME,
    Item,
    search_files,
)
from surveybook.site.searchterms import chunk, identifier, terms, variants


def item(number: int, name: str, **texts: str) -> Item:
    told = {NAME: (name,), KEYWORD: (texts.get("keyword", ""),), AUTHOR: (texts.get("author", ""),)}
    return Item(url=f"models/m{number}.html", title=name, kind="Models", texts=told)


def leads_to(files: dict[str, str], term: str) -> list[str]:
    index = json.loads(files.get(f"names/{chunk(term)}.json", '{"cards": [], "terms": {}}'))
    return [index["cards"][place][1] for place in index["terms"].get(term, [])[::2]]


def test_names_authors_and_synonyms_lead_to_an_item_the_best_first() -> None:
    items = [
        item(1, "Other", author="Echo, A"),
        item(2, "HeartNet", keyword="Echocardiography"),
        item(3, "Echo"),
    ]
    files = search_files(items, {"echocardiography": ["echo", "heart ultrasound"]})
    assert leads_to(files, "echo") == ["Echo", "HeartNet", "Other"]
    assert leads_to(files, "ultrasound") == ["HeartNet", "Echo"]
    assert leads_to(files, "net") == ["HeartNet"]
    assert leads_to(files, "nowhere") == []


def test_the_same_items_in_another_order_give_the_same_files() -> None:
    items = [item(number, f"Model {number}") for number in range(20)]
    assert search_files(items, {}) == search_files(reversed(items), {})


def test_no_file_grows_with_the_survey() -> None:
    for count in (LARGEST // 2, 3 * LARGEST):
        items = [item(number, f"Model{number:05} model") for number in range(count)]
        files = search_files(items, {})
        for name, text in files.items():
            if name.startswith("names/"):
                assert len(json.loads(text)["cards"]) <= LARGEST, name
        index = json.loads(files["names/mod.json"])
        assert index.get("more") == {"model": count} or BEGINNING in index["terms"]


def test_what_a_divided_file_leaves_out_stands_in_files_of_longer_beginnings() -> None:
    items = [item(number, f"Model{number:05}") for number in range(3 * LARGEST)]
    files = search_files(items, {})
    index = json.loads(files["names/mod.json"])
    assert list(index["terms"]) == [BEGINNING]
    assert len(index["terms"][BEGINNING]) == 2 * MOST
    term, length = "model02000", 3
    while BEGINNING in json.loads(files[f"names/{chunk(term, length)}.json"])["terms"]:
        length += 1
    found = json.loads(files[f"names/{chunk(term, length)}.json"])
    assert found["cards"][found["terms"][term][0]][1] == "Model02000"


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("2304.12306", "2304.12306"),
        ("arXiv:2304.12306v3", "2304.12306"),
        ("https://arxiv.org/pdf/2304.12306v2.pdf", "2304.12306"),
        ("10.48550/arXiv.2304.12306", "2304.12306"),
        ("https://doi.org/10.1038/S41591-024-02857-3", "10.1038/s41591-024-02857-3"),
        ("doi: 10.1/x", "10.1/x"),
        ("PMID: 12345678", "12345678"),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "12345678"),
    ],
)
def test_identifiers_are_read_however_they_are_written(written: str, bare: str) -> None:
    assert identifier(written) == bare


def test_a_name_is_found_written_together_and_apart() -> None:
    assert terms("SAM-Med2D") == ["sam", "med2d"]
    assert "sammed2d" in variants("SAM-Med2D")
    assert {"med", "sam"} <= set(variants("MedSAM"))
    assert chunk("β-vae"[:1]) == "u3b2"
