"""The bare system: what it refuses, and that CI never passes without it.

That the scripts install everything on it is shown by running it, which `.ci/run` does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "bare-machine"
# What CI, and the make that runs these tests, would tell the scripts under test.
OUTER = {"CI", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name not in OUTER} | environment,
    )


def stub(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def test_the_usage_names_every_option_and_exit_code() -> None:
    done = run(SCRIPT, "--help")
    assert done.returncode == 0
    for said in ("--suite", "--mirror", "TARGET", "0 ", "1 ", "2 ", "3 "):
        assert said in done.stdout
    assert "set -euo" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "named"), [(("--suite", "woody"), "'woody'"), (("--sweet", "x"), "Usage")]
)
def test_wrong_usage_is_refused(arguments: tuple[str, ...], named: str) -> None:
    done = run(SCRIPT, *arguments)
    assert done.returncode == 2
    assert named in done.stderr


@pytest.mark.parametrize(
    ("program", "body", "reason"),
    [("id", "echo 1000", "root"), ("unshare", "exit 1", "namespaces")],
)
def test_a_machine_that_cannot_run_it_says_why(
    tmp_path: Path, program: str, body: str, reason: str
) -> None:
    stub(tmp_path / "id", "echo 0")
    stub(tmp_path / program, body)
    done = run(
        SCRIPT,
        "book",
        PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        XDG_CACHE_HOME=str(tmp_path / "cache"),
    )
    assert done.returncode == 3
    assert reason in done.stderr
    assert not (tmp_path / "cache").exists()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with `.ci/run` and a Makefile that says which target was asked for."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "Makefile").write_text("test:\n\t@echo the tests run here\n", encoding="utf-8")
    return tmp_path


def test_ci_runs_everything_on_the_bare_system(clone: Path) -> None:
    stub(clone / "scripts" / "bare-machine", 'echo "on it: $@"')
    done = run(clone / ".ci" / "run", CI="true")
    assert (done.returncode, done.stdout) == (0, "on it: book pdf test\n")


def test_ci_fails_where_there_can_be_no_bare_system(clone: Path) -> None:
    stub(clone / "scripts" / "bare-machine", "exit 3")
    done = run(clone / ".ci" / "run", CI="true")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "did NOT run on a bare system" in done.stderr


def test_elsewhere_the_tests_run_on_the_machine_as_it_is_and_say_so(clone: Path) -> None:
    stub(clone / "scripts" / "bare-machine", "exit 3")
    done = run(clone / ".ci" / "run")
    assert (done.returncode, done.stdout) == (0, "the tests run here\n")
    assert "did NOT run on a bare system" in done.stderr


@pytest.mark.parametrize("code", [1, 2, 130])
def test_a_failure_on_the_bare_system_is_the_verdict(clone: Path, code: int) -> None:
    stub(clone / "scripts" / "bare-machine", f"exit {code}")
    done = run(clone / ".ci" / "run")
    assert (done.returncode, done.stdout) == (code, "")
