"""A Dask cluster of this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

WAIT = 180
"""Seconds after which a process that says nothing is taken to have failed."""


@dataclass
class LoopbackCluster:
    """A scheduler that listens at ``address``, and its workers."""

    folder: Path
    address: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        return self.processes[1:]

    def start_scheduler(self) -> None:
        note = self.folder / "scheduler.json"
        self._start(
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(note),
        )
        until = time.monotonic() + WAIT
        while not self.address:
            if self.processes[0].poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "scheduler.log").read_text())
            time.sleep(0.1)
            if note.exists():
                try:
                    self.address = json.loads(note.read_text())["address"]
                except ValueError:
                    # It is being written.
                    continue

    def start_worker(self, env: dict[str, str] | None = None) -> None:
        self._start(
            "worker",
            self.address,
            "--host",
            "127.0.0.1",
            "--no-nanny",
            "--nthreads",
            "1",
            "--no-dashboard",
            "--local-directory",
            str(self.folder),
            env=env,
        )

    def _start(self, *arguments: str, env: dict[str, str] | None = None) -> None:
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
                cwd=self.folder,
                env=os.environ | (env or {}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@contextmanager
def loopback_cluster(folder: Path, workers: int = 2) -> Iterator[LoopbackCluster]:
    """A scheduler and workers, which work in ``folder`` and end with the block."""
    folder.mkdir()
    cluster = LoopbackCluster(folder)
    try:
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        cluster.stop()
