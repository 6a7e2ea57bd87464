"""The git repository that the book lies in, if it lies in one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_TIMEOUT = 30


class GitError(Exception):
    """git cannot tell; says why."""


def git(root: Path, *arguments: str, given: str = "") -> bytes:
    """What ``git`` prints when it is run in ``root``; ``given`` is its standard input.

    Raises:
        GitError: git is missing, takes too long or refuses.
    """
    # Inside a hook these would lead git to another repository.
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
    }
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            input=given.encode(),
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
            env=kept | {"LC_ALL": "C"},
        )
    except OSError as error:
        raise GitError("git is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git took more than {_TIMEOUT} seconds") from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        raise GitError(reason[0].removeprefix("fatal: "))
    return done.stdout
