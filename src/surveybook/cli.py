"""The ``surveybook`` command: parse, wire, print, exit.

Exit codes: 0 clean, 1 problems were found, 2 the command was not used as it should be.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from . import __version__
from .build.pdf import build_pdf
from .build.site import build
from .build.stage import Outcome
from .catalog import find_root, load
from .checks import check
from .contribute.adding import Wish, carry_out, plan
from .contribute.bridge import compare_list, ready_rows
from .contribute.bridge import in_words as list_in_words
from .contribute.candidates import Candidate, UnusableEntryError, from_bibtex, from_record
from .contribute.chapters import UnfitChapterError, new_chapter
from .contribute.differences import UnknownRevisionError, differences, in_markdown, in_words
from .contribute.formatting import canonical, write_canonical
from .contribute.linkcheck import OfflineError, check_links
from .contribute.listing import read_list
from .contribute.release import UnfitReleaseError, release_notes
from .contribute.reporting import FORMATS
from .editing.bibtex import UnreadableError, read_foreign
from .editing.table import UnreadableTableError
from .editing.toc import UnfitTocError
from .lookup import LookupFailedError, Services, look_up
from .problems import CODES, SurveyError
from .schema import load_schema
from .serving.loop import serve

_Options = argparse.Namespace
_Run = Callable[[Path, _Options], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with ``arguments`` (default: those of the process); the exit code."""
    options = parser().parse_args(arguments)
    try:
        root = options.root.resolve() if options.root else find_root()
        if not (root / "_config.yml").is_file():
            raise FileNotFoundError(f"{options.root} has no _config.yml; name the book's folder")
    except FileNotFoundError as error:
        return _refuse(error, 2)
    try:
        return int(options.run(root, options))
    except SurveyError as error:
        print(error, file=sys.stderr)
        return _refuse("the data can not be read; mend this and try again", 1)
    except BrokenPipeError:
        # Whoever reads the output, such as head, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _refuse(f"{error}; mend this and try again", 1)


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
    commands = whole.add_subparsers(required=True, metavar="command")

    def command(name: str, run: _Run, about: str, example: str) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name,
            help=about,
            description=about[0].upper() + about[1:] + ".",
            epilog=f"example: surveybook {example}",
        )
        made.set_defaults(run=run)
        return made

    about = "report every problem of data, bibliography and chapters"
    made = command("check", _check, about, "check --format json")
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
    made = command("fmt", _fmt, about, "fmt --check")
    made.add_argument(
        "--check",
        action="store_true",
        help="change nothing; name the files, and exit with 1 if there are any",
    )
    about = "add a work by its identifier: its reference and its row"
    made = command("add", _add, about, "add 2311.16079 --family LFM")
    made.add_argument(
        "identifier", nargs="?", help="arXiv id, DOI, PMID or PMCID, alone or as an address"
    )
    made.add_argument("--bibtex", metavar="FILE", help="read BibTeX instead; - for the input")
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
    made = command("new", _new, about, 'new chapter "Ultrasound" --part methods')
    made.add_argument("what", choices=["chapter"], help="what to make")
    made.add_argument("title", help="the chapter's title")
    made.add_argument("--part", default="", help="the part's caption or its chapters' folder")
    made.add_argument("--notebook", action="store_true", help="a notebook instead of Markdown")
    about = "hold an awesome-style list against the survey: what is known, new, or linked otherwise"
    made = command("import", _import, about, "import README.md --family LFM > new.txt")
    made.add_argument("list", type=Path, metavar="LIST", help="the list, in Markdown")
    made.add_argument("--table", default="models", help="the table for new rows (default: models)")
    made.add_argument("--family", default="", help="the family to write into new rows")
    about = "tell which entries were added, changed and removed between two git revisions"
    made = command("diff", _diff, about, "diff v2026.11.0 HEAD --markdown")
    made.add_argument("old", metavar="REV1", help="the earlier revision")
    made.add_argument("new", metavar="REV2", help="the later revision")
    made.add_argument("--markdown", action="store_true", help="as Markdown, for release notes")
    about = "ask for every web address of the entries and references, and keep what came of it"
    made = command("links", _links, about, "links --days 28")
    days = "ask for an address again when its check is as old as this (default: 28 days)"
    made.add_argument("--days", type=int, default=28, help=days)
    about = "write a release's notes, if files and changelog agree on its version"
    made = command("release-notes", _release_notes, about, "release-notes v2026.11.0")
    made.add_argument("version", help="the version or its tag")
    command("build", _build, "build the book into _build/html if anything has changed", "build")
    about = "print the book and its chapters into _build/pdf if anything has changed"
    command("pdf", _pdf, about, "pdf")
    about = "show the book on this machine, and build and reload pages as their sources change"
    made = command("serve", _serve, about, "serve --port 8001")
    made.add_argument("--port", type=int, default=8000, help="default: 8000; 0 for a free one")
    return whole


def _refuse(reason: object, code: int) -> int:
    print(f"surveybook: {reason}", file=sys.stderr)
    return code


def _check(root: Path, options: _Options) -> int:
    if options.explain:
        print(f"{options.explain}: {CODES[options.explain]}")
        return 0
    problems = check(root)
    print(FORMATS[options.format](problems), end="")
    count = len(problems)
    print(f"{count} problem{'s' * (count != 1)}" if count else "no problems", file=sys.stderr)
    return 1 if problems else 0


