"""The table of contents: which chapters _toc.yml names, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .limits import parse_yaml, read_text
from .problems import Problem

PATH = "_toc.yml"


def listed_chapters(root: Path) -> tuple[dict[str, int], list[Problem]]:
    """The files that _toc.yml names, in its order, each with its line; and what is wrong."""
    try:
        text = read_text(root / PATH)
        toc = parse_yaml(text)
    except (OSError, ValueError) as error:
        line = getattr(error, "line", 0)
        message = f"{PATH} can not be read: {' '.join(str(error).split())}"
        remedy = "it lists the chapters; see the Jupyter Book documentation of _toc.yml"
        return {}, [Problem(PATH, line, "unknown-chapter", message, remedy)]
    lines = text.splitlines()
    listed = {}
    for name in _files(toc):
        pattern = re.compile(rf"(file|root):\s*[\"']?{re.escape(name)}[\"']?\s*$")
        listed[name] = next((n for n, line in enumerate(lines, 1) if pattern.search(line)), 0)
    return listed, []


def _files(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("file", "root") and isinstance(value, str):
                yield value
            else:
                yield from _files(value)
    elif isinstance(node, list):
        for item in node:
            yield from _files(item)
