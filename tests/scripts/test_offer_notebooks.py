"""The notebooks of a run become a branch of their own: real git, a stand-in for gh."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from surveybook.site.hostednotebooks import BRANCH, FOLDER
from tests.conftest import ROOT
from tests.export.test_history import FIRST, commit, git

GH = """#!/bin/sh
case "$1 $2" in
  "run download") mkdir -p "$7/notebooks"; printf '%s' "$TEXT" >"$7/notebooks/a.ipynb" ;;
esac
"""


def offer(clone: Path, text: str) -> None:
    folder = clone.parent / "programs"
    folder.mkdir(exist_ok=True)
    (folder / "gh").write_text(GH, encoding="utf-8")
    (folder / "gh").chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(clone / "scripts" / "offer-notebooks")],
        env=os.environ | {"PATH": path, "RUN_ID": "7", "TEXT": text},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def asked(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


def test_the_branch_has_the_notebooks_and_nothing_else(tiny: Path, tmp_path: Path) -> None:
    (tiny / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "offer-notebooks", tiny / "scripts")
    git(tiny, "init", "-b", "main")
    commit(tiny, FIRST)
    origin = tmp_path / "origin"
    git(tmp_path, "init", "--bare", "-b", "main", str(origin))
    git(tiny, "remote", "add", "origin", str(origin))
    for text in ("one", "two"):
        offer(tiny, text)
        assert asked(origin, "ls-tree", "-r", "--name-only", BRANCH) == "notebooks/a.ipynb\n"
        assert asked(origin, "show", f"{BRANCH}:notebooks/a.ipynb") == text
        assert asked(origin, "rev-list", "--count", BRANCH) == "1\n"
    # The clone's own branch and index are as they were.
    assert asked(tiny, "status", "--porcelain") == ""
    assert asked(tiny, "rev-parse", "--abbrev-ref", "HEAD") == "main\n"


def test_the_artifact_holds_what_lies_in_the_folder_of_chapters() -> None:
    text = (ROOT / ".github" / "workflows" / "book.yml").read_text(encoding="utf-8")
    assert f"path: _build/html/{FOLDER}**/*.ipynb\n" in text


def test_only_what_main_published_is_offered() -> None:
    told = (ROOT / ".github" / "workflows" / "notebooks.yml").read_text(encoding="utf-8")
    (condition,) = [line.strip() for line in told.splitlines() if line.strip().startswith("if: ")]
    # Pushes run the workflow on main alone; a fork's pull request may call its branch so too.
    assert "workflow_run.event == 'push'" in condition
    assert "workflow_run.conclusion == 'success'" in condition
    book = (ROOT / ".github" / "workflows" / "book.yml").read_text(encoding="utf-8")
    assert "  push:\n    branches: [main]\n" in book
