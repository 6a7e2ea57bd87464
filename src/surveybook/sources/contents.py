"""The table of contents: which chapters _toc.yml names, and in which order."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from .problems import Problem
from .webaddress import address_fault
from .yamlfiles import Place, Settings, read_settings

PATH = "_toc.yml"
_CODE = "bad-toc"
_BOOK = ("format", "root", "parts", "chapters", "defaults", "options")
_PART = ("caption", "chapters", "numbered", "maxdepth", "hidden", "reversed", "titlesonly")
_ENTRY = ("file", "url", "title", "sections")


def listed_chapters(root: Path) -> tuple[dict[str, int], list[Problem]]:
    """The files that _toc.yml names, in its order, each with its line; and what is wrong."""
    settings, problems = read_settings(root, PATH, _CODE)
    if settings is None:
        return {}, problems
    contents = _Contents(settings)
    contents.book()
    return contents.listed, problems + contents.problems


@dataclass
class _Contents:
    """A walk through the file: what it lists, and where it is not as it must be."""

    settings: Settings
    listed: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def book(self) -> None:
        toc = self.settings.value
        if not isinstance(toc, dict):
            self._report((), "it is no list of 'key: value'", "begin it with 'format: jb-book'")
            return
        self._keys((), toc, _BOOK)
        if toc.get("format") != "jb-book":
            value = toc.get("format", "missing")
            self._report(("format",), f"its format is '{value}'", "write 'format: jb-book'")
        if "root" in toc:
            self._file(("root",), toc["root"])
        else:
            remedy = "add 'root: book/introduction', the page that a reader sees first"
            self._report((), "it names no root", remedy)
        if "parts" in toc and "chapters" in toc:
            self._report(("chapters",), "it has both parts and chapters", "put each in a part")
        for place, part in self._items(("parts",), toc.get("parts")):
            if not isinstance(part, dict):
                self._report(place, "a part is no 'key: value'", "write '- caption: …'")
                continue
            self._keys(place, part, _PART)
            if not isinstance(part.get("caption", ""), str):
                self._report((*place, "caption"), "a caption is no text", "put it in quotes")
            if "chapters" not in part:
                self._report(place, "a part has no chapters", "list them under 'chapters:'")
            self._entries((*place, "chapters"), part.get("chapters"))
        self._entries(("chapters",), toc.get("chapters"))

    def _entries(self, place: Place, entries: Any) -> None:
        for here, entry in self._items(place, entries):
            if not isinstance(entry, dict):
                self._report(here, f"'{entry}' is no chapter", "write '- file: book/name'")
                continue
            self._keys(here, entry, _ENTRY)
            if "file" in entry:
                self._file((*here, "file"), entry["file"])
            elif "url" in entry:
                fault = address_fault(str(entry["url"]))
                if fault:
                    remedy = "give the whole address, starting with https://"
                    self._report((*here, "url"), f"url is '{entry['url']}': {fault}", remedy)
            elif set(entry) & set(_ENTRY):
                self._report(here, "a chapter names no file", "add 'file: book/name' to it")
            self._entries((*here, "sections"), entry.get("sections"))

    def _items(self, place: Place, value: Any) -> Iterator[tuple[Place, Any]]:
        if value is None and place not in self.settings.lines:
            return
        if not isinstance(value, list) or not value:
            what = "is empty" if value in (None, []) else "is no list"
            self._report(place, f"'{place[-1]}' {what}", "list entries that begin with '- '")
            return
        for number, item in enumerate(value):
            yield (*place, number), item

    def _keys(self, place: Place, mapping: dict[Any, Any], known: tuple[str, ...]) -> None:
        for key in mapping:
            if key not in known:
                close = difflib.get_close_matches(str(key), known, n=1, cutoff=0.6)
                remedy = f"did you mean '{close[0]}'?" if close else f"use {', '.join(known)}"
                self._report((*place, str(key)), f"'{key}' means nothing here", remedy)

    def _file(self, place: Place, value: Any) -> None:
        remedy = "name a file below book/, without its suffix"
        if not isinstance(value, str) or not value.strip():
            shown = "empty" if value is None or not str(value).strip() else f"'{value}'"
            self._report(place, f"the name of a file is {shown}", remedy)
            return
        path = PurePosixPath(value)
        if path.is_absolute() or ".." in path.parts or "\\" in value or path.parts[0] != "book":
            self._report(place, f"'{value}' is no file of the book", remedy)
            return
        line = self.settings.line(place)
        name = value.removesuffix(".md").removesuffix(".ipynb")
        listed = {known.removesuffix(".md").removesuffix(".ipynb") for known in self.listed}
        if name in listed:
            self._report(place, f"'{value}' is listed twice", "keep it in one place")
        else:
            self.listed[value] = line

    def _report(self, place: Place, message: str, remedy: str) -> None:
        line = self.settings.line(place)
        self.problems.append(Problem(PATH, line, _CODE, message, remedy))
