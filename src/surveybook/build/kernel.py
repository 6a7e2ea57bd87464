"""Execute notebooks without a Jupyter kernel: the process behind :mod:`execute`.

``python -m surveybook.build.kernel ROOT WORKERS`` reads one job a line from standard input
and writes one result a line to standard output. It imports the heavy libraries once; each
notebook then runs in a fork of its own, so chapters start at once and can not see each
other's names. At most ``WORKERS`` forks run at a time; one that overruns its time is killed.
Runs on POSIX systems.

A job is ``{"id", "cells", "folder", "timeout", "medium"}``: code cells as texts; seconds a
notebook; "site" or "print", for which pictures are drawn. A result is ``{"id", "outputs",
"error"}``: outputs of each cell in nbformat 4's shape, and what went wrong, or null.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import json
import os
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import TextIOBase
from pathlib import Path
from typing import Any

_PARENT_DEATH_SIGNAL = 1


def main() -> int:
    """Serve the jobs on standard input; 0 when all are answered."""
    root, workers = Path(sys.argv[1]), int(sys.argv[2])
    _prepare(root)
    jobs = [json.loads(line) for line in sys.stdin]
    for result in _run(jobs, workers):
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()
    return 0


def _prepare(root: Path) -> None:
    """Do once what every chapter begins with, so that the forks need not."""
    # IPython first: a pyplot that was imported before it would not show figures inline.
    import IPython.core.interactiveshell  # noqa: F401
    import matplotlib_inline.backend_inline  # noqa: F401
    import pandas  # noqa: F401

    import surveybook

    # Data that can not be read is each chapter's own error.
    with contextlib.suppress(surveybook.SurveyError):
        catalog = surveybook.load(root)
        for table in catalog.schema.entry_tables:
            getattr(catalog, table.name)
    # The first picture takes longest: typefaces are looked up, the writer is imported.
    surveybook.figures.draw_nothing()


@dataclass
class _Fork:
    job: Mapping[str, Any]
    process: int
    deadline: float
    pipe: int
    received: bytearray = field(default_factory=bytearray)


def _run(jobs: list[dict[str, Any]], workers: int) -> Any:
    waiting = list(reversed(jobs))
    running: dict[int, _Fork] = {}
    with selectors.DefaultSelector() as selector:
        while waiting or running:
            while waiting and len(running) < workers:
                fork = _start(waiting.pop())
                running[fork.pipe] = fork
                selector.register(fork.pipe, selectors.EVENT_READ)
            nearest = min(fork.deadline for fork in running.values())
            for key, _ in selector.select(max(0.0, nearest - time.monotonic())):
                fork = running[key.fd]
                chunk = os.read(fork.pipe, 1 << 20)
                fork.received += chunk
                if not chunk:
                    selector.unregister(fork.pipe)
                    yield _finish(running.pop(fork.pipe), None)
            for fork in list(running.values()):
                if time.monotonic() >= fork.deadline:
                    selector.unregister(fork.pipe)
                    message = f"still running after {fork.job['timeout']:g} s"
                    yield _finish(running.pop(fork.pipe), message)


def _start(job: dict[str, Any]) -> _Fork:
    read_end, write_end = os.pipe()
    sys.stdout.flush()
    process = os.fork()
    if process == 0:
        try:
            os.close(read_end)
            os.setpgid(0, 0)
            # The server's own input and output are not a cell's to read or write.
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, 0)
            os.dup2(nowhere, 1)
            # Should this server be killed, its forks go with it.
            ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
            try:
                result = _execute(job["cells"], Path(job["folder"]), job["medium"])
            except BaseException:
                result = {"error": f"the executor itself failed: {traceback.format_exc()}"}
            with os.fdopen(write_end, "wb") as out:
                out.write(json.dumps(result).encode())
        finally:
            # Not sys.exit: the parent's buffers and exit handlers are not this fork's.
            os._exit(0)
    os.close(write_end)
    return _Fork(job, process, time.monotonic() + job["timeout"], read_end)


def _finish(fork: _Fork, overrun: str | None) -> dict[str, Any]:
    # The whole group: a cell may have started processes of its own.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(fork.process, signal.SIGKILL)
    _, status = os.waitpid(fork.process, 0)
    os.close(fork.pipe)
    result: dict[str, Any] = {"id": fork.job["id"], "outputs": [], "error": overrun}
    if overrun is None:
        try:
            result.update(json.loads(fork.received.decode()))
        except ValueError:
            code = os.waitstatus_to_exitcode(status)
            result["error"] = f"the process ended without a result (exit status {code})"
    return result


class _Stream(TextIOBase):
    """Standard output or error of a cell, joined to the cell's outputs in order."""

    def __init__(self, name: str, outputs: list[dict[str, Any]]):
        self.stream_name, self.outputs = name, outputs

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last.get("name") == self.stream_name:
            last["text"] += text
        elif text:
            stream = {"output_type": "stream", "name": self.stream_name, "text": text}
            self.outputs.append(stream)
        return len(text)


def _execute(cells: list[str], folder: Path, medium: str) -> dict[str, Any]:
    """Run the cells in order, up to the first that raises."""
    import pandas
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    from ..views.frames import frame_table
    from ..views.medium import render_for

    os.chdir(folder)
    sys.path.insert(0, str(folder))
    current: list[dict[str, Any]] = []

    class Publisher(DisplayPublisher):
        def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:
            current.append(_output("display_data", data, metadata))

        def clear_output(self, wait: bool = False) -> None:
            current.clear()

    class Hook(DisplayHook):
        def __call__(self, result: Any = None) -> None:
            if result is not None and not self.quiet():
                data, metadata = self.compute_format_data(result)
                self.update_user_ns(result)
                shown = _output("execute_result", data, metadata)
                current.append(shown | {"execution_count": shell.execution_count})

    class Shell(InteractiveShell):
        def enable_gui(self, gui: Any = None) -> None:
            """Nothing: there is no window."""

        def _showtraceback(self, kind: Any, value: Any, trace: Any) -> None:
            """Nothing: the caller reports the error."""

    # The instance: display() and matplotlib look for it.
    shell = Shell.instance(display_pub_class=Publisher, displayhook_class=Hook)
    shell.colors = "NoColor" if shell.colors != "nocolor" else shell.colors
    shell.history_manager.enabled = False
    shell.run_line_magic("matplotlib", "inline")
    set_matplotlib_formats("pdf" if medium == "print" else "svg")
    render_for(medium)
    # Besides pandas' own HTML, which paper can not use.
    markdown = shell.display_formatter.formatters["text/markdown"]
    markdown.for_type(pandas.DataFrame, frame_table)
    outputs: list[list[dict[str, Any]]] = []
    for number, source in enumerate(cells, 1):
        current = []
        shell.display_pub.outputs = current
        with (
            contextlib.redirect_stdout(_Stream("stdout", current)),
            contextlib.redirect_stderr(_Stream("stderr", current)),
        ):
            result = shell.run_cell(source, store_history=True)
        outputs.append(current)
        failure = result.error_before_exec or result.error_in_exec
        if failure is not None:
            kind = type(failure).__name__
            return {"outputs": outputs, "error": f"cell {number} raised {kind}: {failure}"}
    return {"outputs": outputs, "error": None}


def _output(kind: str, data: Mapping[str, Any], metadata: Any) -> dict[str, Any]:
    encoded = {
        mime: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for mime, value in data.items()
    }
    return {"output_type": kind, "data": encoded, "metadata": dict(metadata or {})}


if __name__ == "__main__":
    sys.exit(main())
