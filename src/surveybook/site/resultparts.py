"""What an entry's page says of results: of a benchmark every comparison on it, of a model how it
did in each, of a data set the benchmarks that use it.

Pure data for the template ``results.html``; addresses are relative to an entry's page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ..catalog import Catalog
from ..catalog.duels import Standing, disagreements, standings
from ..catalog.measurers import MAKERS, OTHERS
from ..sources.webaddress import safe_address
from ..views.results import HANDS, interval_label, metric_text, records, rounded, value_text
from .entrypages import Part, short_citation

_MARGIN = 0.04
"""Share of the axis that is left free at either end."""


@dataclass(frozen=True)
class Dot:
    """Where a value and its bounds lie on the axis, in per cent of its length."""

    at: float
    low: float
    high: float


@dataclass(frozen=True)
class System:
    """A line of a comparison. ``hands``: who measured, in words; ``shared``: the authors of the
    source who made it."""

    rank: int
    name: Part
    family: str
    value: str
    hands: str
    shared: str
    dot: Dot
    note: str


@dataclass(frozen=True)
class Block:
    """A comparison: what must be known of it, and its systems, best first."""

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    source: Part
    work: Part
    metric: str
    higher: bool
    axis: tuple[str, str]
    systems: tuple[System, ...]
    makers: bool


@dataclass(frozen=True)
class Line:
    """A model's result in one comparison."""

    benchmark: Part
    title: Part
    protocol: str
    value: str
    rank: str
    hands: str
    shared: str
    work: Part


@dataclass(frozen=True)
class Disagreement:
    """What two sources state differently: of what, and each value with its source."""

    about: str
    values: tuple[tuple[str, Part, str], ...]


@dataclass(frozen=True)
class ResultParts:
    """Everything that one entry's page says of results."""

    summaries: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    benchmarks: tuple[Part, ...] = ()


