"""The ``surveybook`` command: parse, wire, print, exit.

Exit codes: 0 clean, 1 problems were found, 2 the command was not used as it should be, 130 it was
stopped with Ctrl+C.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import __version__, commands, searchcommands
from .catalog import find_root
from .commands import Options, refuse, told
from .contribute.reporting import FORMATS
from .sources.problems import CODES, SurveyError

_Run = Callable[[Path, Options], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with ``arguments`` (default: those of the process); the exit code."""
    options = parser().parse_args(arguments)
    try:
        root = options.root.resolve() if options.root else find_root()
        if not (root / "_config.yml").is_file():
            raise FileNotFoundError(f"{options.root} has no _config.yml; name the book's folder")
    except FileNotFoundError as error:
        return refuse(error, 2)
    try:
        return int(options.run(root, options))
    except SurveyError as error:
        print(error, file=sys.stderr)
        return refuse("the data can not be read; mend this and try again", 1)
    except BrokenPipeError:
        # Whoever reads the output, such as head, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return refuse(f"{told(error)}; mend this and try again", 1)
    except KeyboardInterrupt:
        return refuse("stopped", 130)


def _import(root: Path, options: Options) -> int:
    run = searchcommands.record_list if options.record else commands.import_list
    return run(root, options)


def parser() -> argparse.ArgumentParser:
    """The command line: every command with what it does and an example."""
    whole = argparse.ArgumentParser(
        prog="surveybook",
        description="Look after the survey book.",
        epilog="A command exits with 0 when all is well, with 1 when there are problems or it "
        "could not do its work, and with 2 when it was not used as it should be. "
        "'surveybook COMMAND --help' tells more.",
    )
    whole.add_argument("--version", action="version", version=__version__)
    whole.add_argument("--root", type=Path, help="the book's folder (default: found from here)")
    known = whole.add_subparsers(required=True, metavar="command")

    def command(name: str, run: _Run, about: str, example: str) -> argparse.ArgumentParser:
        made = known.add_parser(
            name,
            help=about,
            description=about[0].upper() + about[1:] + ".",
            epilog=f"example: surveybook {example}",
        )
        made.set_defaults(run=run)
        return made

    about = "report every problem of data, bibliography and chapters"
    made = command("check", commands.check_book, about, "check --format json")
    made.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text (default), json for programs, github for annotations on a pull request",
    )
    made.add_argument(
        "--explain", metavar="CODE", choices=CODES, help="say what the code of a problem means"
    )
    about = "put references.bib, data/*.csv and notebooks in canonical form; no value changes"
    made = command("fmt", commands.format_files, about, "fmt --check")
    made.add_argument(
        "--check",
        action="store_true",
        help="change nothing; name the files, and exit with 1 if there are any",
    )
    about = "add a work by its identifier: its reference and its row"
    made = command("add", commands.add, about, "add 2311.16079 --family LFM")
    made.add_argument(
        "identifier", nargs="?", help="arXiv id, DOI, PMID or PMCID, alone or as an address"
    )
    what = (
        "read works from a file instead (BibTeX, CSL-JSON, RIS, nbib, EndNote XML); - for the input"
    )
    made.add_argument("--file", metavar="FILE", help=what)
    made.add_argument("--bibtex", metavar="FILE", help="the same as --file")
    made.add_argument("--table", default="models", help="models (default), datasets, studies, ...")
    for field, what in (
        ("family", "LFM, VFM, BFM or MFM"),
        ("topic", "the group in its family's chapter (default: guessed from the title)"),
        ("kind", "the kind of a study or resource"),
        ("name", "the name its authors use (default: from the title)"),
        ("id", "its permanent id (default: from the name)"),
    ):
        made.add_argument(f"--{field}", help=what)
    made.add_argument("--new", action="store_true", help="add it although one like it is there")
    made.add_argument("--yes", action="store_true", help="write without asking")
    about = "make a new chapter from a template that builds"
    made = command("new", commands.make_new, about, 'new chapter "Ultrasound" --part methods')
    made.add_argument("what", choices=["chapter"], help="what to make")
    made.add_argument("title", help="the chapter's title")
    made.add_argument("--part", default="", help="the part's caption or its chapters' folder")
    made.add_argument("--notebook", action="store_true", help="a notebook instead of Markdown")
    about = "hold an awesome-style list against the survey: what is known, new, or linked otherwise"
    made = command("import", _import, about, "import README.md --family LFM > new.txt")
    made.add_argument(
        "list",
        type=Path,
        metavar="LIST",
        help="the list: Markdown, HTML, JSON, YAML, CSV or BibTeX",
    )
    made.add_argument("--table", default="models", help="the table for new rows (default: models)")
    made.add_argument("--family", default="", help="the family to write into new rows")
    what = "write a row for each of its works into data/sources.csv, and the list into lists.csv"
    made.add_argument("--record", action="store_true", help=what)
    for field, what in (
        ("id", "with --record: the list's slug"),
        ("title", "with --record: what the list is, if it is new"),
        ("address", "with --record: the list's web address"),
        ("state", "with --record: the day of the list's state, YYYY-MM-DD (default: today)"),
        ("subfield", "with --record: the part of the field of rows that do not tell it"),
        ("kind", "with --record: the kind of rows that do not tell it (default: model)"),
    ):
        made.add_argument(f"--{field}", help=what)
    about = "run the saved searches of data/queries.csv; what is new waits to be screened"
    made = command("find", searchcommands.find_works, about, "find ecg-models")
    made.add_argument("name", nargs="?", help="one search (default: all, one after the other)")
    about = "decide on the works that wait, likeliest first"
    made = command("screen", searchcommands.screen, about, "screen --list --limit 20")
    made.add_argument("--list", action="store_true", help="list them, likeliest first")
    made.add_argument("--json", action="store_true", help="list them as JSON")
    made.add_argument("--limit", type=int, default=0, metavar="N", help="the first N alone")
    what = (
        "take decisions from a CSV file with the columns row, decision (include, exclude, later), "
        "reason and note; - for the input"
    )
    made.add_argument("--decisions", metavar="FILE", help=what)
    what = "let the rows whose work is an entry by now lead to it"
    made.add_argument("--match", action="store_true", help=what)
    made.add_argument("--yes", action="store_true", help="add included works without asking")
    about = "tell which entries were added, changed and removed between two git revisions"
    made = command("diff", commands.diff, about, "diff v2026.11.0 HEAD --markdown")
    made.add_argument("old", metavar="REV1", help="the earlier revision")
    made.add_argument("new", metavar="REV2", help="the later revision")
    made.add_argument("--markdown", action="store_true", help="as Markdown, for release notes")
    about = "ask for every web address of the entries and references, and keep what came of it"
    made = command("links", commands.check_addresses, about, "links --days 28")
    days = "ask for an address again when its check is as old as this (default: 28 days)"
    made.add_argument("--days", type=int, default=28, help=days)
    about = "write a release's notes, if files and changelog agree on its version"
    made = command("release-notes", commands.write_release_notes, about, "release-notes v2026.11.0")
    made.add_argument("version", help="the version or its tag")
    about = "build the book into _build/html if anything has changed"
    executing = [command("build", commands.build_site, about, "build")]
    about = "print the book and its chapters into _build/pdf if anything has changed"
    executing.append(command("pdf", commands.print_book, about, "pdf"))
    about = "show the book on this machine, and build and reload pages as their sources change"
    made = command("serve", commands.serve_book, about, "serve --port 8001")
    made.add_argument("--port", default="8000", help="default: 8000; 0 for a free one")
    executing.append(made)
    for made in executing:
        made.add_argument(
            "--allow-network",
            action="store_true",
            help="let chapters use the network that declare it by 'network: true'",
        )
        made.add_argument(
            "--no-sandbox",
            action="store_true",
            help="run the code of chapters with all rights of whoever starts this",
        )
    return whole
