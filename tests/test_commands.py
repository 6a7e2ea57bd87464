"""Every command is documented, with an example that works."""

from __future__ import annotations

import argparse
import dataclasses
import shlex

import pytest

from surveybook.cli import parser
from surveybook.lookup import Services
from tests.conftest import ROOT

COMMANDS: dict[str, argparse.ArgumentParser] = next(
    dict(action.choices)
    for action in parser()._actions
    if isinstance(action, argparse._SubParsersAction)
)
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_an_example_that_parses(name: str) -> None:
    example = str(COMMANDS[name].epilog).removeprefix("example: ").split(" > ")[0]
    program, *arguments = shlex.split(example)
    assert (program, arguments[0]) == ("surveybook", name)
    assert parser().parse_args(arguments).run
    assert example in " ".join(COMMANDS[name].format_help().split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    for action in COMMANDS[name]._actions:
        assert action.help or action.choices, f"{name}: {action.dest}"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented(name: str) -> None:
    assert f"| `surveybook {name}" in CONTRIBUTING


def test_every_setting_is_documented() -> None:
    for field in dataclasses.fields(Services):
        assert f"`SURVEYBOOK_{field.name.upper()}`" in CONTRIBUTING
