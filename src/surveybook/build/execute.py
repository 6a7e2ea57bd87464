"""Executed chapters: from a store where nothing they depend on has changed, else run anew.

The store holds one notebook a key. A key covers the chapter's place, code and required
packages, the data, the bibliography and the software; see :mod:`digest`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from ..sources.chapterfiles import code_cells, linked_entries, required_packages
from ..sources.requirements import versions
from ..views.figures import METADATA_KEY
from .digest import bibliography_digest, credit_digest, data_digest, digest_of, software_digest

STORE = "_build/.executed"
_LANGUAGE = {"name": "python", "file_extension": ".py", "pygments_lexer": "ipython3"}


class ExecutionError(Exception):
    """Chapters that did not run through: what happened, by the chapter's name."""

    def __init__(self, failures: Mapping[str, str]):
        self.failures = dict(failures)
        super().__init__("\n".join(f"{name}: {what}" for name, what in failures.items()))


@dataclass(frozen=True)
class Executed:
    """A chapter with its outputs, and a digest of code and outputs together."""

    notebook: NotebookNode
    digest: str


def execute(
    chapters: Mapping[str, tuple[NotebookNode, Path]],
    root: Path,
    timeout: float,
    medium: str,
    first: Collection[str] | None = None,
) -> tuple[dict[str, Executed], list[str]]:
    """Give each chapter its outputs.

    Args:
        chapters: by name, a notebook and the folder in which its cells run.
        root: the book's root; the store lies below it.
        timeout: seconds a chapter may run.
        medium: what pictures are drawn for, "site" or "print".
        first: if given, chapters that are not among these keep the outputs of their last
            execution as long as their own code is the same.

    Returns:
        The executed chapters by name, and the names of those that ran now.

    Raises:
        ExecutionError: one or more raised, hung or died; the others are in the store.
    """
    common = digest_of(
        data_digest(root),
        bibliography_digest(root),
        software_digest(),
        medium,
        *sorted(linked_entries(root)),
    )
    store = root / STORE
    last = _read_last(store, medium)
    executed: dict[str, Executed] = {}
    keys: dict[str, str] = {}
    to_run: dict[str, tuple[NotebookNode, Path]] = {}
    for name, (notebook, folder) in chapters.items():
        keys[name] = digest_of(name, *_code(notebook), *_own_conditions(notebook, root), common)
        stored = store / f"{keys[name]}.json"
        if not stored.is_file() and first is not None and name not in first:
            code, key = last.get(name, ("", ""))
            if code == digest_of(*_code(notebook)):
                stored = store / f"{key}.json"
        if stored.is_file():
            outputs = json.loads(stored.read_text(encoding="utf-8"))
            executed[name] = _with_outputs(notebook, outputs)
            last[name] = digest_of(*_code(notebook)), stored.stem
        else:
            to_run[name] = (notebook, folder)
    failures: dict[str, str] = {}
    store.mkdir(parents=True, exist_ok=True)
    for result in _run(to_run, root, timeout, medium) if to_run else []:
        name = result["id"]
        if result["error"]:
            failures[name] = result["error"]
            continue
        unfinished = store / f"{keys[name]}.{os.getpid()}"
        unfinished.write_text(json.dumps(result["outputs"]), encoding="utf-8")
        unfinished.replace(store / f"{keys[name]}.json")
        executed[name] = _with_outputs(to_run[name][0], result["outputs"])
        last[name] = digest_of(*_code(to_run[name][0])), keys[name]
    _write_last(store, medium, last)
    if failures:
        raise ExecutionError(failures)
    return executed, list(to_run)


def _read_last(store: Path, medium: str) -> dict[str, tuple[str, str]]:
    """By chapter, the digest of the code that it last ran, and the key of what came of it."""
    try:
        told = json.loads((store / f"last.{medium}").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: (code, key) for name, (code, key) in told.items()}


def _write_last(store: Path, medium: str, last: Mapping[str, tuple[str, str]]) -> None:
    unfinished = store / f"last.{medium}.{os.getpid()}"
    unfinished.write_text(json.dumps(last), encoding="utf-8")
    unfinished.replace(store / f"last.{medium}")


def prune(root: Path, keep_newest: int = 400) -> None:
    """Delete the oldest outputs of the store beyond ``keep_newest``."""
    stored = sorted((root / STORE).glob("*.json"), key=lambda path: -path.stat().st_mtime)
    for path in stored[keep_newest:]:
        path.unlink(missing_ok=True)


def _code(notebook: NotebookNode) -> list[str]:
    return [cell["source"] for cell in code_cells(notebook)]


def _own_conditions(notebook: NotebookNode, root: Path) -> list[str]:
    """What a chapter's outputs depend on and those of others do not: the versions of packages
    that it alone requires, and the history if it tells who contributed."""
    required, _ = required_packages(notebook)
    told = any(re.search(r"\bcontributors\b", source) for source in _code(notebook))
    return [*versions(required), *([credit_digest(root)] if told else [])]


def _run(
    chapters: Mapping[str, tuple[NotebookNode, Path]], root: Path, timeout: float, medium: str
) -> list[dict[str, Any]]:
    jobs = [
        {
            "id": name,
            "cells": _code(notebook),
            "folder": str(folder),
            "timeout": timeout,
            "medium": medium,
        }
        for name, (notebook, folder) in chapters.items()
    ]
    workers = str(min(os.cpu_count() or 1, 8))
    command = [sys.executable, "-m", "surveybook.build.kernel", str(root), workers]
    # Cells must not depend on whoever started the build having a screen or a backend.
    environment = os.environ | {"MPLBACKEND": "agg", "PYTHONHASHSEED": "0"}
    # A picture of a notebook's own states when it was drawn; that must not differ by build.
    environment.setdefault("SOURCE_DATE_EPOCH", "0")
    done = subprocess.run(
        command,
        input="\n".join(map(json.dumps, jobs)),
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    results = [json.loads(line) for line in done.stdout.splitlines()]
    answered = {result["id"] for result in results}
    reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    for name in chapters:
        if name not in answered:
            error = f"the executing process failed: {reason}"
            results.append({"id": name, "outputs": [], "error": error})
    return results


def _with_outputs(notebook: NotebookNode, outputs: list[list[dict[str, Any]]]) -> Executed:
    filled = nbformat.from_dict(json.loads(json.dumps(notebook)))
    for number, (cell, shown) in enumerate(zip(code_cells(filled), outputs, strict=True), 1):
        cell["outputs"] = [nbformat.from_dict(output) for output in shown]
        cell["execution_count"] = number
        _describe_figure(cell)
    # Without it code cells lose their highlighting.
    filled["metadata"]["language_info"] = _LANGUAGE
    return Executed(filled, digest_of(json.dumps(filled["cells"], sort_keys=True)))


def _describe_figure(cell: NotebookNode) -> None:
    """Turn what a figure says of itself into the cell's caption, name and alternative text."""
    for output in cell["outputs"]:
        described = output.get("metadata", {}).get(METADATA_KEY)
        if described:
            settings = cell["metadata"].setdefault("mystnb", {})
            settings["figure"] = {"name": described["name"], "caption": described["caption"]}
            settings["image"] = {"alt": described["alt"]}
