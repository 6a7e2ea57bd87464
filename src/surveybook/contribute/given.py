"""The file that a contributor gives to `surveybook add`: its works, and those that are refused."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ..editing.bibtex import UnreadableError
from ..intake.filetext import decode_file
from ..intake.formats import read_works, refuse_at
from ..intake.record import Intake, Record, Refusal, UnusableRecordError
from .candidates import Candidate, from_record


def given_works(name: str) -> Intake:
    """The works of a file, or of the standard input if ``name`` is "-".

    Raises:
        EncodingError, NotThisFormatError: it is no text, or in no known format.
        OSError: it cannot be read.
    """
    raw = given_bytes(name)
    text, problems = decode_file(raw, "the input" if name == "-" else name)
    return refuse_at(read_works(text, "{format} given by a contributor"), problems)


def given_bytes(name: str) -> bytes:
    """What a file, or the standard input for "-", holds.

    Raises:
        UnreadableError: the input is not UTF-8. OSError: the file cannot be read.
    """
    try:
        return sys.stdin.read().encode("utf-8") if name == "-" else Path(name).read_bytes()
    except UnicodeError as error:
        raise UnreadableError("the input is not UTF-8") from error


def candidates_of(records: Sequence[Record], today: str) -> tuple[list[Candidate], list[Refusal]]:
    """The works that may enter the survey on the day ``today``, and those that may not."""
    works, refused = [], []
    for record in records:
        try:
            works.append(from_record(record, today))
        except UnusableRecordError as error:
            refused.append(Refusal(record.key, record.line, str(error)))
    return works, refused