class ResultPages:
    """The results of a catalog, brought into the form of its pages once."""

    def __init__(self, catalog: Catalog):
        self.catalog = catalog
        self.benchmarks = {row["id"]: row["name"] for row in catalog.rows["benchmarks"]}
        self.families = {row["id"]: row["family"] for row in catalog.rows["models"]}

    def of(self, table: str, identifier: str) -> ResultParts | None:
        """What the page of an entry says; None if there is nothing."""
        if table == "models" and identifier in self._lines:
            return ResultParts(
                summaries=tuple(self._summaries(identifier)),
                lines=tuple(self._lines[identifier]),
                disagreements=self._disagreements.get(("model", identifier), ()),
            )
        if table == "benchmarks" and identifier in self._blocks:
            return ResultParts(
                blocks=tuple(self._blocks[identifier]),
                disagreements=self._disagreements.get(("benchmark", identifier), ()),
            )
        if table == "datasets" and identifier in self._uses:
            return ResultParts(benchmarks=tuple(self._uses[identifier]))
        return None

    @cached_property
    def _uses(self) -> dict[str, list[Part]]:
        uses: dict[str, list[Part]] = {}
        for row in self.catalog.rows["benchmarks"]:
            for dataset in filter(None, row["datasets"].split("; ")):
                uses.setdefault(dataset, []).append(self._benchmark(row["id"]))
        return uses

    @cached_property
    def _comparisons(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in records(self.catalog.comparisons)}

    @cached_property
    def _by_comparison(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in self._comparisons}
        ranked = self.catalog.results.sort_values("rank", kind="stable")
        for row in records(ranked):
            found[row["comparison"]].append(row)
        return found

    @cached_property
    def _blocks(self) -> dict[str, list[Block]]:
        blocks: dict[str, list[Block]] = {}
        for name, told in self._comparisons.items():
            blocks.setdefault(told["benchmark"], []).append(
                self._block(told, self._by_comparison[name])
            )
        return blocks

    def _block(self, told: Mapping[str, Any], rows: list[dict[str, Any]]) -> Block:
        low, high = _limits(rows)
        return Block(
            id=told["id"],
            title=told["title"],
            facts=tuple(self._facts(told)),
            source=self._source(told["source"]),
            work=self._work(told["reference"]),
            metric=metric_text(told),
            higher=told["direction"] == "higher",
            axis=(f"{low:.3g}", f"{high:.3g}"),
            systems=tuple(self._system(row, low, high) for row in rows),
            makers=told["measurer"] == MAKERS,
        )

    def _facts(self, told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What makes up the protocol, each with its label."""
        catalog = self.catalog
        yield "Setting", self._setting(told)
        yield "Test data", told["data"]
        if not pd.isna(told["cases"]):
            yield "Test cases", f"{told['cases']:,}"
        if told["interval"]:
            yield "Bounds", interval_label(catalog, told["interval"])
        for label, field in (("Conditions", "conditions"), ("Interest stated", "interest")):
            if told[field]:
                yield label, told[field]
        yield "Where", told["locator"]

    def _setting(self, told: Mapping[str, Any]) -> str:
        setting = self.catalog.label("result-setting", told["setting"])
        return setting if pd.isna(told["shots"]) else f"{setting}, {told['shots']} shots"

    def _system(self, row: Mapping[str, Any], low: float, high: float) -> System:
        def place(value: Any) -> float:
            value = row["value"] if pd.isna(value) else value
            return round(100 * (float(value) - low) / (high - low), 2)

        href = f"../models/{row['model']}.html" if row["model"] else ""
        return System(
            rank=int(row["rank"]),
            name=Part(row["system"], href),
            family=self.families.get(row["model"], ""),
            value=value_text(row),
            hands=HANDS.get(row["measurer"], ""),
            shared=_listed(row["shared"]),
            dot=Dot(place(row["value"]), place(row["low"]), place(row["high"])),
            note=row["note"],
        )

    @cached_property
    def _lines(self) -> dict[str, list[Line]]:
        lines: dict[str, list[Line]] = {}
        for name, told in self._comparisons.items():
            for row in self._by_comparison[name]:
                if row["model"]:
                    lines.setdefault(row["model"], []).append(self._line(told, row))
        return lines

    def _line(self, told: Mapping[str, Any], row: Mapping[str, Any]) -> Line:
        page = f"../benchmarks/{told['benchmark']}.html"
        variant = f" ({row['variant']})" if row["variant"] else ""
        return Line(
            benchmark=self._benchmark(told["benchmark"]),
            title=Part(told["title"] + variant, f"{page}#{told['id']}"),
            protocol=f"{self._setting(told)}, {metric_text(told)}",
            value=value_text(row),
            rank=f"{row['rank']} of {row['systems']}",
            hands=HANDS.get(row["measurer"], ""),
            shared=_listed(row["shared"]),
            work=self._work(told["reference"]),
        )

    @cached_property
    def _standings(self) -> dict[tuple[str, str], Standing]:
        return standings(self.catalog.results)

    def _summaries(self, model: str) -> Iterator[str]:
        for measurer, by in ((OTHERS, "others"), (MAKERS, "its makers")):
            found = self._standings.get((model, measurer))
            if found:
                plural = "s" if found.comparisons > 1 else ""
                yield (
                    f"In {found.comparisons} comparison{plural} by {by}: first in "
                    f"{found.first or 'none'}, median rank {found.rank:g} of {found.systems:g}."
                )

    @cached_property
    def _disagreements(self) -> dict[tuple[str, str], tuple[Disagreement, ...]]:
        """By model and by benchmark."""
        found: dict[tuple[str, str], tuple[Disagreement, ...]] = {}
        for frame in disagreements(self.catalog):
            rows = records(frame)
            first = self._comparisons[rows[0]["comparison"]]
            name = self.benchmarks.get(first["benchmark"], first["benchmark"])
            told = Disagreement(
                f"{rows[0]['system']} on {name}, {self._setting(first)}, {metric_text(first)}",
                tuple(
                    (
                        rounded(row["stated"]),
                        self._work(row["reference"]),
                        self._comparisons[row["comparison"]]["conditions"]
                        or self._comparisons[row["comparison"]]["title"],
                    )
                    for row in rows
                ),
            )
            for key in (("model", rows[0]["model"]), ("benchmark", first["benchmark"])):
                found[key] = (*found.get(key, ()), told)
        return found

    def _benchmark(self, identifier: str) -> Part:
        return Part(self.benchmarks.get(identifier, identifier), f"../benchmarks/{identifier}.html")

    def _work(self, key: str) -> Part:
        work = self.catalog.works.get(key)
        return Part(short_citation(work), work.address) if work else Part(key)

    def _source(self, source: str) -> Part:
        if source in self.catalog.works:
            return self._work(source)
        return Part(source.split("://", 1)[-1].removesuffix("/"), safe_address(source))


def _limits(rows: Iterable[Mapping[str, Any]]) -> tuple[float, float]:
    """The ends of the axis that holds all values and bounds."""
    numbers = [
        float(row[name])
        for row in rows
        for name in ("value", "low", "high")
        if not pd.isna(row[name])
    ]
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    margin = _MARGIN * (high - low) or 0.5
    return low - margin, high + margin


def _listed(authors: Iterable[str]) -> str:
    """Surnames of the first few authors, for a remark."""
    surnames = [name.split(",")[0].strip("{}") for name in authors]
    more = f" and {len(surnames) - 3} more" if len(surnames) > 3 else ""
    return ", ".join(surnames[:3]) + more
