"""What a machine is, in words: no name of it or of who uses it."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path


def hardware() -> str:
    """Such as "2 cores of Intel Xeon, 23 GiB of memory, no accelerator"."""
    cores = os.cpu_count() or 1
    told = f"{cores} core{'s' * (cores != 1)} of {_processor()}"
    memory = _memory()
    return ", ".join([told, *([f"{memory} GiB of memory"] if memory else []), _accelerators()])


def system() -> str:
    """Such as "Linux 6.1, x86_64"."""
    release = re.match(r"\d+(\.\d+)?", platform.release())
    return f"{platform.system()} {release[0] if release else ''}".strip() + (
        f", {platform.machine()}" if platform.machine() else ""
    )


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        told = ""
    found = re.search(r"^(?:model name|Hardware)\s*:\s*(.+)$", told, re.MULTILINE)
    name = found[1] if found else platform.processor() or platform.machine()
    return " ".join(re.sub(r"\((R|TM)\)|CPU|@.*|\d+-Core Processor", "", name).split())


def _memory() -> int:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    except (AttributeError, OSError, ValueError):
        return 0


def _accelerators() -> str:
    query = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader"]
    try:
        done = subprocess.run(query, capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return "no accelerator"
    found = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    if done.returncode or not found:
        return "no accelerator"
    return "; ".join(f"{found.count(each)} × {each}" for each in dict.fromkeys(found))