def _fmt(root: Path, options: _Options) -> int:
    found = canonical(root) if options.check else write_canonical(root)
    for reason in found.refused:
        print(reason, file=sys.stderr)
    for name in found.texts:
        print(f"{name}: {'is not in canonical form' if options.check else 'formatted'}")
    return 1 if found.refused or (options.check and found.texts) else 0


def _add(root: Path, options: _Options) -> int:
    if bool(options.identifier) == bool(options.bibtex):
        return _refuse("give either an identifier or --bibtex FILE", 2)
    if options.bibtex == "-" and not options.yes:
        return _refuse("with --bibtex - nobody can be asked; give --yes as well", 2)
    given = {name: getattr(options, name) for name in ("family", "topic", "kind", "name", "id")}
    wish = Wish(options.table, {name: cell for name, cell in given.items() if cell}, options.new)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    try:
        if options.bibtex:
            works = [
                from_bibtex(kind, fields, "BibTeX given by a contributor", today)
                for kind, fields in read_foreign(_given_text(options.bibtex))
            ]
        else:
            record = look_up(options.identifier, Services.from_environment())
            works = [from_record(record, today)]
        return max(_add_one(root, work, wish, ask=not options.yes) for work in works)
    except (LookupFailedError, UnreadableError, UnreadableTableError, UnusableEntryError) as error:
        return _refuse(error, 1)
    except (ValueError, FileNotFoundError) as error:
        return _refuse(error, 2)


def _given_text(name: str) -> str:
    return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")


def _add_one(root: Path, work: Candidate, wish: Wish, *, ask: bool) -> int:
    shown = plan(root, work, wish)
    print(shown.diff(), end="")
    for note in shown.notes:
        print(f"surveybook: {note}", file=sys.stderr)
    if not shown.changes:
        return 0
    if ask and not _agreed():
        return _refuse("nothing was written", 1)
    written = carry_out(root, work, wish)
    print(f"surveybook: wrote {', '.join(written.changes)}", file=sys.stderr)
    return 0


def _agreed() -> bool:
    print("Write this? [y/N] ", end="", file=sys.stderr, flush=True)
    # At the end of the input, as in a script, nobody agrees.
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _new(root: Path, options: _Options) -> int:
    try:
        made = new_chapter(root, options.title, options.part, notebook=options.notebook)
    except (UnfitChapterError, UnfitTocError) as error:
        return _refuse(error, 2)
    print(made.relative_to(root).as_posix())
    return 0


def _import(root: Path, options: _Options) -> int:
    try:
        text = options.list.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return _refuse(error, 2)
    catalog = load(root)
    tables = [table.name for table in catalog.schema.entry_tables]
    if options.table not in tables:
        return _refuse(f"'{options.table}' is not one of {', '.join(tables)}", 2)
    report = compare_list(catalog, read_list(text))
    print(list_in_words(report, options.list.name))
    if report.new:
        print(f"New rows for data/{options.table}.csv, each still without its reference")
        print(ready_rows(catalog, report, options.table, options.family), end="")
    return 0


def _diff(root: Path, options: _Options) -> int:
    schema = load_schema(root)
    try:
        found = differences(root, schema, options.old, options.new)
    except UnknownRevisionError as error:
        return _refuse(error, 2)
    print((in_markdown if options.markdown else in_words)(found, schema), end="")
    return 0


def _serve(root: Path, options: _Options) -> int:
    with suppress(KeyboardInterrupt):
        serve(root, options.port, lambda line: print(line, file=sys.stderr, flush=True))
    return 0


def _links(root: Path, options: _Options) -> int:
    told = Counter[str]()
    try:
        today = datetime.datetime.now(datetime.UTC).date()
        for answer in check_links(root, Services.from_environment(), options.days, today):
            told[answer.state] += 1
            if answer.state != "ok":
                print(answer.state, answer.status or "", answer.address, answer.moved_to)
    except OfflineError as error:
        return _refuse(error, 1)
    except KeyboardInterrupt:
        return _refuse("stopped; the answers until now are in data/links.csv", 1)
    summary = ", ".join(f"{count} {state}" for state, count in sorted(told.items()))
    print(f"surveybook: {summary or 'no address was due'}", file=sys.stderr)
    return 0


def _release_notes(root: Path, options: _Options) -> int:
    try:
        print(release_notes(root, options.version), end="")
    except (UnfitReleaseError, UnknownRevisionError) as error:
        return _refuse(error, 1)
    return 0


def _build(root: Path, options: _Options) -> int:
    return _make(root, build, "the site in _build/html")


def _pdf(root: Path, options: _Options) -> int:
    return _make(root, build_pdf, "what was printed in _build/pdf")


def _make(root: Path, builder: Callable[[Path], Outcome], published: str) -> int:
    outcome = builder(root)
    for fault in outcome.faults:
        print(fault, file=sys.stderr)
    kept = "" if outcome.published else f"; {published} was left as it was"
    print(f"surveybook: {outcome.summary}{kept}", file=sys.stderr)
    return 0 if outcome.published else 1
