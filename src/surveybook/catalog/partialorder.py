"""A partial order of the models of one topic, from who was ahead of whom in the same comparison.

The model is that of Bradley and Terry: each model has a strength, and the odds that one is ahead
of another are the ratio of theirs. Only pairs count that were measured by people who made neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .catalog import Catalog
from .measurers import OTHERS
from .ranking import best_of_each

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SOURCES = 3
"""So many sources a topic needs: they, not their comparisons, are independent of each other."""
COMPARISONS = 5
MODELS = 3
DRAWS = 400
SURE = 0.95
"""Share of the draws in which one model must be ahead of another for us to say so."""
_PRIOR = 0.1
"""Wins that every model is given against every other, so that one that never lost has a finite
strength."""
_SEED = 0


@dataclass(frozen=True)
class Place:
    """A model in a partial order. ``strength`` is the logarithm of its Bradley-Terry strength (the
    mean of all is 0), ``low`` to ``high`` holds it in 95 % of the draws; ``best`` to ``worst`` its
    place; ``ahead`` and ``behind`` count the models that it is surely ahead of or behind."""

    model: str
    strength: float
    low: float
    high: float
    best: int
    worst: int
    ahead: int
    behind: int


@dataclass(frozen=True)
class Order:
    """The models of a topic, the strongest first, and on what the order rests: ``pairs`` counts
    the outcomes between two models."""

    topic: str
    places: tuple[Place, ...]
    sources: int
    comparisons: int
    pairs: int


@dataclass(frozen=True)
class TooThin:
    """A topic whose models no order is given of, and why."""

    topic: str
    reason: str


@dataclass(frozen=True)
class ModelOrders:
    """The topics whose models have an order, those with the most outcomes first; and those that
    were measured by others and have none."""

    known: tuple[Order, ...]
    thin: tuple[TooThin, ...]


def model_orders(catalog: Catalog, *, draws: int = DRAWS) -> ModelOrders:
    """The order of the models of each topic that at least two sources by others measured.

    A pair that a source compares several times counts once, in parts. The intervals come from
    drawing the sources anew, ``draws`` times, each with all its comparisons.
    """
    topics = {row["id"]: row["topic"] for row in catalog.rows["models"]}
    best = best_of_each(catalog.results)
    best = best[best["measurer"] == OTHERS]
    best = best.assign(topic=best["model"].map(topics))
    measured = set(best["topic"])
    found = [
        _order(topic, _outcomes(best[best["topic"] == topic]), draws)
        for topic in catalog.terms("topic")
        if topic in measured
    ]
    known = [order for order in found if isinstance(order, Order)]
    return ModelOrders(
        tuple(sorted(known, key=lambda order: -order.pairs)),
        tuple(thin for thin in found if isinstance(thin, TooThin)),
    )


def _order(topic: str, outcomes: pd.DataFrame, draws: int) -> Order | TooThin:
    import numpy as np

    models = sorted({*outcomes["winner"], *outcomes["loser"]})
    sources = outcomes["reference"].nunique()
    comparisons = outcomes["comparison"].nunique()
    for found, least, what in (
        (sources, SOURCES, "sources by others that share two models"),
        (comparisons, COMPARISONS, "comparisons by others"),
        (len(models), MODELS, "models that two of them measured"),
    ):
        if found < least:
            return TooThin(topic, f"{found} {what}; {least} are needed")
    wins = np.array(list(_wins(outcomes, models)))
    if _parts(wins.sum(axis=0)) > 1:
        return TooThin(topic, "its models fall into groups that were never compared")
    generator = np.random.default_rng(_SEED)
    drawn = generator.multinomial(len(wins), np.full(len(wins), 1 / len(wins)), size=draws)
    # Few sources are drawn the same way more than once, and to fit takes longest.
    ways, way = np.unique(drawn, axis=0, return_inverse=True)
    fitted = np.array([_fit(np.tensordot(times, wins, axes=1)) for times in ways])
    strengths = fitted[way.reshape(-1)]
    places = _places(models, _fit(wins.sum(axis=0)), strengths)
    return Order(topic, tuple(places), sources, comparisons, len(outcomes))


def _outcomes(best: pd.DataFrame) -> pd.DataFrame:
    """Every pair of models in one comparison: winner, loser, whether they tied, reference,
    comparison. A model that one source alone measured is left out."""
    import pandas as pd

    # Alone in its comparison a model says nothing.
    best = best[best.groupby("comparison")["model"].transform("size") > 1]
    sources = best.groupby("model")["reference"].nunique()
    best = best[best["model"].map(sources) > 1]
    columns = ["comparison", "reference", "model", "rank"]
    pairs = best[columns].merge(best[columns], on=["comparison", "reference"])
    pairs = pairs[pairs["model_x"] != pairs["model_y"]]
    # Each pair once: the better one first, of equals the first by name.
    ahead = pairs["rank_x"] < pairs["rank_y"]
    tied = (pairs["rank_x"] == pairs["rank_y"]) & (pairs["model_x"] < pairs["model_y"])
    pairs = pairs[ahead | tied]
    return pd.DataFrame(
        {
            "winner": pairs["model_x"],
            "loser": pairs["model_y"],
            "tied": (pairs["rank_x"] == pairs["rank_y"]).astype(bool),
            "reference": pairs["reference"],
            "comparison": pairs["comparison"],
        }
    )


def _wins(outcomes: pd.DataFrame, models: list[str]) -> Iterator[np.ndarray]:
    """For each source a matrix: how often, in parts, the model of a row was ahead of that of a
    column."""
    import numpy as np

    index = {model: position for position, model in enumerate(models)}
    for _, own in outcomes.groupby("reference", sort=True):
        wins = np.zeros((len(models), len(models)))
        for winner, loser, tied in zip(own["winner"], own["loser"], own["tied"], strict=True):
            one, other = index[winner], index[loser]
            wins[one, other] += 0.5 if tied else 1.0
            wins[other, one] += 0.5 if tied else 0.0
        times = wins + wins.T
        yield np.divide(wins, times, out=np.zeros_like(wins), where=times > 0)


def _parts(wins: np.ndarray) -> int:
    """Into how many groups without an outcome between them the models fall."""
    from scipy.sparse.csgraph import connected_components

    return int(connected_components(wins + wins.T, directed=False, return_labels=False))


def _fit(wins: np.ndarray) -> np.ndarray:
    # Slow to import, and few chapters need it.
    import choix
    import numpy as np

    return np.asarray(choix.ilsr_pairwise_dense(wins, alpha=_PRIOR, max_iter=1000, tol=1e-6))


def _places(models: list[str], strength: np.ndarray, draws: np.ndarray) -> Iterator[Place]:
    import numpy as np

    low, high = np.quantile(draws, [(1 - SURE) / 2, (1 + SURE) / 2], axis=0)
    # The place of a model in a draw: one more than the models ahead of it.
    ranks = 1 + (draws[:, None, :] > draws[:, :, None]).sum(axis=2)
    best, worst = np.quantile(ranks, [(1 - SURE) / 2, (1 + SURE) / 2], axis=0, method="nearest")
    surely = (draws[:, :, None] > draws[:, None, :]).mean(axis=0) >= SURE
    for position in np.argsort(-strength, kind="stable"):
        yield Place(
            models[position],
            float(strength[position]),
            float(low[position]),
            float(high[position]),
            int(best[position]),
            int(worst[position]),
            int(surely[position].sum()),
            int(surely[:, position].sum()),
        )
