"""Which format a file is in, by its content, and its works."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..sources.problems import Problem
from .bibtex import read_bibtex
from .csljson import NotThisFormatError, read_csl_json
from .endnote import read_endnote
from .record import Intake, Refusal
from .ris import read_nbib, read_ris

KNOWN = "BibTeX, CSL-JSON, RIS, PubMed's nbib and EndNote XML"
"""The formats, for messages."""


def read_works(text: str, provenance: str) -> Intake:
    """The works of a file in any of the known formats.

    ``provenance`` may hold ``{format}``, which becomes the format's name.

    Raises:
        NotThisFormatError: it is none of them, holds no work, or breaks off; says where.
    """
    start = text.lstrip("\ufeff \n\t")
    for name, reader, is_it in (
        ("CSL-JSON", read_csl_json, start.startswith(("[", "{"))),
        ("EndNote XML", read_endnote, start.startswith("<")),
        ("nbib", read_nbib, bool(re.match(r"PMID- ?\d", start))),
        ("RIS", read_ris, bool(re.search(r"(?m)^\s*TY\s{0,2}-", start[:5000]))),
        ("BibTeX", read_bibtex, bool(re.search(r"@\s*\w+\s*[{(]", start))),
    ):
        if is_it:
            found = reader(text, provenance.format(format=name))
            if not found.records and not found.refused:
                raise NotThisFormatError(f"line 1: no work in it; it was read as {name}")
            return found
    raise NotThisFormatError(
        f"line 1: no work can be found in it; known are {KNOWN} "
        "(a BibTeX entry starts with '@type{key,')"
    )


def refuse_at(found: Intake, problems: Sequence[Problem]) -> Intake:
    """The works without those in whose lines there are problems; these are refused."""
    places = sorted(
        {*(each.line for each in found.records), *(each.line for each in found.refused)}
    )
    ends = dict(zip(places, [*places[1:], float("inf")], strict=True))
    kept, refused = [], list(found.refused)
    for record in found.records:
        held = [each for each in problems if record.line <= each.line < ends[record.line]]
        if held:
            told = "; ".join(f"{each.code}: {each.message}; {each.remedy}" for each in held)
            refused.append(Refusal(record.key, held[0].line, told))
        else:
            kept.append(record)
    return Intake(found.format, kept, refused)
