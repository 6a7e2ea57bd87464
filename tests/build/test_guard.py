"""Programs at work for a build end with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """\
import os, subprocess, sys, time

# One in a session of its own, with a child: what a killed group leaves behind.
deeper = "import subprocess; subprocess.Popen(['sleep', '{mark}']).wait()"
subprocess.Popen([sys.executable, "-c", deeper, "{mark}"], start_new_session=True)
subprocess.Popen(["sleep", "{mark}"])
time.sleep({rest})
"""
ASKING = """\
import sys
from pathlib import Path
from surveybook.build.processes import guarded, only_one

root = Path(sys.argv[1])
with only_one(root), (root / "log").open("wb") as log:
    with guarded([sys.executable, sys.argv[2]], root, log) as program:
        print(program.wait())
"""
TAKING = """\
import fcntl, sys

fcntl.flock(open(sys.argv[1], "w"), fcntl.LOCK_EX | fcntl.LOCK_NB)
"""


def running(mark: str) -> int:
    """How many processes have this argument."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += mark in path.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
    return found


def wait_until(condition: object, what: str) -> None:
    deadline = time.monotonic() + 60
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def start(root: Path, mark: str, rest: float) -> subprocess.Popen[str]:
    program = root / "program.py"
    program.write_text(PROGRAM.format(mark=mark, rest=rest), encoding="utf-8")
    command = [sys.executable, "-c", ASKING, str(root), str(program)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_a_build_that_is_ended_leaves_nothing_running(tmp_path: Path, number: int) -> None:
    mark = f"4{os.getpid()}.{number}"
    with start(tmp_path, mark, 600) as asking:
        wait_until(lambda: running(mark) == 3, "the programs did not start")
        asking.send_signal(number)
        asking.wait(60)
    wait_until(lambda: running(mark) == 0, "programs outlive the build")


def test_what_a_program_leaves_behind_is_ended_with_it(tmp_path: Path) -> None:
    mark = f"5{os.getpid()}.0"
    with start(tmp_path, mark, 1) as asking:
        assert asking.stdout is not None
        assert asking.stdout.read() == "0\n"
    assert running(mark) == 0


def test_the_status_is_the_programs(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    for code, status in (("raise SystemExit(7)", 7), ("import os; os.kill(os.getpid(), 9)", 137)):
        program.write_text(code, encoding="utf-8")
        command = [sys.executable, "-c", ASKING, str(tmp_path), str(program)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout == f"{status}\n"


def test_the_next_build_waits_until_nothing_of_a_killed_one_runs(tmp_path: Path) -> None:
    """The lock outlives the process that took it, as long as its guard does."""
    mark = f"6{os.getpid()}.0"
    with start(tmp_path, mark, 600) as asking:
        wait_until(lambda: running(mark) == 3, "the programs did not start")
        (guard,) = [
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if str(tmp_path) in path.read_bytes().decode() and b"guard.py" in path.read_bytes()
        ]
        # A guard that is held up still holds the lock.
        os.kill(guard, signal.SIGSTOP)
        asking.kill()
        asking.wait(60)
        taking = (
            "import fcntl, sys\nfcntl.flock(open(sys.argv[1], 'w'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
        )
        lock = [sys.executable, "-c", taking, str(tmp_path / "_build" / ".lock")]
        assert subprocess.run(lock, capture_output=True, check=False).returncode == 1
        os.kill(guard, signal.SIGCONT)
    wait_until(lambda: running(mark) == 0, "programs outlive the build")
    wait_until(
        lambda: subprocess.run(lock, capture_output=True, check=False).returncode == 0,
        "the lock is not given back",
    )
