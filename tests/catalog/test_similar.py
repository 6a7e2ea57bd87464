"""Which entries are like one another."""

from __future__ import annotations

from surveybook.catalog import Catalog
from surveybook.catalog.similar import LEAST, rule, similar_entries


def jaccard(one: str, other: str) -> float | None:
    states = ("", "not published", "n/a")
    if one in states or other in states:
        return None
    mine, theirs = set(one.split("; ")), set(other.split("; "))
    return len(mine & theirs) / len(mine | theirs)


def test_the_likest_of_a_topic_come_first(catalog: Catalog) -> None:
    rows = {row["id"]: row.cells for row in catalog.rows["models"]}
    columns = ("modalities", "tasks", "specialty", "pretraining", "adaptation", "derived_from")

    def likeness(one: str, other: str) -> float:
        shares = [jaccard(rows[one][name], rows[other][name]) for name in columns]
        known = [share for share in shares if share is not None]
        return sum(known) / len(known) if known else 0

    found = similar_entries(catalog, "models")
    assert set(found) == set(rows)
    others = [
        each for each in rows if each != "uni" and rows[each]["topic"] == rows["uni"]["topic"]
    ]
    values = sorted((round(likeness("uni", each), 4) for each in others), reverse=True)
    assert [round(likeness("uni", each), 4) for each in found["uni"]] == values[:5]
    for own, alike in found.items():
        assert own not in alike
        assert all(likeness(own, each) >= LEAST - 1e-6 for each in alike)


def test_the_rule_is_told_for_every_table(catalog: Catalog) -> None:
    for table in catalog.schema.entry_tables:
        similar_entries(catalog, table.name)
        assert "results do not enter" in rule(catalog, table.name)
    assert rule(catalog, "models").startswith("Of the same topic; found by")
    assert rule(catalog, "databases").startswith("Found by")
