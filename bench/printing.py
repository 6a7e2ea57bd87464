"""How long the book takes to print: whole and chapter by chapter, anew and with nothing changed.

``make bench`` runs this. A first printing executes the chapters; the second, of the same sources
with an empty stage, takes their outputs from the store, as after a build of the site. The table is
written to ``bench/printing.md``. The last printing by TeX, which this one took the place of, took
71 s on this kind of machine.

    python -m bench.printing --times 10
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from bench.run import BIN, ROOT, copy_sources, grow
from pypdf import PdfReader

_TEX = 71
"""Seconds that TeX took for the book and its chapters."""


def main() -> None:
    """Measure, print the table, and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10, help="growth of the rows; 1 for none")
    options = parser.parse_args()
    lines = ["| measure | seconds | pages | by TeX, s |", "|---|---:|---:|---:|"]
    with tempfile.TemporaryDirectory() as folder:
        lines += measure(Path(folder) / "once", 1)
        if options.times > 1:
            lines += measure(Path(folder) / "grown", options.times)
    table = "\n".join(lines)
    print(table)
    about = "# Printing\n\nWritten by `make bench`: the book and its chapters as PDF.\n\n"
    (ROOT / "bench" / "printing.md").write_text(f"{about}{table}\n", encoding="utf-8")


def measure(root: Path, times: int) -> list[str]:
    """The lines of the table for the book with so many times the rows."""
    root.mkdir(parents=True)
    copy_sources(root)
    grow(root, times)
    size = f" ({times} times the rows)" if times > 1 else ""
    first = timed(root)
    shutil.rmtree(root / "_build" / "print")
    shutil.rmtree(root / "_build" / "pdf")
    again, same = timed(root), timed(root)
    pages = len(PdfReader(root / "_build" / "pdf" / "book.pdf").pages)
    tex = str(_TEX) if times == 1 else ""
    return [
        f"| printing, chapters executed{size} | {first:.1f} | {pages} | {tex} |",
        f"| printing, outputs of chapters stored{size} | {again:.1f} | {pages} | |",
        f"| printing with nothing changed{size} | {same:.1f} | {pages} | |",
    ]


def timed(root: Path) -> float:
    """Seconds that a printing takes."""
    begin = time.perf_counter()
    subprocess.run([str(BIN / "surveybook"), "pdf"], cwd=root, check=True, capture_output=True)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
