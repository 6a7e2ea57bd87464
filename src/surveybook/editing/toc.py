"""The text of _toc.yml: a chapter put at the end of a part; comments and spacing stay."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from ..sources.contents import PATH
from ..sources.limits import LimitError, check_yaml


class UnfitTocError(ValueError):
    """The table of contents cannot take the chapter; says why."""


@dataclass(frozen=True)
class Part:
    """A part: its caption, the files of its chapters, the line (0-based) that ends its last
    chapter, and how the line of a chapter begins."""

    caption: str
    files: tuple[str, ...]
    end: int
    start: str

    @property
    def folder(self) -> str:
        """The folder in which most of its chapters lie."""
        return Counter(posixpath.dirname(name) for name in self.files).most_common(1)[0][0]


def find_part(text: str, wanted: str) -> Part:
    """The part with this caption, or else the one with chapters in a folder of this name; in a
    table of contents without parts, the whole.

    Raises:
        UnfitTocError: there is none, or the file is not written a chapter a line.
    """
    parts = list(_parts(text))
    if not parts:
        raise UnfitTocError(f"{PATH} has no list of chapters")
    if len(parts) == 1 and not parts[0].caption:
        return parts[0]
    same = [part for part in parts if part.caption.casefold() == wanted.casefold()]
    same += [
        part
        for part in parts
        if any(posixpath.dirname(name).endswith(f"/{wanted}") for name in part.files)
    ]
    if not same:
        captions = ", ".join(f"'{part.caption}'" for part in parts)
        raise UnfitTocError(f"{PATH} has no part '{wanted}'; it has {captions}")
    return same[0]


def append_chapter(text: str, part: Part, name: str) -> str:
    """The text with the chapter ``name`` (a path without suffix) at the end of the part."""
    lines = text.splitlines(keepends=True)
    if not lines[part.end].endswith("\n"):
        lines[part.end] += "\n"
    lines.insert(part.end + 1, f"{part.start}file: {name}\n")
    return "".join(lines)


def _parts(text: str) -> Iterator[Part]:
    try:
        check_yaml(text)
    except LimitError as error:
        place = f"{PATH}:{error.line}" if error.line else PATH
        raise UnfitTocError(f"{place} cannot be read: {error}") from error
    root = yaml.compose(text, yaml.SafeLoader)
    parts = _value(root, "parts")
    lines = text.splitlines()
    for node in parts.value if isinstance(parts, yaml.SequenceNode) else [root]:
        chapters = _value(node, "chapters")
        if not isinstance(chapters, yaml.SequenceNode) or not chapters.value:
            continue
        last = chapters.value[-1]
        start = lines[last.start_mark.line][: last.start_mark.column]
        if chapters.flow_style or last.flow_style or start.strip() != "-":
            raise UnfitTocError(f"{PATH}: write '- file: …' on a line of its own for each chapter")
        caption = _value(node, "caption")
        yield Part(
            caption.value if isinstance(caption, yaml.ScalarNode) else "",
            tuple(_files(chapters)),
            _last_line(last),
            start,
        )


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return value  # type: ignore[no-any-return]  # the stubs have no type for it
    return None


def _files(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == "file":
                yield value.value
            else:
                yield from _files(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _files(value)


def _last_line(node: yaml.Node) -> int:
    """The line on which the last word of a node stands; a block's own end is further down."""
    while isinstance(node, (yaml.MappingNode, yaml.SequenceNode)) and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    return node.end_mark.line
