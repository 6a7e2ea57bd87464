"""A tag becomes a release only if its commit is one of main that passed: real git, no real gh."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.export.test_history import FIRST, SECOND, commit, git

# Answers with the number of runs of the commit that it is told of, and of no other.
GH = """#!/bin/sh
echo "$@" >>"$LOG"
case "$*" in
  *"head_sha=$PASSED "*) echo 1 ;;
  *) echo 0 ;;
esac
"""


def head(root: Path) -> str:
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def clone(tiny: Path) -> Path:
    """A clone whose main is known to be on the server."""
    (tiny / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "release-gate", tiny / "scripts")
    git(tiny, "init", "-b", "main")
    commit(tiny, FIRST)
    git(tiny, "update-ref", "refs/remotes/origin/main", "HEAD")
    return tiny


def gate(clone: Path, passed: str, gh: str = GH) -> subprocess.CompletedProcess[str]:
    programs = clone.parent / "programs"
    programs.mkdir(exist_ok=True)
    (programs / "gh").write_text(gh, encoding="utf-8")
    (programs / "gh").chmod(0o755)
    given = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "LOG": str(programs / "log"),
        "PASSED": passed,
        "GITHUB_REF_NAME": "v1",
        "GITHUB_REPOSITORY": "owner/book",
    }
    return subprocess.run(
        [str(clone / "scripts" / "release-gate")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | given,
    )


def test_a_commit_of_main_that_passed_is_released(clone: Path) -> None:
    git(clone, "tag", "v1")
    done = gate(clone, head(clone))
    assert done.returncode == 0, done.stderr
    asked = (clone.parent / "programs" / "log").read_text(encoding="utf-8")
    for said in ("owner/book", "book.yml", "branch=main", "event=push", "status=success"):
        assert said in asked


def test_a_tag_with_a_message_means_its_commit(clone: Path) -> None:
    git(clone, "tag", "--annotate", "--message", "x", "v1")
    assert gate(clone, head(clone)).returncode == 0


def test_a_commit_that_has_not_passed_waits(clone: Path) -> None:
    git(clone, "tag", "v1")
    done = gate(clone, "another")
    assert done.returncode == 1
    assert "has passed" in done.stderr
    assert head(clone) in done.stderr


def test_a_commit_beside_main_is_refused_whatever_passed(clone: Path) -> None:
    (clone / "x").touch()
    commit(clone, SECOND)
    git(clone, "tag", "v1")
    done = gate(clone, head(clone))
    assert done.returncode == 1
    assert "not on main" in done.stderr


def test_no_answer_is_no_permission(clone: Path) -> None:
    git(clone, "tag", "v1")
    assert gate(clone, head(clone), "#!/bin/sh\nexit 1\n").returncode != 0
