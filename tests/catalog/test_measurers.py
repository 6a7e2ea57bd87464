"""Who measured is computed from names as bibliographies write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from surveybook.catalog import load
from surveybook.catalog.measurers import Measurers
from surveybook.catalog.names import bearers, parsed, same
from surveybook.sources.bibliography import Work
from tests.conftest import ROOT
from tests.support.results import RESULTS, add_results, comparison
from tests.support.tiny import replace

# As many people as a bibliography of the field has with these surnames.
CROWD = [f"{family}, {'x' * n}" for family in ("Wang", "Zhang", "Li") for n in range(2, 40)]
FEW = [f"Smith, {given}" for given in ("Anna", "Benjamin", "Carla", "Dora")]
BORNE = bearers([*CROWD, *FEW])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller, Klaus-Robert", "Mueller, K. R."),
        ("Müller, Klaus-Robert", "Muller, Klaus Robert"),
        ("van der Laak, Jeroen", "Laak, Jeroen van der"),
        ("van der Laak, Jeroen", "Van Der Laak, J. A. W. M."),
        ("Llinares-López, Felipe", "Llinares Lopez, F."),
        ("Codella, Noel C. F.", "Codella, Noel"),
        ("Mahmood, Faisal", "Mahmood, F"),
        ("Chen, Richard J.", "Chen, Richard"),
        ("Nguyễn, Thành Công", "Nguyen, Thanh Cong"),
        ("Bjørnskov, Søren", "Bjoernskov, Soeren"),
        ("Łukasz, Krzysztof", "Lukasz, Krzysztof"),
        ("Jack, Jr., Clifford R.", "Jack, C R"),
        ("Hou, Xiao-Yun", "Hou, Xiaoyun"),
        ("Hou, Xiao Yun", "Hou, Xiaoyun"),
        ("王, 小云", "Wang, Xiaoyun"),
        ("Чернов, Сергей", "Chernov, Sergei"),
        ("Wang, Xiaosong", "Wang, Xiaosong"),
        ("{Google Research}", "Google DeepMind Research Team"),
        ("{The Helical Team}", "Helical"),
        ("Mahmood Lab", "Mahmood, Faisal"),
    ],
)
def test_one_author_written_in_two_ways(one: str, other: str) -> None:
    assert same(parsed(one), parsed(other), BORNE) == "sure"
    assert same(parsed(other), parsed(one), BORNE) == "sure"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chen, Richard J.", "Chen, Richard K."),
        ("Wang, Xiyue", "Wang, Xi"),
        ("Wang, Xi", "Wang, X."),
        ("Mahmood, Faisal", "Mahmood, Usman"),
        ("Müller, Klaus", "Möller, Klaus"),
        ("Xue, Lei", "Xu, Lei"),
        ("Google Research", "Microsoft Research"),
        ("Medical Team", "Helical Team"),
        ("Mahmood Lab", "Chen, Richard J."),
    ],
)
def test_two_authors_are_two(one: str, other: str) -> None:
    assert same(parsed(one), parsed(other), BORNE) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Wang, Wei", "Wang, Wei"), ("Zhang, Jing", "Zhang, Jing"), ("Smith, Anna", "Smith, A.")],
)
def test_a_name_of_many_is_possibly_of_one(one: str, other: str) -> None:
    assert same(parsed(one), parsed(other), BORNE) == "possible"


def measurers(source: Sequence[str], model: Sequence[str]) -> Measurers:
    works = {
        key: Work(key, "misc", 1, {"author": " and ".join(authors)}, {})
        for key, authors in {"source": source, "model": model, "crowd": CROWD}.items()
    }
    return Measurers(works, {"m": ["model"], "unknown": ["lost"], "own": ["source"]})


def test_makers_are_found_by_one_sure_or_two_possible_names() -> None:
    one = ["Wang, Wei", "Doe, Jane"]
    two = ["Wang, Wei", "Zhang, Jing"]
    assert measurers(one, ["Wang, Wei", "Roe, Richard"]).measurer("source", "m") == "others"
    found = measurers(two, ["Zhang, Jing", "Roe, Richard", "Wang, Wei"])
    assert found.measurer("source", "m") == "makers"
    assert found.shared("source", "m") == ("Wang, Wei", "Zhang, Jing")
    assert measurers(one, ["Doe, J."]).shared("source", "m") == ("Doe, Jane",)


def test_what_is_not_known_is_not_claimed() -> None:
    found = measurers(["Doe, Jane"], ["Roe, Richard", "others"])
    assert found.measurer("source", "unknown") is None
    assert found.measurer("nowhere", "m") is None
    # Cut lists share "and others", which is nobody.
    assert measurers(["others"], ["others"]).measurer("source", "m") is None
    assert measurers(["Doe, Jane", "others"], ["Roe, R.", "others"]).shared("source", "m") == ()
    assert found.measurer("source", "own") == "makers"


def test_names_of_the_real_bibliography() -> None:
    """Read by eye: these works share these authors, or none."""
    catalog = load(ROOT)
    makers = {row["id"]: [row["reference"]] for row in catalog.rows["models"]}
    found = Measurers(catalog.works, makers)
    # UNI and CONCH come from one group; Geneformer's and scGPT's authors are others.
    assert "Mahmood, Faisal" in found.shared("chen2023uni", "conch")
    assert found.measurer("chen2023uni", "conch") == "makers"
    assert found.measurer("chen2023uni", "uni") == "makers"
    assert found.measurer("cui2023scgpt", "geneformer") == "others"
    assert found.measurer("liu2023evaluating", "scgpt") == "others"


def test_ranks_and_measurers_of_a_comparison(tiny: Path) -> None:
    """Three comparisons: one by others, one by the model's author, one without a model."""
    rows = [
        {"model": "medcpt", "variant": "large", "value": "70"},
        {"model": "medcpt", "value": "60"},
        {"baseline": "BM25", "value": "60"},
        {"baseline": "random choice", "value": "25"},
    ]
    error = [{**row, "value": f"-{row['value']}"} for row in rows]
    add_results(
        tiny,
        {"by-others": rows, "by-makers": error, "baselines": RESULTS[1:]},
        [
            comparison("by-others"),
            comparison("by-makers", reference="jin2023medcpt", unit="number", direction="lower"),
            comparison("baselines"),
        ],
    )
    replace(tiny / "references.bib", "He, Yuting and Chen, Hao", "He, Yuting and Jin, Q.")
    catalog = load(tiny)
    assert list(catalog.comparisons["measurer"].fillna("")) == ["makers", "makers", ""]
    replace(tiny / "references.bib", "He, Yuting and Jin, Q.", "He, Yuting and Jin, Di")
    catalog = load(tiny)
    assert list(catalog.comparisons["measurer"].fillna("")) == ["others", "makers", ""]
    results = catalog.results.set_index("comparison")
    for name in ("by-others", "by-makers"):
        own = results.loc[name]
        assert list(own["rank"]) == [1, 2, 2, 4]
        assert list(own["systems"]) == [4] * 4
        assert list(own["system"]) == ["MedCPT large", "MedCPT", "BM25", "random choice"]
        # Its other size is no rival: it beats one of two and ties with the other.
        assert list(own["beaten"])[:3] == [1.0, 0.75, 0.5]
    assert list(results.loc["by-others"]["measurer"].fillna("")) == ["others", "others", "", ""]
    assert next(iter(results.loc["by-makers"]["shared"])) == ("Jin, Qiao",)


def test_a_book_without_results_has_empty_frames(tiny: Path) -> None:
    catalog = load(tiny)
    assert catalog.results.empty
    assert catalog.comparisons.empty
    assert {"rank", "systems", "measurer", "beaten"} < set(catalog.results)
