"""Orders of models, and makers' hands against others': what they rest on, and when they keep
still."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.catalog import Catalog, load
from surveybook.catalog.makerseffect import ALL, gain_of, makers_gain, measured_by_both
from surveybook.catalog.partialorder import model_orders
from tests.support.results import Rows, add_results, add_rows, comparison
from tests.support.tiny import MODEL

PAPER = """
@misc{{{key},
  title = {{{title}}},
  author = {{{author}}},
  firstyear = {{2024}},
  year = {{2024}},
  eprint = {{2401.0000{number}}},
  checked = {{2026-11-01}},
  provenance = {{the paper}},
}}
"""
NAMES = ("alpha", "beta", "gamma", "delta")


def book(root: Path, sources: dict[str, list[Rows]], **cells: str) -> Catalog:
    """A book of the models alpha to delta, each by an author of its own, measured in comparisons
    of the given sources, by key."""
    with (root / "references.bib").open("a", encoding="utf-8") as file:
        for number, key in enumerate([*NAMES, *sources]):
            author = f"{key.capitalize()}son, {key.capitalize()}"
            if key.startswith("makers"):
                author = "Alphason, A. and Betason, Beta"
            file.write(PAPER.format(key=key, title=f"Work {key}", author=author, number=number))
    models = [MODEL | {"id": name, "name": name, "reference": name} for name in NAMES]
    add_rows(root, "models", models)
    listed = {
        f"{key}-{number}": (key, rows)
        for key, tables in sources.items()
        for number, rows in enumerate(tables)
    }
    add_results(
        root,
        {name: rows for name, (_, rows) in listed.items()},
        [comparison(name, reference=key, **cells) for name, (key, _) in listed.items()],
    )
    return load(root)


def table(*best_first: str) -> Rows:
    """Systems in this order; what is no model is a baseline."""
    return [
        {"model" if name in NAMES else "baseline": name, "value": str(90 - place)}
        for place, name in enumerate(best_first)
    ]


def test_an_order_is_that_of_the_outcomes(tiny: Path) -> None:
    tables = [table("alpha", "beta", "gamma"), table("alpha", "gamma", "chance")]
    catalog = book(tiny, {"one": tables, "two": tables, "three": [*tables, table("beta", "gamma")]})
    (order,) = model_orders(catalog, draws=50).known
    assert [place.model for place in order.places] == ["alpha", "beta", "gamma"]
    assert (order.sources, order.comparisons, order.pairs) == (3, 7, 13)
    first, _, last = order.places
    assert (first.best, first.worst, first.ahead, first.behind) == (1, 1, 2, 0)
    assert (last.best, last.worst, last.ahead, last.behind) == (3, 3, 0, 2)
    assert first.low <= first.strength <= first.high
    # Every draw is the same draw the next time.
    assert model_orders(catalog, draws=50).known == (order,)


def test_sources_that_contradict_each_other_give_no_sure_order(tiny: Path) -> None:
    one, other = [table("alpha", "beta", "gamma")] * 2, [table("gamma", "beta", "alpha")] * 2
    catalog = book(tiny, {"one": one, "two": other, "three": one, "four": other})
    (order,) = model_orders(catalog, draws=100).known
    assert all((place.ahead, place.behind) == (0, 0) for place in order.places)
    spans = {place.model: (place.best, place.worst) for place in order.places}
    assert spans["alpha"] == spans["gamma"] == (1, 3)


def test_a_source_has_one_vote_a_pair(tiny: Path) -> None:
    """Ten tables of one source weigh as much as one of another."""
    many = [table("beta", "alpha", "gamma")] * 10
    few = [table("alpha", "beta", "gamma")]
    catalog = book(tiny, {"one": many, "two": few, "three": few})
    (order,) = model_orders(catalog, draws=50).known
    assert [place.model for place in order.places] == ["alpha", "beta", "gamma"]


def test_what_makers_measured_does_not_count(tiny: Path) -> None:
    others = [table("gamma", "delta", "beta")] * 2
    mine = [table("alpha", "beta", "gamma", "delta")] * 5
    catalog = book(tiny, {"one": others, "two": others, "three": others, "makers": mine})
    (order,) = model_orders(catalog, draws=50).known
    # Its makers measured alpha and beta, and nobody else alpha; gamma and delta they did not make.
    assert [place.model for place in order.places] == ["gamma", "delta", "beta"]
    assert order.sources == 4


@pytest.mark.parametrize(
    ("sources", "says"),
    [
        ({"one": [table("alpha", "beta", "gamma")] * 6}, "0 sources"),
        ({"one": [table("alpha", "beta")] * 3, "two": [table("alpha", "beta")] * 3}, "2 sources"),
        (
            {
                key: [table("alpha", "beta"), table("gamma", "delta")]
                for key in ("one", "two", "three")
            },
            "never compared",
        ),
        ({key: [table("alpha", "beta")] * 2 for key in ("one", "two", "three")}, "2 models"),
    ],
)
def test_thin_or_parted_comparisons_give_no_order(
    tiny: Path, sources: dict[str, list[Rows]], says: str
) -> None:
    found = model_orders(book(tiny, sources), draws=10)
    assert found.known == ()
    (thin,) = found.thin
    assert says in thin.reason


def test_makers_gain_is_of_models_that_both_measured(tiny: Path) -> None:
    catalog = book(
        tiny,
        {
            # In its makers' hands alpha beats all three, in others' one of three.
            "makers": [table("alpha", "beta", "gamma", "chance")],
            "one": [table("gamma", "delta", "alpha", "chance")],
            "two": [table("gamma", "delta", "alpha", "chance")],
        },
    )
    both = measured_by_both(catalog)
    assert set(both["model"]) == {"alpha"}
    assert gain_of(both) == pytest.approx((1.0, 1 / 3))
    whole, family = makers_gain(catalog, draws=200)
    assert (whole.family, family.family) == (ALL, "LFM")
    assert whole.gain == pytest.approx(2 / 3)
    assert (whole.models, whole.comparisons, whole.sources) == (1, 3, 3)
    # One model, and others agree: no draw says anything else.
    assert (whole.low, whole.high) == pytest.approx((2 / 3, 2 / 3))


def test_a_gain_that_hangs_on_the_sources_has_a_wide_interval(tiny: Path) -> None:
    best, worst = table("alpha", "gamma", "delta"), table("gamma", "delta", "alpha")
    catalog = book(tiny, {"makers": [best], "one": [best], "two": [worst], "three": [worst]})
    whole = makers_gain(catalog, draws=500)[0]
    assert whole.gain == pytest.approx(2 / 3)
    assert whole.low < 0.4
    assert whole.high > 0.9


def test_a_book_without_results_has_neither(tiny: Path) -> None:
    catalog = load(tiny)
    assert makers_gain(catalog) == []
    assert (model_orders(catalog).known, model_orders(catalog).thin) == ((), ())
