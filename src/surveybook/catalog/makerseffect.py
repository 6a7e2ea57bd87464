"""How much better models rank in their makers' hands than in others'.

For each result of a model the share of the other systems that it is ahead of is taken (a tie
counts half). A model that both its makers and others measured has a mean of either kind; the gain
is the difference, averaged over the models of a family. The interval comes from drawing the
sources anew, each with all its comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .catalog import Catalog
from .measurers import MAKERS, OTHERS
from .ranking import best_of_each

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

DRAWS = 1000
ALL = ""
"""Stands for all families together."""
_SEED = 0


@dataclass(frozen=True)
class Gain:
    """The means of the shares beaten, 0 to 1, in either hands; their difference, and the interval
    that holds it in 95 % of the draws; and on how much it rests."""

    family: str
    makers: float
    others: float
    gain: float
    low: float
    high: float
    models: int
    comparisons: int
    sources: int


def measured_by_both(catalog: Catalog) -> pd.DataFrame:
    """The results of the models that both their makers and others measured, one a model and
    comparison: comparison, reference, model, family, measurer, beaten."""
    families = {row["id"]: row["family"] for row in catalog.rows["models"]}
    best = best_of_each(catalog.results).dropna(subset=["measurer", "beaten"])
    hands = best.groupby("model")["measurer"].nunique()
    both = best[best["model"].map(hands) == len((MAKERS, OTHERS))]
    columns = ["comparison", "reference", "model", "measurer", "beaten"]
    return both[columns].assign(family=both["model"].map(families)).reset_index(drop=True)


def gain_of(results: pd.DataFrame) -> tuple[float, float]:
    """The mean share beaten in makers' and in others' hands, over the models that have both."""
    means = results.groupby(["model", "measurer"])["beaten"].mean().unstack()
    means = means.reindex(columns=[MAKERS, OTHERS]).dropna()
    if means.empty:
        return float("nan"), float("nan")
    return float(means[MAKERS].mean()), float(means[OTHERS].mean())


def makers_gain(catalog: Catalog, *, draws: int = DRAWS) -> list[Gain]:
    """The gain over all families (:data:`ALL`) and in each that has models measured by both."""
    results = measured_by_both(catalog)
    groups = {ALL: results} if len(results) else {}
    groups |= {str(family): own for family, own in results.groupby("family", sort=False)}
    order = [ALL, *catalog.terms("family")]
    return [
        _gain(family, own, draws)
        for family, own in sorted(groups.items(), key=lambda item: order.index(item[0]))
    ]


def _gain(family: str, results: pd.DataFrame, draws: int) -> Gain:
    import numpy as np

    makers, others = gain_of(results)
    low, high = np.nanquantile(_drawn_gains(results, draws), [0.025, 0.975])
    return Gain(
        family,
        makers,
        others,
        makers - others,
        float(low),
        float(high),
        results["model"].nunique(),
        results["comparison"].nunique(),
        results["reference"].nunique(),
    )


def _drawn_gains(results: pd.DataFrame, draws: int) -> np.ndarray:
    """The gain in each draw of the sources; a model that lost one kind of hands is left out."""
    import numpy as np

    sources, source = np.unique(results["reference"].astype(str), return_inverse=True)
    models, model = np.unique(results["model"].astype(str), return_inverse=True)
    beaten = results["beaten"].to_numpy(dtype=float)
    by_makers = (results["measurer"] == MAKERS).to_numpy()
    generator = np.random.default_rng(_SEED)
    times = generator.multinomial(
        len(sources), np.full(len(sources), 1 / len(sources)), size=draws
    )[:, source]
    means = []
    for hands in (by_makers, ~by_makers):
        chosen = np.zeros((hands.sum(), len(models)))
        chosen[np.arange(hands.sum()), model[hands]] = 1
        weight = times[:, hands] @ chosen
        total = (times[:, hands] * beaten[hands]) @ chosen
        with np.errstate(invalid="ignore"):
            means.append(total / weight)
    gains = means[0] - means[1]
    known = np.isfinite(gains)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, gains, 0).sum(axis=1) / known.sum(axis=1))
