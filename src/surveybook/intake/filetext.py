"""The bytes of a given file as text. Other encodings than UTF-8 are refused by name: a guess
that is wrong alters names without a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..sources.limits import FILE_BYTES, too_large
from ..sources.problems import Problem
from ..sources.textfiles import BOM, decode


class EncodingError(ValueError):
    """A file that is no text in UTF-8: its line, what it seems to be, and the remedy."""


def decode_file(raw: bytes, name: str) -> tuple[str, Sequence[Problem]]:
    """The text of a file with line feeds, without a byte-order mark and without characters that
    no source may hold; and where it held such characters.

    Raises:
        EncodingError: it is not UTF-8, empty, or too large.
    """
    if len(raw) > FILE_BYTES:
        raise EncodingError(f"{name}: {too_large(len(raw))}; split it")
    text, problems = decode(name, raw.removeprefix(BOM))
    if text is None:
        raise EncodingError("\n".join(str(_told(problem, raw, name)) for problem in problems))
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def _told(problem: Problem, raw: bytes, name: str) -> Problem:
    """The problem of an encoding, with how the file can be made UTF-8."""
    if problem.code != "not-utf8" or not problem.line:
        return problem
    encoding = "UTF-16" if "UTF-16" in problem.message else ""
    message = problem.message
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if not encoding:
            encoding = "cp1252" if _is_cp1252(raw) else "latin-1"
            title = {"cp1252": "Windows-1252 (Latin-1)", "latin-1": "Latin-1"}[encoding]
            place = raw[max(raw.rfind(b"\n", 0, error.start) + 1, error.start - 20) :][:45]
            shown = place.split(b"\n")[0].decode(encoding, "replace").strip()
            message = f"{message}; as {title} the place reads '{shown}'"
    command = f"iconv -f {encoding or 'ENCODING'} -t UTF-8 {name} > utf8-{name.split('/')[-1]}"
    remedy = f"save the file as UTF-8 (in an editor, or: {command})"
    return replace(problem, message=message, remedy=remedy)


def _is_cp1252(raw: bytes) -> bool:
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True
