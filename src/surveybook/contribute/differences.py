"""What changed in the entries between two revisions, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..sources.datafiles import read_version
from ..sources.repository import GitError, git
from ..sources.schema import Schema, Table

_Records = Mapping[str, Mapping[str, str]]
_MARKUP = re.compile(r"([\\`*_\[\]<>|&$~#])")


class UnknownRevisionError(ValueError):
    """A revision, or the data at it, cannot be read; says why."""


@dataclass(frozen=True)
class Difference:
    """What became of an entry: it was "added", "changed" or "removed". ``cells`` are the
    changed columns, each with its cell before and after."""

    table: str
    id: str
    name: str
    kind: str
    cells: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def differences(root: Path, schema: Schema, old: str, new: str) -> list[Difference]:
    """The entries that differ between two git revisions, by table: added, changed, removed.

    Raises:
        UnknownRevisionError: git does not know a revision, or cannot be asked.
    """
    commits = [_commit(root, revision) for revision in (old, new)]
    found: list[Difference] = []
    for table in schema.entry_tables:
        before, after = (_records(root, commit, table) for commit in commits)
        found += sorted(_compare(table.name, before, after), key=lambda one: _KINDS.index(one.kind))
    return found


_KINDS = ("added", "changed", "removed")


def _commit(root: Path, revision: str) -> str:
    try:
        name = git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except GitError as error:
        message = f"'{revision}' is no revision of this repository ({error})"
        raise UnknownRevisionError(message) from error
    return name.decode("ascii").strip()


def _records(root: Path, commit: str, table: Table) -> _Records:
    """The table's rows at a commit, by id; none where it did not exist yet."""
    try:
        if not git(root, "ls-tree", "--name-only", commit, "--", table.path).strip():
            return {}
        text = git(root, "show", f"{commit}:./{table.path}").decode("utf-8", "replace")
    except GitError as error:
        raise UnknownRevisionError(f"{table.path} at {commit[:10]}: {error}") from error
    records = read_version(text)
    if records is None:
        raise UnknownRevisionError(f"{table.path} cannot be read as it was at {commit[:10]}")
    key = table.primary_key[0]
    return {record[key]: record for record in records if record.get(key)}


def _compare(table: str, before: _Records, after: _Records) -> Iterator[Difference]:
    for entry, record in after.items():
        name = record.get("name", entry)
        if entry not in before:
            yield Difference(table, entry, name, "added")
            continue
        old = before[entry]
        # A column that is new or gone is no change of the entry; a cell filled in it is.
        cells = {
            column: (old.get(column, ""), cell)
            for column, cell in record.items()
            if cell != old.get(column, "")
        }
        if cells:
            yield Difference(table, entry, name, "changed", cells)
    for entry, record in before.items():
        if entry not in after:
            yield Difference(table, entry, record.get("name", entry), "removed")


def format_text(found: Sequence[Difference], schema: Schema) -> str:
    """The differences as plain text, a line each below the title of its table."""
    lines = []
    for table, members in _by_table(found, schema):
        lines.append(table.title)
        lines += [f"  {one.kind}: {one.name} ({one.id}){_told(one, table, str)}" for one in members]
    return "".join(f"{line}\n" for line in lines or ["no entry differs"])


def format_markdown(found: Sequence[Difference], schema: Schema) -> str:
    """The differences as Markdown for release notes: a heading a table, an item an entry."""
    lines = []
    for table, members in _by_table(found, schema):
        lines += [f"### {table.title}", ""]
        for one in members:
            lines.append(f"- {one.kind.capitalize()}: **{markdown_safe(one.name)}**")
            lines[-1] += f" (`{one.id}`){_told(one, table, markdown_safe)}"
        lines.append("")
    return "\n".join(lines or ["No entry differs.", ""])


def _by_table(
    found: Sequence[Difference], schema: Schema
) -> Iterator[tuple[Table, Iterable[Difference]]]:
    for table in schema.entry_tables:
        members = [one for one in found if one.table == table.name]
        if members:
            yield table, members


def _told(one: Difference, table: Table, quote: Callable[[str], str]) -> str:
    """The changed cells in words, each after its column's title."""
    told = []
    for column, (old, new) in one.cells.items():
        title = table.fields[column].title if column in table.fields else column
        if not old:
            told.append(f"{title} is now {quote(_cell(new))}")
        elif not new:
            told.append(f"{title} was {quote(_cell(old))} and is now empty")
        else:
            told.append(f"{title} was {quote(_cell(old))} and is now {quote(_cell(new))}")
    return ": " + "; ".join(told) if told else ""


def _cell(cell: str) -> str:
    return f"“{cell}”"


def markdown_safe(text: str) -> str:
    """Text that Markdown shows as the characters it holds."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
