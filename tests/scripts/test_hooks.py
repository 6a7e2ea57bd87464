"""The hooks before a commit: what they stop, and the words with which they do."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.support.tiny import TITLE, replace, write_notebook

CONFIG: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for repo in CONFIG["repos"] for hook in repo["hooks"]
}
# As a git hook sees it: git tells where it is, which must not lead a program astray.
ENVIRONMENT = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
OUTPUT = {"output_type": "stream", "name": "stdout", "text": ["1\n"]}


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    return subprocess.run(
        ["git", *who, *arguments],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
    )


@pytest.fixture
def kept(tiny: Path) -> Path:
    """The tiny book in a repository whose commits pass through the hooks' own commands."""
    (tiny / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "hook", tiny / "scripts")
    (tiny / ".gitignore").write_text("_build/\n.venv/\n", encoding="utf-8")
    (tiny / "module.py").write_text('"""A module."""\n', encoding="utf-8")
    programs = tiny / ".venv" / "bin"
    programs.mkdir(parents=True)
    # The package may be on PYTHONPATH alone, so its command is started by its module.
    program = programs / "surveybook"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m surveybook "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    assert ruff
    (programs / "ruff").symlink_to(ruff)
    git(tiny, "init", "-b", "main")
    git(tiny, "add", "-A")
    assert git(tiny, "commit", "-m", "The book").returncode == 0
    script = tiny / ".git" / "hooks" / "pre-commit"
    script.write_text("#!/bin/bash\nset -e\n" + "".join(map(_as_shell, HOOKS.values())), "utf-8")
    script.chmod(0o755)
    return tiny


def _as_shell(hook: dict[str, Any]) -> str:
    """What pre-commit does with a hook: it runs its entry if files of its kind are committed."""
    pattern = hook.get("files") or r"\.(py|pyi|ipynb)$"
    staged = f"git diff --cached --name-only | grep -E {shlex.quote(pattern)}"
    files = "" if hook.get("pass_filenames") is False else f' $({staged} | tr "\\n" " ")'
    return f"if {staged} > /dev/null; then {hook['entry']}{files}; fi\n"


def commit(root: Path) -> subprocess.CompletedProcess[str]:
    git(root, "add", "-A")
    return git(root, "commit", "-m", "A change")


def test_nothing_is_fetched_and_no_version_is_set_twice() -> None:
    for repo in CONFIG["repos"]:
        assert repo["repo"] == "local"
    for hook in HOOKS.values():
        assert hook["language"] == "system"
        assert not hook.get("additional_dependencies")
        assert hook["entry"].startswith("scripts/hook ")
        assert re.compile(hook.get("files", ""))


def test_what_is_well_formed_is_committed(kept: Path) -> None:
    replace(kept / "data/models.csv", "MedCPT", "MedCPT 2")
    write_notebook(kept / "book/nb.ipynb", TITLE, {"source": "1"})
    (kept / "_toc.yml").open("a", encoding="utf-8").write("  - file: book/nb\n")
    (kept / "module.py").write_text('"""A module that changed."""\n', encoding="utf-8")
    done = commit(kept)
    assert done.returncode == 0, done.stderr


def test_outputs_of_a_notebook_are_taken_out_before_the_commit(kept: Path) -> None:
    path = write_notebook(kept / "book/nb.ipynb", TITLE, {"source": "1", "outputs": [OUTPUT]})
    (kept / "_toc.yml").open("a", encoding="utf-8").write("  - file: book/nb\n")
    stopped = commit(kept)
    assert stopped.returncode == 1
    assert "book/nb.ipynb: formatted" in stopped.stderr + stopped.stdout
    assert "git add" in stopped.stderr
    assert '"1\\n"' not in path.read_text(encoding="utf-8")
    done = commit(kept)
    assert done.returncode == 0, done.stderr
    assert "stdout" not in git(kept, "show", "HEAD:book/nb.ipynb").stdout


def test_a_table_out_of_form_is_stopped(kept: Path) -> None:
    replace(kept / "data/models.csv", "MedCPT", '"MedCPT"')
    stopped = commit(kept)
    assert stopped.returncode == 1
    assert "data/models.csv: formatted" in stopped.stderr + stopped.stdout
    assert "Look at them (git diff), add them (git add), and commit again." in stopped.stderr


def test_a_problem_is_stopped_with_its_remedy(kept: Path) -> None:
    replace(kept / "book/introduction.md", "`he2024foundation`", "`he2024foundatio`")
    stopped = commit(kept)
    assert stopped.returncode == 1
    assert "did you mean 'he2024foundation'?" in stopped.stderr + stopped.stdout


@pytest.mark.parametrize(("code", "says"), [("X=1\n", "git add"), ("X = Y\n", "F821")])
def test_code_out_of_form_is_stopped(kept: Path, code: str, says: str) -> None:
    (kept / "module.py").write_text('"""A module."""\n\n' + code, encoding="utf-8")
    stopped = commit(kept)
    assert stopped.returncode == 1
    assert says in stopped.stderr + stopped.stdout


@pytest.mark.parametrize("name", ["surveybook", "ruff"])
def test_without_its_programs_a_hook_says_what_to_do(kept: Path, name: str) -> None:
    (kept / ".venv/bin" / name).unlink()
    replace(kept / "data/models.csv", "MedCPT", "MedCPT 2")
    (kept / "module.py").write_text('"""A module that changed."""\n', encoding="utf-8")
    stopped = commit(kept)
    assert stopped.returncode == 1
    assert f".venv/bin/{name} is not there. Run 'make hooks' once" in stopped.stderr


def test_what_is_not_committed_does_not_stop_a_commit(kept: Path) -> None:
    """Files changed and not added were changed by somebody else than a hook."""
    (kept / "module.py").write_text('"""A module that changed."""\n', encoding="utf-8")
    git(kept, "add", "module.py")
    replace(kept / "book/introduction.md", "A line", "Words")
    assert git(kept, "commit", "-m", "A change").returncode == 0
