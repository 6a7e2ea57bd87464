"""Every command is documented, with an example that works."""

from __future__ import annotations

import argparse
import dataclasses
import re
import shlex

import pytest

from surveybook import commands
from surveybook.build.stage import Outcome
from surveybook.cli import main, parser
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


@pytest.mark.parametrize("name", [*COMMANDS, ""])
def test_every_option_says_what_it_does(name: str) -> None:
    command = COMMANDS[name] if name else parser()
    shown = " ".join(command.format_help().split())
    for action in command._actions:
        if not isinstance(action, argparse._SubParsersAction):
            assert action.help, f"{name}: {action.dest}"
            assert " ".join(action.help.split()) in shown


def test_every_command_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    listed = " ".join(capsys.readouterr().out.split())
    for name, command in COMMANDS.items():
        about = str(command.description).removesuffix(".")
        assert f"{name} {about[0].lower()}{about[1:]}" in listed
    assert "with 2 when it was not used as it should be" in listed


@pytest.mark.parametrize("name", ["check", "fmt", "build", "pdf", "links"])
def test_stopping_a_command_is_one_line(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    for work in ("check", "write_canonical", "build", "build_pdf", "check_links"):
        monkeypatch.setattr(commands, work, stopped)
    assert main(["--root", str(ROOT), name]) == 130
    said = capsys.readouterr()
    assert re.fullmatch(r"surveybook: stopped.*\n", said.err)
    assert not said.out


def test_messages_name_places_that_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for work, command in (("build", "build"), ("build_pdf", "pdf")):
        monkeypatch.setattr(commands, work, lambda root: Outcome(False, (), "no"))
        assert main(["--root", str(ROOT), command]) == 1
        place = "_build/html" if command == "build" else "_build/pdf"
        assert f" in {place} was left as it was" in capsys.readouterr().err


def test_every_setting_is_documented() -> None:
    for field in dataclasses.fields(Services):
        assert f"`SURVEYBOOK_{field.name.upper()}`" in CONTRIBUTING


def test_what_contributing_names_is_there() -> None:
    for name in re.findall(r"`surveybook ([a-z]+)", CONTRIBUTING):
        assert name in COMMANDS
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for task in re.findall(r"`make ([a-z]+)`", CONTRIBUTING):
        assert re.search(rf"^{task}:", makefile, re.MULTILINE)
