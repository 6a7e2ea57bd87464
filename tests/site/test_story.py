"""What the page of an entry tells before its facts."""

from __future__ import annotations

import datetime
import re

import pytest

from surveybook.catalog import Catalog
from surveybook.export.history import Change
from surveybook.site.entrypages import source_part
from surveybook.site.lineage import Lineages
from surveybook.site.sentences import joined
from surveybook.site.story import Edit, Stories
from surveybook.views.entries import KINDS


@pytest.fixture(scope="module")
def stories(catalog: Catalog) -> Stories:
    day = datetime.date(2026, 11, 1)
    fields, cells = ("parameters", "access", "tasks"), ("7B; 13B", "closed", "")
    later = Change(day, "models", "uni", "UNI", "changed", fields, cells)
    long = "a backbone " * 20
    first = Change(
        day - datetime.timedelta(1),
        "models",
        "uni",
        "UNI",
        "changed",
        ("access", "backbone"),
        ("n/a", long),
    )
    return Stories(catalog, [later, first])


def test_every_entry_is_told_in_one_sentence(catalog: Catalog, stories: Stories) -> None:
    for table in KINDS:
        for row in catalog.rows[table]:
            sentence = stories.of(table, row["id"]).sentence
            assert sentence.endswith("."), row["id"]
            assert not re.search(r"\bn/a\b|not published|  | ,|, \.", sentence), sentence


def test_the_sentence_says_what_the_cells_say(stories: Stories) -> None:
    assert stories.of("models", "uni").sentence == (
        "UNI is a vision encoder for pathology, with 303M parameters, trained on Mass-100K, "
        "first public in 2023."
    )
    assert stories.of("benchmarks", "medqa-usmle").sentence.startswith(
        "MedQA (USMLE) is an exam that tests language models in question answering"
    )
    assert stories.of("studies", "amie-differential-diagnosis").sentence.startswith(
        "An evaluation, first public in 2023: "
    )


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c", "d"], "a, b, c and d"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
    ],
)
def test_many_values_are_cut_and_counted(values: list[str], text: str) -> None:
    assert joined(values) == text


def test_good_and_bad_results_are_those_measured_by_others(
    catalog: Catalog, stories: Stories
) -> None:
    results = catalog.results
    told = 0
    for row in catalog.rows["models"]:
        story = stories.of("models", row["id"])
        for standing in (*story.well, *story.badly):
            comparison = standing.comparison.href.rsplit("#", 1)[1]
            found = results[(results["comparison"] == comparison) & (results["model"] == row["id"])]
            assert set(found["measurer"]) == {"others"}
            assert int(found["rank"].min()) == standing.rank
            told += 1
        assert all(each.rank < each.systems for each in story.well)
        assert all(each.rank > 1 for each in story.badly)
    assert told > 100


def test_a_study_that_names_a_model_is_told_of(catalog: Catalog, stories: Stories) -> None:
    told = {
        row["name"]: " ".join((row["name"], row["subject"], row["finding"]))
        for row in catalog.rows["studies"]
    }
    for model, name in (("uni", "UNI"), ("med-palm-2", "Med-PaLM 2"), ("medsam", "MedSAM")):
        word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        named = {each.name.text for each in stories.of("models", model).studies}
        assert all(word.search(told[study]) for study in named), named
    every = [stories.of("models", row["id"]).studies for row in catalog.rows["models"]]
    assert sum(map(bool, every)) > 5


def test_licences_are_told_in_plain_words(stories: Stories) -> None:
    weights, code = stories.of("models", "medcpt").licences
    assert (weights.of, weights.name.text) == ("Licence of the weights", "public domain")
    assert weights.family == "Permissive, commercial use allowed"
    assert code.name.href.startswith("https://spdx.org/")
    none = stories.of("models", "alphabert").licences[0]
    assert none.family == "None stated"
    assert not none.name.text


def test_changes_are_told_with_what_was_there_and_where_the_new_was_read(
    catalog: Catalog, stories: Stories
) -> None:
    proofs = {
        row["field"]: source_part(catalog, row["source"]).text
        for row in catalog.rows["evidence"]
        if (row["table"], row["id"]) == ("models", "uni")
    }
    later, first = stories.of("models", "uni").history
    assert (later.day, later.kind) == ("2026-11-01", "changed")
    assert later.edits == (
        Edit("Parameters", "7B, 13B", proofs["parameters"]),
        Edit("Access", "Closed", proofs["access"]),
        Edit("Tasks", "not checked", proofs["tasks"]),
    )
    # Evidence is of what stands there now, not of what an older change brought.
    access, backbone = first.edits
    assert access == Edit("Access", "does not apply")
    assert backbone.before.endswith(" …")
    assert len(backbone.before) <= 80
    assert stories.of("models", "medcpt").history == ()


def test_a_lineage_is_drawn_from_bases_to_descendants(catalog: Catalog) -> None:
    lineages = Lineages(catalog)
    drawing = lineages.of("medcpt")
    assert drawing is not None
    names = [line.text for line in drawing.lines]
    assert names.index("PubMedBERT") < names.index("MedCPT")
    own = drawing.lines[names.index("MedCPT")]
    assert own.own
    assert own.path.startswith("M")
    assert "MedCPT starts from PubMedBERT" in drawing.told
    bases = {row["derived_from"] for row in catalog.rows["models"]}
    alone = next(
        row["id"]
        for row in catalog.rows["models"]
        if row["derived_from"] in ("", "n/a") and row["id"] not in bases
    )
    if not any(alone in base.split("; ") for base in bases):
        assert lineages.of(alone) is None


def test_no_drawing_is_wider_than_a_phone(catalog: Catalog) -> None:
    lineages = Lineages(catalog)
    drawings = [lineages.of(row["id"]) for row in catalog.rows["models"]]
    known = [drawing for drawing in drawings if drawing]
    assert len(known) > 300
    for drawing in known:
        assert drawing.width <= 358
        assert len({line.y for line in drawing.lines}) == len(drawing.lines)
