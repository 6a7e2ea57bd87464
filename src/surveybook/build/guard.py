"""Run a program so that it ends, with all that it started, when whoever asked for it is gone.

A script of its own that imports nothing of the package, so that it starts at once:
``python guard.py PROGRAM ARGUMENT...``. Its standard input is a pipe whose other end the asking
process holds. However that process ends, the pipe closes, and the guard ends the program and
everything that descends from it, whatever session or group it moved to. It does the same when
the program itself ends or the guard is sent SIGTERM. Its exit status is the program's.

On Linux the guard adopts what the program leaves behind. On other POSIX systems it ends the
program's process group, and what left that group is not found.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path

_PARENT_DEATH_SIGNAL = 1
_CHILD_SUBREAPER = 36
_LINUX = sys.platform == "linux"


def main(command: list[str]) -> int:
    """Run the command and wait for it, or for the end of who asked; the exit status."""
    # Only the asking process decides: a Ctrl+C reaches it as well.
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for awaited in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(awaited, _note)
    if _LINUX:
        ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1)
    program = _start(command)
    status = None
    while status is None:
        ready, _, _ = select.select([0, reading], [], [])
        if 0 in ready or signal.SIGTERM in os.read(reading, 4096):
            break
        status = _reap(program)
    _end_all(program)
    return 128 + signal.SIGKILL if status is None else status


def _note(number: int, frame: object) -> None:
    """Nothing: the signal has woken the loop."""


def _start(command: list[str]) -> int:
    process = os.fork()
    if process:
        return process
    try:
        os.setsid()
        for ignored in (signal.SIGINT, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_DFL)
        if _LINUX:
            # Should the guard itself be killed, the program goes with it.
            ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.execvp(command[0], command)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr, flush=True)
    finally:
        os._exit(127)


def _reap(program: int) -> int | None:
    """Collect every process that has ended; the program's status if it is among them."""
    status = None
    with suppress(ChildProcessError):
        while True:
            ended, code = os.waitpid(-1, os.WNOHANG)
            if not ended:
                break
            if ended == program:
                code = os.waitstatus_to_exitcode(code)
                status = code if code >= 0 else 128 - code
    return status


def _end_all(program: int) -> None:
    """Kill what is left, until nothing is: children of the killed become the guard's own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(program, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:
            for process in _descendants(os.getpid()):
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(process, signal.SIGKILL)
            os.waitpid(-1, 0)


def _descendants(ancestor: int) -> list[int]:
    """The process numbers of children, and of their children; none where there is no /proc."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        # A process may be gone by now.
        with suppress(OSError):
            # After the program's name, which may hold anything: the state, the parent.
            parent = int(stat.read_text(encoding="latin-1").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found = [ancestor]
    for process in found:
        found += children.get(process, [])
    return found[1:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
