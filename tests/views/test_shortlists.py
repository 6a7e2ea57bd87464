"""Tables from which a model is chosen."""

from __future__ import annotations

import re

import pytest

from surveybook.catalog import Catalog
from surveybook.catalog.duels import duels
from surveybook.catalog.licences import licence_families
from surveybook.views.shortlists import duel_table, duel_tally, shortlist_table


def test_permissive_licences_stand_first_and_the_caption_counts(catalog: Catalog) -> None:
    table = str(shortlist_table(catalog, topic="dna", most=20, name="t", caption="DNA."))
    found = catalog.models[
        (catalog.models["topic"] == "dna") & (catalog.models["access"] == "open-weights")
    ].set_index("id")
    shown = re.findall(r"\(#model-([\w-]+)\)", table)
    families = licence_families(catalog)
    free = [families.get(found.loc[each, "weights_licence"]) == "permissive" for each in shown]
    assert len(shown) == 20
    assert free == sorted(free, reverse=True)
    assert f"{len(found)} models fit and have open weights, {sum(free)} under" in table


def test_memory_is_that_of_the_smallest_and_the_largest_size(catalog: Catalog) -> None:
    table = str(shortlist_table(catalog, id="esm-2", name="t", caption="One."))
    assert "under 0\\.1 to 30 GB" in table


def test_a_shortlist_of_a_misspelt_topic_is_refused(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="no row of models has topic"):
        shortlist_table(catalog, topic="dnaa", name="t", caption="None.")


def test_only_comparisons_by_people_who_made_neither_count(catalog: Catalog) -> None:
    tally = duel_tally(catalog, "uni", "virchow2")
    every = duels(catalog, "uni", "virchow2")
    assert 0 < tally["comparisons"] < len(every)
    assert tally["ahead"] + tally["behind"] <= tally["comparisons"]
    turned = duel_tally(catalog, "virchow2", "uni")
    assert (turned["behind"], turned["ahead"]) == (tally["ahead"], tally["behind"])


def test_a_pair_that_was_never_compared_says_so(catalog: Catalog) -> None:
    table = str(duel_table(catalog, pairs=[("uni", "medcpt")], name="t", caption="Pairs."))
    assert "- 0\n  - 0\n  - 0\n  - [none]" in table
