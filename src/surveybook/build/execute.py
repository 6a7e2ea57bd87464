"""Executed chapters: from the store where nothing they depend on has changed, else run anew.

A key of the store covers the chapter's place, code and required packages, the data, the
bibliography, the entries that chapters discuss, and the software; see :mod:`digest`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from ..catalog import load
from ..sources.cellnames import cell_number, first_line, shortened_line
from ..sources.chapterfiles import (
    cited_keys,
    code_cells,
    linked_entries,
    required_packages,
    wants_network,
)
from ..sources.credit import read_credit
from ..sources.problems import SurveyError
from ..sources.recordings import read_recordings
from ..sources.requirements import versions
from ..views.figures import METADATA_KEY
from .digest import bibliography_digest, credit_digest, data_digest, digest_of, software_digest
from .executors import LOCAL, Batch, Chapter, Executor
from .outputs import DamagedError, Outputs, Store
from .sandbox import ALLOW_NETWORK, is_allowed
from .shown import settle_outputs
from .tablecaptions import caption_tables

LANGUAGE = {"name": "python", "file_extension": ".py", "pygments_lexer": "ipython3"}
"""What a notebook says of its language, without which its code has no highlighting."""
_RECORDED = re.compile(r"\brecord(?:ings|ed)\b")
_Chapters = Mapping[str, tuple[NotebookNode, Path]]
"""By name, a notebook and the folder in which its cells run."""


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


@dataclass(frozen=True)
class Execution:
    """The executed chapters by name, the names of those that ran now, what there is to say of it
    (the sandbox, stored outputs that were damaged), and by chapter what of its outputs cannot
    stand on a page or on paper."""

    chapters: Mapping[str, Executed]
    ran: list[str]
    notes: list[str]
    faults: Mapping[str, list[str]]


def execute(
    chapters: _Chapters,
    root: Path,
    timeout: float,
    medium: str,
    first: Collection[str] | None = None,
    executor: Executor = LOCAL,
) -> Execution:
    """Give each chapter its outputs.

    Args:
        chapters: by name, a notebook and the folder in which its cells run.
        root: the book's root; the store lies below it.
        timeout: seconds a chapter may run.
        medium: what pictures are drawn for, "site" or "print".
        first: if given, chapters that are not among these keep the outputs of their last
            execution as long as their own code is the same.
        executor: what runs those that must be; the outputs do not depend on it.

    Raises:
        ExecutionError: one or more raised, hung or died; the others are in the store.
        NoSandboxError: this machine has no sandbox to run them in.
    """
    common = digest_of(
        data_digest(root),
        bibliography_digest(root),
        software_digest(),
        medium,
        *_discussed(root),
    )
    store = Store(root)
    last = store.read_last(medium)
    executed: dict[str, Executed] = {}
    keys: dict[str, str] = {}
    to_run: dict[str, tuple[NotebookNode, Path]] = {}
    notes: list[str] = []
    for name, (notebook, folder) in chapters.items():
        keys[name] = digest_of(name, *_code(notebook), *_own_conditions(notebook, root), common)
        code = digest_of(*_code(notebook))
        candidates = [keys[name]]
        if first is not None and name not in first and last.get(name, ("", ""))[0] == code:
            candidates.append(last[name][1])
        for key in candidates:
            try:
                outputs = store.read(key)
                if outputs is not None:
                    executed[name] = _with_outputs(notebook, outputs)
                    last[name] = code, key
                    break
            except DamagedError as error:
                notes.append(f"{error}, the stored outputs of {name}, was damaged; it is made anew")
        else:
            to_run[name] = (notebook, folder)
    failures: dict[str, str] = {}
    if to_run:
        notes.insert(0, executor.describe())
    for name, shown, failure in _run(to_run, root, timeout, medium, executor):
        if failure:
            failures[name] = failure
            continue
        try:
            executed[name] = _with_outputs(to_run[name][0], shown)
        except (ValueError, LookupError, TypeError, AttributeError):
            # What a chapter's process answers is checked like any input.
            failures[name] = "what its cells show is not in the shape of a notebook's outputs"
            continue
        store.write(keys[name], shown)
        last[name] = digest_of(*_code(to_run[name][0])), keys[name]
    store.write_last(medium, last)
    store.prune()
    if failures:
        raise ExecutionError(failures)
    faults = {name: settle_outputs(made.notebook, medium) for name, made in executed.items()}
    return Execution(executed, list(to_run), notes, faults)


def _cells(notebook: NotebookNode) -> list[dict[str, Any]]:
    """The code cells as the kernel takes them."""
    return [
        {
            "source": cell["source"],
            "tags": list(map(str, cell["metadata"].get("tags", []))),
            "name": cell_number(notebook, number),
            "begins": shortened_line(first_line(cell)),
        }
        for number, cell in enumerate(notebook["cells"])
        if cell["cell_type"] == "code"
    ]


def _code(notebook: NotebookNode) -> list[str]:
    return [part for cell in _cells(notebook) for part in (cell["source"], *cell["tags"])]


def _uses_credit(notebook: NotebookNode) -> bool:
    return any(re.search(r"\bcontributors\b", cell["source"]) for cell in code_cells(notebook))


def _recordings(notebook: NotebookNode, root: Path) -> list[str]:
    """What a chapter that lists or shows recorded notebooks depends on."""
    if not any(_RECORDED.search(cell["source"]) for cell in code_cells(notebook)):
        return []
    return [recording.digest() for recording in read_recordings(root)]


def _uses_network(notebook: NotebookNode) -> bool:
    return wants_network(notebook) and is_allowed(ALLOW_NETWORK)


def _discussed(root: Path) -> list[str]:
    """The entries that chapters discuss, of which others show tables."""
    try:
        return sorted(load(root).discussed)
    except SurveyError:
        # The check reports what is wrong; which works are those of studies is not known.
        return sorted({*linked_entries(root), *cited_keys(root)})


def _own_conditions(notebook: NotebookNode, root: Path) -> list[str]:
    """What a chapter's outputs depend on and those of others do not: the versions of packages
    that it alone requires, the history if it tells who contributed, and the network."""
    required, _ = required_packages(notebook)
    credit = [credit_digest(root)] if _uses_credit(notebook) else []
    return [
        *versions(required),
        *credit,
        *_recordings(notebook, root),
        *(["network"] if _uses_network(notebook) else []),
    ]


def _run(
    chapters: _Chapters, root: Path, timeout: float, medium: str, executor: Executor
) -> Iterator[tuple[str, Outputs, str | None]]:
    """Run chapters, those apart that may use the network; each one's outputs and its error."""
    for network in (False, True):
        group = {
            name: chapter
            for name, chapter in chapters.items()
            if _uses_network(chapter[0]) == network
        }
        batch = _batch(group, root, timeout, medium, network=network)
        results = executor.run(batch) if group else {}
        for name, (notebook, _) in group.items():
            error = results[name].error
            if error and wants_network(notebook) and not network:
                error += " (it may use the network only if --allow-network is given)"
            yield name, results[name].outputs, error


