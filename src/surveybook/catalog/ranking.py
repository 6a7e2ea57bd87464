"""Results in their comparisons: who was ahead, and who measured.

Values are ranked within one comparison and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..sources.bibliography import Work
from ..sources.datafiles import Row
from .measurers import MAKERS, OTHERS, Measurers

if TYPE_CHECKING:
    import pandas as pd

_OF_COMPARISONS = ["benchmark", "reference", "year", "setting", "shots", "metric", "direction"]
_OF_COMPARISONS += ["unit", "data", "interval"]


def rank_results(
    results: pd.DataFrame,
    comparisons: pd.DataFrame,
    models: Iterable[Row],
    works: Mapping[str, Work],
) -> pd.DataFrame:
    """The results, each joined with its comparison, in the order of both tables, and with

    - ``system``: how a reader sees it named, the variant included;
    - ``rank`` (1 is best, equal values share the better rank) of ``systems`` in the comparison;
    - ``beaten``: the share, 0 to 1, of the other systems that it is ahead of, a tie counting
      half; its own variants are no others; missing where there are no others;
    - ``measurer``: "makers" or "others" for a model, missing for a baseline; ``shared``: the
      authors of the source who are its makers.
    """
    import pandas as pd

    rows = list(models)
    names = {row["id"]: row["name"] for row in rows}
    measurers = Measurers(works, {row["id"]: _keys(row) for row in rows})
    frame = results.merge(
        comparisons.set_index("id")[_OF_COMPARISONS], left_on="comparison", right_index=True
    )
    frame["model"] = frame["model"].astype(object).where(frame["model"].notna(), "")
    for column in ("baseline", "variant"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), "")
    frame["system"] = [
        _label(names.get(model, model) or baseline, variant)
        for model, baseline, variant in zip(
            frame["model"], frame["baseline"], frame["variant"], strict=True
        )
    ]
    frame["better"] = frame["value"].astype(float).where(frame["direction"] == "higher")
    frame["better"] = frame["better"].fillna(-frame["value"].astype(float))
    groups = frame.groupby("comparison", sort=False)["better"]
    frame["rank"] = groups.rank(method="min", ascending=False).astype("Int64")
    frame["systems"] = groups.transform("size").astype("Int64")
    frame["beaten"] = _beaten(frame)
    pairs = list(zip(frame["reference"], frame["model"], strict=True))
    frame["measurer"] = pd.Series(
        [measurers.measurer(*pair) if pair[1] else None for pair in pairs],
        index=frame.index,
        dtype=object,
    )
    frame["shared"] = pd.Series(
        [measurers.shared(*pair) if pair[1] else () for pair in pairs],
        index=frame.index,
        dtype=object,
    )
    return frame.drop(columns="better")


def _keys(row: Row) -> list[str]:
    """The works that present a model."""
    return list(filter(None, (row["reference"], *row["further_references"].split("; "))))


def _label(name: str, variant: str) -> str:
    return variant if name.casefold() in variant.casefold() else f"{name} {variant}".rstrip()


def _beaten(frame: pd.DataFrame) -> pd.Series:
    import pandas as pd

    shares = pd.Series(index=frame.index, dtype=float)
    for _, group in frame.groupby("comparison", sort=False):
        better = group["better"].to_numpy()
        owners = (group["model"] + "\n" + group["baseline"]).to_numpy()
        ahead = (better[:, None] > better) + 0.5 * (better[:, None] == better)
        others = owners[:, None] != owners
        count = others.sum(axis=1)
        shares[group.index] = (ahead * others).sum(axis=1) / count.clip(min=1)
        shares[group.index[count == 0]] = float("nan")
    return shares


def who_measured(ranked: pd.DataFrame) -> pd.Series:
    """By comparison: "others" if its authors made none of its models, "makers" if they made one;
    comparisons without a model of the survey are left out."""
    known = ranked.dropna(subset=["measurer"])
    makers = (known["measurer"] == MAKERS).groupby(known["comparison"], sort=False).any()
    return makers.map({True: MAKERS, False: OTHERS})


def best_of_each(ranked: pd.DataFrame) -> pd.DataFrame:
    """Of each model in each comparison the row of its best variant; baselines are left out."""
    models = ranked[ranked["model"] != ""]
    ordered = models.sort_values("rank", kind="stable")
    return ordered.drop_duplicates(["comparison", "model"]).sort_index()
