"""What the citation software would lose or alter of references.bib: both readers compared."""

from __future__ import annotations

import re
from pathlib import Path

from bibtexparser.model import Entry
from pybtex.database import Person, PybtexError
from pybtex.database.input.bibtex import Parser as PybtexParser
from pybtex.richtext import Text as PybtexText

from .bibliography import PATH, Work, parse, work_of
from .bibtexvalues import plain, split_names
from .formulas import split_formulas
from .problems import Problem

# What TeX reads as anything but itself. Without it, and but for braces, a value prints as it
# stands; decoding every author list letter by letter would take most of a check's time.
_TEX = re.compile(r"[\\%~$&#^_`'\"<>|]|--")


def compare_readers(root: Path) -> tuple[list[Problem], set[str]]:
    """Where the citation software would lose or alter what references.bib says, and the keys of
    the entries that the two readers take for different ones.

    Slower than reading (pybtex sees every entry alone, then the whole file), so the book's
    chapters do without and the checks do it once.
    """
    text, library, problems = parse(root)
    found: list[Problem] = []
    unlike = set()
    for entry in library.entries:
        differing, disagreements = _disagreements(entry)
        found += disagreements
        if differing:
            unlike.add(entry.key)
    if text and not problems and not found:
        found = _lost_in_the_file([work_of(entry) for entry in library.entries], text)
    return found, unlike


def _disagreements(entry: Entry) -> tuple[bool, list[Problem]]:
    """What pybtex, alone with this entry, reads otherwise than bibtexparser; and whether that is
    more than what prints of a field."""
    work = work_of(entry)
    remedy = "check commas, braces and quotation marks of this entry"
    parser = PybtexParser(person_fields=[])
    try:
        data = parser.parse_string(entry.raw)
    except PybtexError as error:
        line = work.line + (getattr(error, "lineno", None) or 1) - 1
        message = f"the citation software cannot read '{work.key}': {_reason(error)}"
        return True, [Problem(PATH, line, "lost-bibtex", message, remedy)]
    if list(data.entries) != [work.key]:
        keys = " and ".join(f"'{key}'" for key in data.entries) or "none"
        message = f"the citation software reads the key '{work.key}' as {keys}"
        return True, [Problem(PATH, work.line, "lost-bibtex", message, remedy)]
    theirs = {name.lower(): value for name, value in data.entries[work.key].fields.items()}
    names = sorted(set(theirs) | set(work.fields))
    unlike = [n for n in names if plain(theirs.get(n, "")) != plain(work.fields.get(n, ""))]
    if unlike:
        line = work.lines.get(unlike[0], work.line)
        message = f"the readers disagree on {' and '.join(unlike)} of '{work.key}'"
        return True, [Problem(PATH, line, "lost-bibtex", message, remedy)]
    problems = []
    for name in names:
        line = work.lines.get(name, work.line)
        if name in ("author", "editor"):
            problems += _unreadable_names(work, name, line)
        if name in ("title", "author", "journal", "booktitle", "publisher"):
            problems += _lost_in_print(work, name, line)
    return False, problems


def _reason(error: Exception) -> str:
    """What the citation software says, without its own place and the text that it repeats."""
    message = str(error).split("\n")[0]
    return re.sub(r"^syntax error in line \d+: | in line \d+|: [\"'].*$", "", message)


def _unreadable_names(work: Work, name: str, line: int) -> list[Problem]:
    problems = []
    for person in split_names(work.fields[name]):
        try:
            Person(person)
        except PybtexError as error:
            remedy = "write 'Family, Given and Family, Given'; brace the name of a group"
            message = f"{name} of '{work.key}': {_reason(error)}"
            problems.append(Problem(PATH, line, "lost-bibtex", message, remedy))
    return problems


def _lost_in_print(work: Work, name: str, line: int) -> list[Problem]:
    """A bare % cuts the rest of a field, a backslash command vanishes: compare what prints."""
    # Formulas print as such.
    value = " ".join(
        text for text, is_formula in split_formulas(work.fields[name]) if not is_formula
    )
    expected = plain(value)
    if not _TEX.search(value):
        return []
    try:
        printed = " ".join(str(PybtexText.from_latex(value)).split())
    except (PybtexError, ValueError) as error:
        printed = f"nothing ({_reason(error)})"
    if printed.replace("\u00a0", " ") == expected:
        return []
    message = f"{name} of '{work.key}' prints as {printed[:60]!r}, not {expected[:60]!r}"
    remedy = "write plain text: escape % as \\%, and use Unicode instead of commands"
    return [Problem(PATH, line, "lost-bibtex", message, remedy)]


def _lost_in_the_file(works: list[Work], text: str) -> list[Problem]:
    """Works that pybtex does not see in the whole file although it can read each alone,
    such as two keys that differ in capitals only."""
    parser = PybtexParser(person_fields=[])
    remedy = "fix this place; the citation software loses every later entry until then"
    try:
        parser.parse_string(text)
    except PybtexError as error:
        line = getattr(error, "lineno", None) or 0
        message = f"the citation software stops here: {_reason(error)}"
        return [Problem(PATH, line, "lost-bibtex", message, remedy)]
    seen = set(parser.data.entries)
    return [
        Problem(PATH, work.line, "lost-bibtex", f"'{work.key}' is lost in print", remedy)
        for work in works
        if work.key not in seen
    ]
