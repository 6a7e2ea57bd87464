"""What the Explore page of the models reads when results are asked for: which model did how in
which comparison. It is fetched then, so that a first visit does not pay for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..catalog import Catalog
from ..catalog.measurers import MAKERS
from ..views.explore import UP
from ..views.results import metric_text, records, rounded
from .entrypages import short_citation


def payload(catalog: Catalog) -> dict[str, Any]:
    """The comparisons that have a model of the survey, ready to be written as JSON.

    - ``benchmarks``: names by id;
    - ``comparisons``: each with id, ``benchmark``, ``title``, ``protocol`` (setting and metric),
      ``url`` of its place on the benchmark's page, ``work`` whose authors measured, ``systems``,
      how many were compared, and ``results``, best first: of each model and variant the model's
      id, the system's name, the value as stated, its rank, and whether its makers measured.
    """
    results: dict[str, list[list[Any]]] = {}
    systems: dict[str, int] = {}
    for row in records(catalog.results.sort_values("rank", kind="stable")):
        systems[row["comparison"]] = int(row["systems"])
        if row["model"]:
            told = [row["model"], row["system"], rounded(row["stated"]), int(row["rank"])]
            own = row["measurer"] == MAKERS
            results.setdefault(row["comparison"], []).append([*told, own])
    told = [
        _comparison(catalog, comparison, systems, results[comparison["id"]])
        for comparison in records(catalog.comparisons)
        if comparison["id"] in results
    ]
    used = {comparison["benchmark"] for comparison in told}
    names = {row["id"]: row["name"] for row in catalog.rows["benchmarks"] if row["id"] in used}
    return {"benchmarks": names, "comparisons": told}


def _comparison(
    catalog: Catalog,
    comparison: Mapping[str, Any],
    systems: Mapping[str, int],
    results: list[list[Any]],
) -> dict[str, Any]:
    work = catalog.works.get(comparison["reference"])
    setting = catalog.label("result-setting", comparison["setting"])
    return {
        "id": comparison["id"],
        "benchmark": comparison["benchmark"],
        "title": comparison["title"],
        "protocol": f"{setting}, {metric_text(comparison)}",
        "url": f"{UP}/benchmarks/{comparison['benchmark']}.html#{comparison['id']}",
        "work": short_citation(work) if work else "",
        "systems": systems[comparison["id"]],
        "results": results,
    }
