"""Two models head to head, one model against the rest, and what two sources say differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .catalog import Catalog
from .ranking import best_of_each

if TYPE_CHECKING:
    import pandas as pd

_SINGLE_TESTS = ("data-set", "exam")
"""Kinds of benchmarks that are one test: others are so only where the test data are the same."""


def duels(catalog: Catalog, one: str, other: str) -> pd.DataFrame:
    """Every comparison that has both models, in the order of the data: ``comparison``, the
    values (``value_one``, ``value_other``, as floats), texts (``stated_…``, ``system_…``) and
    measurers (``measurer_…``) of their best variants, ``ahead`` (the id of the better, "" for a
    tie) and ``lead``, by how much ``one`` is ahead in the metric's unit (negative: behind).

    Raises:
        ValueError: a model is none of the survey, or both are the same.
    """
    known = {row["id"] for row in catalog.rows["models"]}
    for model in (one, other):
        if model not in known:
            raise ValueError(f"there is no model {model!r}")
    if one == other:
        raise ValueError(f"{one!r} cannot be compared with itself")
    best = best_of_each(catalog.results)
    wanted = ["comparison", "direction", "value", "stated", "system", "rank", "measurer"]
    mine, theirs = (best.loc[best["model"] == model, wanted] for model in (one, other))
    both = mine.merge(theirs, on=["comparison", "direction"], suffixes=("_one", "_other"))
    gain = both["value_one"].astype(float) - both["value_other"].astype(float)
    both["lead"] = gain.where(both["direction"] == "higher", -gain)
    both["ahead"] = [one if lead > 0 else other if lead < 0 else "" for lead in both["lead"]]
    return both.drop(columns="direction")


@dataclass(frozen=True)
class Standing:
    """How a model did in comparisons of one kind of measurer: in how many comparisons, how often
    it was first, and its median rank of the median number of systems."""

    comparisons: int
    first: int
    rank: float
    systems: float


def standings(results: pd.DataFrame) -> dict[tuple[str, str], Standing]:
    """By model and kind of measurer ("makers", "others"), the standing of the model's best
    variants among all systems of each comparison."""
    best = best_of_each(results).dropna(subset=["measurer"])
    best = best.assign(
        rank=best["rank"].astype(float),
        systems=best["systems"].astype(float),
        first=best["rank"] == 1,
    )
    groups = best.groupby(["model", "measurer"], sort=False)
    counted = groups.agg(
        comparisons=("rank", "size"),
        first=("first", "sum"),
        rank=("rank", "median"),
        systems=("systems", "median"),
    )
    return {
        (str(model), str(measurer)): Standing(int(comparisons), int(first), rank, systems)
        for (model, measurer), comparisons, first, rank, systems in counted.itertuples(name=None)
    }


def disagreements(catalog: Catalog) -> list[pd.DataFrame]:
    """Values that two sources state differently for one model and variant on one benchmark in
    one setting and metric: a frame for each, the rows of :attr:`Catalog.results`.

    On a suite, a challenge or a leaderboard the test data must be named alike as well, since
    their parts are different tests.
    """
    import pandas as pd

    results = catalog.results
    results = results[results["model"] != ""]
    kinds = {row["id"]: row["kind"] for row in catalog.rows["benchmarks"]}
    whole = results["benchmark"].map(kinds).isin(_SINGLE_TESTS)
    shots = results["shots"].astype(object).where(results["shots"].notna(), 0)
    data = results["data"].str.casefold().where(~whole, "")
    columns = ("model", "variant", "benchmark", "setting", "unit")
    parts = [results[column] for column in columns]
    keys = pd.Series(
        list(zip(*parts, shots, results["metric"].str.casefold(), data, strict=True)),
        index=results.index,
        dtype=object,
    )
    groups = results.groupby(keys, sort=False)
    several = groups["reference"].transform("nunique") > 1
    candidates = results[several & (groups["value"].transform("nunique") > 1)]
    return [
        rows for _, rows in candidates.groupby(keys[candidates.index], sort=False) if _differ(rows)
    ]


def _differ(rows: pd.DataFrame) -> bool:
    """Whether a source states values that another does not."""
    stated = [frozenset(values) for _, values in rows.groupby("reference")["value"]]
    return len(set(stated)) > 1
