"""Jupyter Book's command in a process that ends at once: as the command itself, nothing lost."""

from __future__ import annotations

import subprocess
import sys

import pytest

ENDS = """
import atexit, sys
atexit.register(print, "the end")
from jupyter_book.cli import main as command
def ended():
    print("the beginning")
    raise SystemExit({code!r})
command.main = ended
from surveybook.build.jupyterbook import main
main()
"""


@pytest.mark.parametrize(
    ("code", "status", "errors"),
    [(None, 0, ""), (0, 0, ""), (3, 3, ""), ("no book", 1, "no book\n")],
)
def test_status_and_output_are_the_commands(
    code: int | str | None, status: int, errors: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDS.format(code=code)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (status, "the beginning\nthe end\n")
    assert done.stderr == errors


def test_an_error_ends_it_as_any_program() -> None:
    program = ENDS.replace("raise SystemExit({code!r})", "raise ValueError('a fault')")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "ValueError: a fault" in done.stderr


def test_it_is_jupyter_book() -> None:
    command = [sys.executable, "-m", "surveybook.build.jupyterbook", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "build" in done.stdout
