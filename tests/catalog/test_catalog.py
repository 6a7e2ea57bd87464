"""The catalog: typed, joined, complete; and its description holds for others too."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import frictionless
import pandas as pd
import pytest

import surveybook
from surveybook.catalog import Catalog, load, parameter_count
from tests.conftest import ROOT
from tests.support.results import add_results
from tests.support.tiny import replace, set_cell


def test_tables_are_typed_and_joined(tiny: Path) -> None:
    set_cell(tiny, "models", "medcpt", "modalities", "text; ehr")
    set_cell(tiny, "models", "medcpt", "parameters", "110M; 1.5B")
    catalog = load(tiny)
    model = catalog.models.iloc[0]
    assert model["modalities"] == ("text", "ehr")
    assert model["largest"] == 1.5e9
    assert (model["year"], model["venue"], model["work_authors"]) == (
        2023,
        "Bioinformatics",
        ("Jin, Qiao",),
    )
    data = catalog.datasets.iloc[0]
    assert data["scale"] == 1200
    assert catalog.datasets["scale"].dtype == "Int64"


def test_states_are_missing_values_but_told_apart_as_text(tiny: Path) -> None:
    set_cell(tiny, "models", "medcpt", "backbone", "not published")
    set_cell(tiny, "models", "medcpt", "pretraining", "n/a")
    catalog = load(tiny)
    assert catalog.models.iloc[0]["backbone"] is None
    assert catalog.models.iloc[0]["pretraining"] == ()
    assert catalog.text("models").iloc[0]["backbone"] == "not published"
    assert catalog.text("models").iloc[0]["weights"] == ""


def test_first_public_year_counts(tiny: Path) -> None:
    replace(tiny / "references.bib", "firstyear = {2023}", "firstyear = {2021}")
    assert load(tiny).models.iloc[0][["year", "work_published"]].tolist() == [2021, 2023]


def test_changed_file_is_read_again(tiny: Path) -> None:
    assert load(tiny).models.iloc[0]["name"] == "MedCPT"
    set_cell(tiny, "models", "medcpt", "name", "Other name")
    assert load(tiny).models.iloc[0]["name"] == "Other name"


def test_a_chapter_that_changes_a_frame_changes_its_own(tiny: Path) -> None:
    frame = load(tiny).models
    frame.loc[0, "name"] = "spoilt"
    frame["family"] = "spoilt"
    assert load(tiny).models.iloc[0][["name", "family"]].tolist() == ["MedCPT", "LFM"]


def test_a_catalog_with_other_rows_has_frames_of_its_own(tiny: Path) -> None:
    catalog = load(tiny)
    assert len(catalog.models) == 1
    other = dataclasses.replace(catalog, rows={**catalog.rows, "models": []})
    assert len(other.models) == 0
    assert len(load(tiny).models) == 1


def test_unreadable_files_raise_with_every_problem(tiny: Path) -> None:
    replace(tiny / "data/models.csv", "MedCPT", "MedCPT,")
    (tiny / "data/studies.csv").unlink()
    with pytest.raises(surveybook.SurveyError) as raised:
        load(tiny)
    assert [problem.code for problem in raised.value.problems] == ["cell-count", "missing-table"]


def test_loading_outside_a_book_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"_config\.yml"):
        load()


@pytest.mark.parametrize(
    ("size", "count"), [("110M", 1.1e8), ("7B", 7e9), ("1.5K", 1500), ("12", 12)]
)
def test_parameter_counts(size: str, count: float) -> None:
    assert parameter_count(size) == count


@pytest.mark.parametrize("size", ["7 B", "about 7B", "", "7b", "1,000"])
def test_words_are_no_parameter_counts(size: str) -> None:
    with pytest.raises(ValueError, match="not a size"):
        parameter_count(size)


def test_results_are_numbers_of_models_and_baselines(tiny: Path) -> None:
    catalog = load(add_results(tiny))
    (compared,) = catalog.comparisons.to_dict("records")
    assert (compared["cases"], compared["year"], compared["direction"]) == (1273, 2024, "higher")
    results = catalog.results
    assert list(results["value"]) == [61.5, 25.0, 81.4]
    assert list(results["stated"]) == ["61.50", "25.0", "81.4"]
    assert list(results["low"].isna()) == [False, True, False]
    assert [model or None for model in results["model"]] == ["medcpt", None, None]
    (benchmark,) = catalog.benchmarks.to_dict("records")
    assert (benchmark["datasets"], benchmark["year"]) == (("notes",), 2024)


def test_every_source_row_has_an_outcome(catalog: Catalog) -> None:
    sources = catalog.sources
    assert len(sources) == sum(int(row["rows"]) for row in catalog.rows["lists"]) >= 9000
    grown_from = [row["id"] for row in catalog.rows["lists"] if row["reference"]]
    first = sources[sources["list"].isin(grown_from)]
    assert len(first) == 710
    assert (first["disposition"] == "placeholder").sum() == 26
    assert set(first["disposition"]) == {"entry", "duplicate", "placeholder"}
    led = sources[sources["disposition"] == "entry"]
    assert not led.duplicated(["table", "id"]).any()
    for table in catalog.schema.entry_tables:
        assert set(led.loc[led["table"] == table.name, "id"]) <= set(catalog.text(table.name)["id"])


def test_the_survey_is_of_the_size_it_claims(catalog: Catalog) -> None:
    assert len(catalog.models) >= 215
    assert len(catalog.datasets) + len(catalog.databases) >= 120
    assert len(catalog.works) >= 350
    families = catalog.models["family"].value_counts()
    assert set(families.index) == {"LFM", "VFM", "BFM", "MFM"}


def test_facts_of_the_survey_tables_fill_the_models(catalog: Catalog) -> None:
    listed = catalog.sources[catalog.sources["row"].str.startswith("SV")]
    models = catalog.text("models").set_index("id")
    assert len(listed) == 200
    for entry in listed["id"]:
        assert models.loc[entry, "modalities"]
        assert models.loc[entry, "adaptation"]
        assert models.loc[entry, "tasks"]


def test_frictionless_accepts_the_data_package() -> None:
    report = frictionless.Package(str(ROOT / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:5]


@pytest.mark.parametrize(
    ("table", "entry", "field", "value"),
    [
        ("datasets", "notes", "scale", "many"),
        ("models", "medcpt", "id", "Med CPT"),
        ("models", "medcpt", "name", ""),
        ("corrections", "ZZ001", "row", "ZZ009"),
    ],
)
def test_frictionless_and_we_refuse_the_same(
    tiny: Path, table: str, entry: str, field: str, value: str
) -> None:
    from surveybook.checks import check

    set_cell(tiny, table, entry, field, value)
    report = frictionless.Package(str(tiny / "data" / "datapackage.json")).validate()
    assert not report.valid
    assert any(problem.path == f"data/{table}.csv" for problem in check(tiny))


def test_references_frame(catalog: Catalog) -> None:
    references = catalog.references
    assert references.index.is_unique
    assert (references["title"] != "").all()
    assert isinstance(references["year"].dtype, pd.Int64Dtype)
