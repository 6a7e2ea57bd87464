"""Cells of entry tables: what is shown, and what it is ordered by."""

from __future__ import annotations

import pytest

from surveybook.catalog import Catalog
from surveybook.views.entries import parameters


@pytest.mark.parametrize(
    ("cell", "shown", "order"),
    [
        ("963496", "963,496", "963496"),
        ("25759769; 110M; 7B", "25,759,769; 110M; 7B", "7000000000"),
        ("0.5B", "0.5B", "500000000"),
        ("not published", "[not published]{.state}", ""),
    ],
)
def test_a_count_to_the_last_one_has_its_thousands_apart(
    catalog: Catalog, cell: str, shown: str, order: str
) -> None:
    found = parameters(catalog, "models", {"parameters": cell})
    # In MyST a backslash before punctuation makes it stand for itself.
    assert found.text.replace("\\", "") == shown
    assert found.order == order
