"""Write down how pip reaches packages on this machine, for another system on the same machine.

Usage: python3 scripts/pip_settings.py PIP_CONF PREFIX

Writes the settings as a configuration file and prints the paths that they refer to, one a line:
files and folders without which the settings mean nothing, and which the other system must have
under the folder PREFIX. Where this machine has no pip or no such setting the file is empty, so
pip's own defaults hold.
"""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

# How packages are reached; which ones are wanted is for the project's own pins to say.
REACH = {
    "cert", "client-cert", "default-timeout", "extra-index-url", "find-links", "index-url",
    "no-index", "proxy", "retries", "timeout", "trusted-host",
}  # fmt: skip


def settings(listed: str) -> dict[str, str]:
    """Return the settings in the output of `pip config list`; the environment comes last."""
    found: dict[str, str] = {}
    for place in ("global", "install", ":env:"):
        for name, value in re.findall(rf"^{place}\.([\w-]+)=(.+)$", listed, re.MULTILINE):
            if name.lstrip(".") in REACH:
                found[name] = str(ast.literal_eval(value))
    return found


def moved(value: str, prefix: str) -> tuple[str, set[Path]]:
    """Return a setting with what exists of its paths put under a prefix, and those paths."""
    words, found = [], set()
    for word in value.split():
        path = Path(unquote(word.removeprefix("file://")))
        if path.is_absolute() and path.exists():
            # The pages of an index on the disk link to files beside its folder.
            found.add(path.parent if word.startswith("file://") and path.is_dir() else path)
            scheme = "file://" if word.startswith("file://") else ""
            word = f"{scheme}{prefix}{word.removeprefix('file://')}"
        words.append(word)
    return "\n".join(words), found


def main(target: str, prefix: str) -> None:
    """Do what the usage says."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    found = settings(asked.stdout) if asked.returncode == 0 else {}
    there: dict[str, str] = {}
    shared: set[Path] = set()
    for name, value in found.items():
        there[name], named = moved(value, prefix)
        shared |= named
    written = configparser.RawConfigParser()
    written["global"] = there
    with Path(target).open("w", encoding="utf-8") as file:
        written.write(file)
    for path in sorted(shared):
        print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
