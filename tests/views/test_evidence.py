"""Studies by use and level of evidence, and the effects of trials."""

from __future__ import annotations

from typing import Any

import pytest

from surveybook.catalog import Catalog
from surveybook.catalog.evidencelevels import BESIDE_CARE, TRIALS, WITH_PEOPLE, studies_by_level
from surveybook.views import figures
from surveybook.views.evidence import effect_text, evidence_table, trial_table

EFFECT: dict[str, Any] = {
    "arm": "model first",
    "outcome": "Diagnostic accuracy",
    "measure": "percentage-points",
    "unit": None,
    "value": 9.8,
    "low": 4.6,
    "high": 15.0,
}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "diagnostic accuracy, model first: +9.8 points (4.6 to 15)"),
        ({"arm": "", "low": None, "high": None}, "diagnostic accuracy: +9.8 points"),
        (
            {"measure": "relative-change", "value": -9.5, "low": -17.2, "high": -1.8},
            "diagnostic accuracy, model first: −9.5 % (−17.2 to −1.8)",
        ),
        (
            {"measure": "odds-ratio", "value": 0.77, "low": 0.55, "high": 1.08},
            "diagnostic accuracy, model first: odds ratio 0.77 (0.55 to 1.08)",
        ),
        (
            {"measure": "difference", "unit": "seconds", "low": None},
            "diagnostic accuracy, model first: +9.8 seconds",
        ),
    ],
)
def test_an_effect_is_told_with_its_unit_and_interval(changes: dict[str, Any], text: str) -> None:
    assert effect_text(EFFECT | changes) == text


def test_every_study_of_a_use_in_care_counts_once(catalog: Catalog) -> None:
    counts = studies_by_level(catalog)
    studies = catalog.studies.dropna(subset=["level"])
    in_care = studies[~studies["use"].isin(BESIDE_CARE)]
    assert counts.to_numpy().sum() == len(in_care) > 0
    assert str(evidence_table(catalog, name="t", caption="C.")).count("\n* - ") == len(counts) + 1


def test_every_trial_assigns_at_random_and_every_other_study_does_not(catalog: Catalog) -> None:
    levels = catalog.studies.set_index("id")["level"]
    trials = set(catalog.studies.loc[catalog.studies["kind"] == "trial", "id"])
    assert {levels[each] for each in trials} == set(TRIALS)


def test_trials_are_listed_with_their_effects(catalog: Catalog) -> None:
    table = str(trial_table(catalog, levels=("care-trial",), name="t", caption="C."))
    studies = catalog.studies
    assert table.count("\n* - [") == int((studies["level"] == "care-trial").sum())
    assert "odds ratio 0\\.77 \\(0\\.55 to 1\\.08\\)" in table
    with pytest.raises(ValueError, match="no study has a level"):
        trial_table(catalog, levels=("hearsay",), name="t", caption="C.")


def test_the_figure_of_evidence_marks_every_study_with_people(catalog: Catalog) -> None:
    figure = figures.evidence(catalog, name="evidence")
    axes = figure.drawing.axes[0]
    shown = figure.data[figure.data["level"].isin(WITH_PEOPLE)]
    assert len(axes.lines) == len(shown)
    assert len(figure.data) == studies_by_level(catalog).to_numpy().sum()


def test_effects_on_cases_are_drawn_with_their_intervals(catalog: Catalog) -> None:
    figure = figures.case_effects(catalog, name="effects")
    assert len(figure.data) >= 5
    assert (figure.data["low"] <= figure.data["value"]).all()
    # The nudge compares two groups that both have the model.
    assert "automation-bias-nudge-trial" not in set(figure.data["study"])
