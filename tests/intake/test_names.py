"""Lists of authors as people and programs write them."""

from __future__ import annotations

import pytest

from surveybook.intake.latex import UnreadableValueError
from surveybook.intake.namecommas import UnreadableNamesError
from surveybook.intake.names import listed_names, read_names


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Doe, Jane and Roe, John", ["Doe, Jane", "Roe, John"]),
        ("Jane Doe and John Q. Roe", ["Doe, Jane", "Roe, John Q."]),
        (r"Must\v cr, Jan and Pr\'oba, Micha\l and M{\o}nster, {\O}la and {\.I}lk Y{\i}lmaz",
         ["Mustčr, Jan", "Próba, Michał", "Mønster, Øla", "Yılmaz, İlk"]),
        ("Ludwig van Beethoven and Jan Van der Berg and de la Cruz, Ana and Ana de la Cruz",
         ["van Beethoven, Ludwig", "Van der Berg, Jan", "de la Cruz, Ana", "de la Cruz, Ana"]),
        ("Ada {De Example} and {Van Test}, Bo", ["{De Example}, Ada", "{Van Test}, Bo"]),
        ("John Smith Jr. and Smith, III, Al", ["Smith, Jr., John", "Smith, III, Al"]),
        ("{Health Organization} and {{R&D Group}}", ["{Health Organization}", "{R&D Group}"]),
        ("{Barnes and Noble, Inc.} and Doe, J.", ["{Barnes and Noble, Inc.}", "Doe, J."]),
        ("张, 三 and 李四 and Иванов, Иван", ["张, 三", "李四", "Иванов, Иван"]),
        ("Doe, Jane and others", ["Doe, Jane", "others"]),
    ],
)  # fmt: skip
def test_bibtex_names(value: str, names: list[str]) -> None:
    found = read_names(value)
    assert list(found.names) == names
    assert not found.notes


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Doe, Jane AND Roe, John And Poe, Ann", ["Doe, Jane", "Roe, John", "Poe, Ann"]),
        ("Doe, Jane; Roe, John;", ["Doe, Jane", "Roe, John"]),
        ("Doe, J., Roe, R.B. and Poe, M.", ["Doe, J.", "Roe, R.B.", "Poe, M."]),
        ("Doe, J., Roe, R., & Poe, M.", ["Doe, J.", "Roe, R.", "Poe, M."]),
        ("Doe J, Roe RB, Poe M-A", ["Doe, J", "Roe, RB", "Poe, M-A"]),
        ("Jane Doe, John Roe, Mary Poe", ["Doe, Jane", "Roe, John", "Poe, Mary"]),
        ("Jane Doe, John Roe, and Mary Poe", ["Doe, Jane", "Roe, John", "Poe, Mary"]),
        ("Jane Doe and John Roe, Mary Poe", ["Doe, Jane", "Roe, John", "Poe, Mary"]),
        ("Jane Doe, John Roe, et al.", ["Doe, Jane", "Roe, John", "others"]),
        ("R. Roe, J. Doe", ["Roe, R.", "Doe, J."]),
        ("Müller, Jan &amp; Roe, Rik", ["Müller, Jan", "Roe, Rik"]),
        ("The Example Consortium and Doe, Jane", ["{The Example Consortium}", "Doe, Jane"]),
        ("World Health Organization", ["{World Health Organization}"]),
        ("Johnson & Johnson Institute", ["{Johnson & Johnson Institute}"]),
    ],
)
def test_other_lists_are_taken_and_said(value: str, names: list[str]) -> None:
    found = read_names(value)
    assert list(found.names) == names
    assert found.notes


@pytest.mark.parametrize(
    "value",
    ["Doe, Jane and al., et", "Jane Doe et al.", "Doe, Jane and {et al.}", "Doe, J. and ..."],
)
def test_a_cut_list(value: str) -> None:
    assert read_names(value).names[-1] == "others"
    assert len(read_names(value).names) == 2


def test_one_comma_that_may_part_two_persons_is_said() -> None:
    found = read_names("Jane Doe, John Roe")
    assert found.names == ("Jane Doe, John Roe",)
    assert "if these are two, write 'and' between them" in found.notes[0]


def test_names_that_can_not_be_told_apart_are_refused() -> None:
    with pytest.raises(UnreadableNamesError, match="write 'Family, Given and Family, Given'"):
        read_names("Doe, Jane, Roe, John")
    with pytest.raises(UnreadableValueError, match=r"\\foo"):
        read_names(r"Doe, \foo{x}")


def test_listed_names() -> None:
    found = listed_names(["Doe, Jane", "Smith, John, Jr.", "Example Health Lab", "Plato"])
    assert found.names == ("Doe, Jane", "Smith, Jr., John", "{Example Health Lab}", "Plato")
