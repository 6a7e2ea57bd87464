"""The ``surveybook`` command: parse, wire, print, exit.

Exit codes: 0 clean, 1 problems were found, 2 the command was not used as it should be.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import __version__
from .build.pdf import build_pdf
from .build.site import build
from .build.stage import Outcome
from .catalog import find_root
from .checks import check


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with ``arguments`` (default: those of the process); the exit code."""
    options = _parser().parse_args(arguments)
    try:
        root = options.root.resolve() if options.root else find_root()
        if not (root / "_config.yml").is_file():
            raise FileNotFoundError(f"{options.root} has no _config.yml; name the book's folder")
    except FileNotFoundError as error:
        print(f"surveybook: {error}", file=sys.stderr)
        return 2
    return int(options.run(root))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="surveybook", description="Look after the survey book.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--root", type=Path, help="the book's folder (default: found from here)")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, run, about in (
        ("check", _check, "report every problem of data, bibliography and chapters"),
        ("build", _build, "build the book into _build/html if anything has changed"),
        ("pdf", _pdf, "print the book and its chapters into _build/pdf if anything has changed"),
    ):
        command = commands.add_parser(
            name,
            help=about,
            description=about.capitalize() + ".",
            epilog=f"example: surveybook {name}",
        )
        command.set_defaults(run=run)
    return parser


def _check(root: Path) -> int:
    problems = check(root)
    for problem in problems:
        print(problem)
    count = len(problems)
    print(f"{count} problem{'s' * (count != 1)}" if count else "no problems", file=sys.stderr)
    return 1 if problems else 0


def _build(root: Path) -> int:
    return _make(root, build, "the site in _build/html")


def _pdf(root: Path) -> int:
    return _make(root, build_pdf, "what was printed in _build/pdf")


def _make(root: Path, builder: Callable[[Path], Outcome], published: str) -> int:
    try:
        outcome = builder(root)
    except OSError as error:
        print(f"surveybook: {error}; mend this and build again", file=sys.stderr)
        return 1
    for fault in outcome.faults:
        print(fault, file=sys.stderr)
    kept = "" if outcome.published else f"; {published} was left as it was"
    print(f"surveybook: {outcome.summary}{kept}", file=sys.stderr)
    return 0 if outcome.published else 1