def _batch(chapters: _Chapters, root: Path, timeout: float, medium: str, *, network: bool) -> Batch:
    notebooks = [notebook for notebook, _ in chapters.values()]
    packages = {name for notebook in notebooks for name in required_packages(notebook)[0]}
    uses_credit = any(map(_uses_credit, notebooks))
    return Batch(
        root=root,
        chapters={
            name: Chapter(_cells(notebook), folder) for name, (notebook, folder) in chapters.items()
        },
        timeout=timeout,
        medium=medium,
        network=network,
        credit=dataclasses.asdict(read_credit(root)) if uses_credit else None,
        packages=tuple(sorted(packages)),
    )


def _with_outputs(notebook: NotebookNode, outputs: list[list[dict[str, Any]]]) -> Executed:
    filled = nbformat.from_dict(json.loads(json.dumps(notebook)))
    for number, (cell, shown) in enumerate(zip(code_cells(filled), outputs, strict=True), 1):
        cell["outputs"] = [nbformat.from_dict(output) for output in shown]
        cell["execution_count"] = number
        _describe_figure(cell)
    caption_tables(filled)
    filled["metadata"]["language_info"] = LANGUAGE
    return Executed(filled, digest_of(json.dumps(filled["cells"], sort_keys=True)))


def _describe_figure(cell: NotebookNode) -> None:
    """Turn what a figure says of itself into the cell's caption, name and alternative text."""
    for output in cell["outputs"]:
        described = output.get("metadata", {}).get(METADATA_KEY)
        if described:
            settings = cell["metadata"].setdefault("mystnb", {})
            settings["figure"] = {"name": described["name"], "caption": described["caption"]}
            settings["image"] = {"alt": described["alt"]}
            if "width" in described:
                settings["image"]["width"] = described["width"]
