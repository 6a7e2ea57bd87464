"""What is missing is installed, and nothing else: real script, stand-ins for what it asks."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

# What a machine that has everything for print has.
PRINT = ("latexmk", "xelatex", "pdftoppm")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs: those of a machine that has everything for print, and apt-get."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "bash").symlink_to("/bin/bash")
    for name in PRINT:
        program(programs, name, "exit 0")
    program(programs, "kpsewhich", f'! /bin/grep -qxF "$1" {tmp_path}/absent')
    program(programs, "apt-get", f'echo "$@" >>{tmp_path}/asked')
    program(programs, "apt-cache", 'echo "$2 | 1.0 | archive"')
    program(programs, "id", "echo 0")
    (tmp_path / "absent").touch()
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


def test_a_machine_that_has_everything_is_left_alone(machine: Path) -> None:
    done = install(machine, "tex")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert asked(machine) == []


@pytest.mark.parametrize(
    ("file", "package"),
    [
        ("pzdr.tfm", "texlive-fonts-recommended"),
        ("xurl.sty", "texlive-latex-extra"),
        ("LibertinusSerif-Regular.otf", "texlive-fonts-extra"),
        ("FandolSong-Regular.otf", "texlive-lang-chinese"),
        ("xeCJK.sty", "texlive-lang-chinese"),
    ],
)
def test_a_half_equipped_machine_is_completed(machine: Path, file: str, package: str) -> None:
    (machine / "absent").write_text(f"{file}\n", encoding="utf-8")
    assert install(machine, "tex").returncode == 0
    assert asked(machine) == [package]


@pytest.mark.parametrize(
    ("name", "package"),
    [("latexmk", "latexmk"), ("xelatex", "texlive-xetex"), ("pdftoppm", "poppler-utils")],
)
def test_a_program_that_is_missing_is_installed(machine: Path, name: str, package: str) -> None:
    (machine / "programs" / name).unlink()
    assert install(machine, "tex").returncode == 0
    assert asked(machine) == [package]


def test_a_bare_machine_gets_every_package_of_print_once(machine: Path) -> None:
    for name in (*PRINT, "kpsewhich"):
        (machine / "programs" / name).unlink()
    assert install(machine, "tex").returncode == 0
    assert sorted(asked(machine)) == [
        "latexmk",
        "poppler-utils",
        "texlive-fonts-extra",
        "texlive-fonts-recommended",
        "texlive-lang-chinese",
        "texlive-latex-extra",
        "texlive-xetex",
    ]


def test_without_a_known_package_manager_it_says_what_to_install(machine: Path) -> None:
    (machine / "programs" / "apt-get").unlink()
    (machine / "absent").write_text("pzdr.tfm\n", encoding="utf-8")
    done = install(machine, "tex")
    assert done.returncode == 1
    assert done.stderr.endswith(": texlive-fonts-recommended\n")


def test_a_package_that_the_archive_lacks_is_named(machine: Path) -> None:
    program(machine / "programs", "apt-cache", "exit 0")
    (machine / "absent").write_text("pzdr.tfm\n", encoding="utf-8")
    done = install(machine, "tex")
    assert done.returncode == 1
    assert "no package texlive-fonts-recommended." in done.stderr
    assert not (machine / "asked").read_text(encoding="utf-8").startswith("install")


def test_what_cannot_be_installed_is_a_failure(machine: Path) -> None:
    program(machine / "programs", "apt-get", "exit 100")
    (machine / "absent").write_text("pzdr.tfm\n", encoding="utf-8")
    assert install(machine, "tex").returncode == 100


def test_a_name_that_is_not_known_is_refused(machine: Path) -> None:
    done = install(machine, "latex")
    assert done.returncode == 2
    assert "'latex'" in done.stderr
