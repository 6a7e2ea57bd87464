"""Settings in YAML: the value of a file with the line of each of its keys, or what is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .characters import odd_characters
from .limits import LimitError, check_yaml
from .problems import Problem
from .textfiles import read_source

Place = tuple[str | int, ...]
"""Where a value stands: the keys and positions that lead to it."""


@dataclass(frozen=True)
class Settings:
    """What a YAML file holds, and the 1-based line of each value by its path."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, path: Place) -> int:
        """The line of a value, or of the nearest that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_settings(root: Path, name: str, code: str) -> tuple[Settings | None, list[Problem]]:
    """The YAML file ``name`` below ``root``; None if it cannot be read. What is wrong with it as
    YAML carries ``code``."""
    if not os.path.lexists(root / name):
        return None, [Problem(name, 0, code, "the file is not there", "restore it")]
    text, problems = read_source(root, name)
    if text is None:
        return None, problems
    settings, found = parse_settings(name, text, code)
    return settings, problems + found


def parse_settings(name: str, text: str, code: str) -> tuple[Settings | None, list[Problem]]:
    """As :func:`read_settings`, for a text."""
    remedy = "fix the YAML at this place: look at the indentation, colons, quotation marks"
    try:
        check_yaml(text)
        loader = yaml.SafeLoader(text)
        try:
            node = loader.get_single_node()
            value = loader.construct_document(node) if node else None
        finally:
            loader.dispose()
    except LimitError as error:
        return None, [Problem(name, _within(error.line, text), code, str(error), remedy)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it is no YAML"
        if isinstance(error, yaml.constructor.ConstructorError):
            what = "it uses a tag or key that settings cannot have"
        line = _within(mark.line + 1 if mark else 0, text)
        message = f"it is no YAML: {' '.join(str(what).split())}"
        return None, [Problem(name, line, code, message, remedy)]
    except (ValueError, TypeError, OverflowError):
        # Such as a date that no calendar has.
        return None, [Problem(name, 0, code, "it holds a value that is none", remedy)]
    lines: dict[Place, int] = {}
    problems = list(_walk(node, (), lines, set(), name, code)) if node else []
    return Settings(value, lines), problems


def _within(line: int, text: str) -> int:
    """The line, or the last one that holds something: the end of a file is on none."""
    return min(line, text.rstrip("\n").count("\n") + 1)


def _walk(
    node: yaml.Node, path: Place, lines: dict[Place, int], seen: set[int], name: str, code: str
) -> Iterator[Problem]:
    lines[path] = node.start_mark.line + 1
    # An alias leads to a node that was looked at, and can make a tree without end.
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        for odd in odd_characters(node.value):
            message = f"the value here holds {odd.what}"
            remedy = "delete it, or write what a reader should see"
            yield Problem(name, lines[path], "forbidden-character", message, remedy)
    elif isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield from _walk(child, (*path, number), lines, seen, name, code)
    elif isinstance(node, yaml.MappingNode):
        keys: dict[str, int] = {}
        for key, child in node.value:
            line = key.start_mark.line + 1
            if isinstance(key, yaml.ScalarNode) and key.value in keys and key.value != "<<":
                message = f"'{key.value}' is already set on line {keys[key.value]}"
                yield Problem(name, line, code, message, "keep one of the two")
            key_text = str(getattr(key, "value", ""))
            keys.setdefault(key_text, line)
            yield from _walk(child, (*path, key_text), lines, seen, name, code)
            lines[(*path, key_text)] = line
