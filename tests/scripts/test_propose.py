"""What a run made is proposed as one pull request: real git, a stand-in for gh."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.export.test_history import FIRST, commit, git

NEW = "address,state,status,moved_to,checked\nhttps://example.org/,ok,200,,2026-11-22\n"
GH = """#!/bin/sh
echo "$@" >>"$LOG"
case "$1 $2" in
  "run download") for file in $FILES; do printf '%s' "$TABLE" >"$7/$file"; done ;;
  "pr list") echo "$OPEN" ;;
esac
"""


@pytest.fixture
def clone(tiny: Path, tmp_path: Path) -> Path:
    (tiny / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "propose", tiny / "scripts")
    git(tiny, "init", "-b", "main")
    commit(tiny, FIRST)
    git(tmp_path, "init", "--bare", "-b", "main", str(tmp_path / "origin"))
    git(tiny, "remote", "add", "origin", str(tmp_path / "origin"))
    git(tiny, "push", "origin", "main")
    return tiny


def propose(
    clone: Path, table: str, opened: int = 0, files: tuple[str, ...] = ("links.csv",)
) -> str:
    """Run the script for files that all hold a text; what gh was asked."""
    folder = clone.parent / "programs"
    folder.mkdir(exist_ok=True)
    (folder / "gh").write_text(GH, encoding="utf-8")
    (folder / "gh").chmod(0o755)
    log = folder / "log"
    log.write_text("", encoding="utf-8")
    given = {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "LOG": str(log),
        "TABLE": table,
        "FILES": " ".join(files),
        "OPEN": str(opened),
        "GITHUB_RUN_ID": "7",
    }
    done = subprocess.run(
        [
            str(clone / "scripts" / "propose"),
            *("links", "data: links as they were last checked", "What became of them."),
            *(f"data/{name}" for name in files),
        ],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | given,
    )
    assert done.returncode == 0, done.stderr
    return log.read_text(encoding="utf-8")


def proposed(clone: Path, *arguments: str) -> str:
    origin = clone.parent / "origin"
    done = subprocess.run(["git", *arguments], cwd=origin, capture_output=True, check=False)
    return done.stdout.decode()


def test_a_new_table_is_proposed(clone: Path) -> None:
    asked = propose(clone, NEW)
    assert "run download 7 --name links --dir" in asked
    assert "pr create --head links --base main" in asked
    assert proposed(clone, "show", "links:data/links.csv") == NEW
    assert proposed(clone, "diff", "--name-only", "main", "links") == "data/links.csv\n"


def test_a_table_that_says_the_same_is_not(clone: Path) -> None:
    same = (clone / "data" / "links.csv").read_text(encoding="utf-8")
    assert "pr " not in propose(clone, same)
    assert proposed(clone, "branch", "--list", "links") == ""


def test_what_is_open_is_kept_current(clone: Path) -> None:
    propose(clone, NEW)
    git(clone, "switch", "--quiet", "main")
    later = NEW.replace("2026-11-22", "2026-11-29")
    assert "pr create" not in propose(clone, later, opened=1)
    assert proposed(clone, "show", "links:data/links.csv") == later
    assert proposed(clone, "rev-list", "--count", "main..links") == "1\n"


def test_several_files_are_proposed_together(clone: Path) -> None:
    asked = propose(clone, NEW, files=("links.csv", "sources.csv"))
    assert "pr create" in asked
    changed = proposed(clone, "diff", "--name-only", "main", "links").split()
    assert changed == ["data/links.csv", "data/sources.csv"]
    assert proposed(clone, "log", "-1", "--format=%s", "links") == (
        "data: links as they were last checked\n"
    )
