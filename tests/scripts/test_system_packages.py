"""What is missing is installed, and nothing else: real script, stand-ins for what it asks."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs: those of a machine that has what Python needs, and apt-get."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "bash").symlink_to("/bin/bash")
    program(programs, "python3", "exit 0")
    program(programs, "apt-get", f'echo "$@" >>{tmp_path}/asked')
    program(programs, "apt-cache", 'echo "$2 | 1.0 | archive"')
    program(programs, "id", "echo 0")
    return tmp_path


def program(folder: Path, name: str, body: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def install(machine: Path, *names: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "scripts" / "system-packages"), *names],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(machine / "programs"), "TMPDIR": str(machine)},
    )


def asked(machine: Path) -> list[str]:
    """The packages that the last call installed."""
    log = machine / "asked"
    if not log.exists():
        return []
    words = log.read_text(encoding="utf-8").splitlines()[-1].split()
    return [word for word in words if not word.startswith("-") and word != "install"]


def lose_venv(machine: Path) -> None:
    """Let Python lack what makes environments, as on a bare Debian."""
    program(machine / "programs", "python3", "exit 1")


def test_a_machine_that_has_everything_is_left_alone(machine: Path) -> None:
    done = install(machine, "venv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert asked(machine) == []


def test_what_is_missing_is_installed(machine: Path) -> None:
    lose_venv(machine)
    assert install(machine, "venv").returncode == 0
    assert asked(machine) == ["python3-venv"]


def test_a_machine_without_a_browser_gets_one(machine: Path) -> None:
    lose_venv(machine)
    assert install(machine, "browser", "venv").returncode == 0
    packages = asked(machine)
    assert packages[:2] == ["chromium", "fonts-liberation"]
    assert packages[-1] == "python3-venv"
    program(machine / "programs", "chromium", "exit 0")
    (machine / "asked").unlink()
    assert install(machine, "browser").returncode == 0
    assert "chromium" not in asked(machine)


def test_without_a_known_package_manager_it_says_what_to_install(machine: Path) -> None:
    (machine / "programs" / "apt-get").unlink()
    lose_venv(machine)
    done = install(machine, "venv")
    assert done.returncode == 1
    assert done.stderr.endswith(": python3-venv\n")


def test_a_package_that_the_archive_lacks_is_named(machine: Path) -> None:
    program(machine / "programs", "apt-cache", "exit 0")
    lose_venv(machine)
    done = install(machine, "venv")
    assert done.returncode == 1
    assert "no package python3-venv." in done.stderr
    assert not (machine / "asked").read_text(encoding="utf-8").startswith("install")


def test_what_cannot_be_installed_is_a_failure(machine: Path) -> None:
    program(machine / "programs", "apt-get", "exit 100")
    lose_venv(machine)
    assert install(machine, "venv").returncode == 100


@pytest.mark.parametrize("name", ["latex", "tex"])
def test_a_name_that_is_not_known_is_refused(machine: Path, name: str) -> None:
    done = install(machine, name)
    assert done.returncode == 2
    assert f"'{name}'" in done.stderr


def test_print_needs_no_system_package() -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    (line,) = [line for line in rules.splitlines() if line.startswith("pdf:")]
    assert line.partition(":")[2].partition("##")[0].split() == [".venv/book"]
