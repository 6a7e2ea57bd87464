"""Retractions and corrections: how the bibliography notes them, and how titles carry them.

The fields ``retracted`` and ``corrected`` of references.bib hold, joined by ``; ``, the day of
the notice (YYYY, YYYY-MM or YYYY-MM-DD), its DOI, and words, each of them if known:
``retracted = {2024-05-03; 10.1000/notice}``. The title stands without the publisher's mark.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

FIELDS = ("retracted", "corrected")
"""The fields, the graver first."""
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

_WORD = r"(?:retracted|withdrawn|retraction|withdrawal)"
_ARTICLE = r"(?:\s+(?:article|paper|chapter|preprint|review|manuscript|publication|note))?"
_BEFORE = re.compile(
    rf"^\W*(?:this article has been\s+)?(?:retracted|withdrawn){_ARTICLE}"
    r"(?P<sign>\s*[:\])>*–—-]+)?[\s:.–—-]+(?=\S)",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"^\W*(?:RETRACTED|WITHDRAWN)\b")
_AFTER = re.compile(
    rf"\s*(?:[\[(*]+\s*{_WORD}{_ARTICLE}(?=[\s.,:;\])*])[^\])]*[\])*]+"
    r"|\s[–—-]+\s*(?:retracted|withdrawn))\.?\s*$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^\W*(?:(?P<retracted>(?:retraction|withdrawal)(?:\s+(?:note|notice|statement))?)"
    r"|(?P<corrected>(?:(?:author|publisher|editorial)['’s]*\s+)?(?:correction|corrigendum|erratum"
    r"|addendum|corrigenda|errata)|(?:editorial\s+)?expression of concern))\b"
    r"\s*(?:to|of|for|on)?(?:\s*[:–—-]\s*|\s+)(?:[“\"‘'«]\s*)?",
    re.IGNORECASE,
)
# What stands between the words and the title in a notice: "Retraction: X", "Retraction of X".
_NOTICE_SIGN = re.compile(r"^\W*[\w\s'’]+?(?:\s(?:to|of|for)\b|:|–|—|\s-)", re.IGNORECASE)
_SAYS = re.compile(
    r"^\W*(?:this (?:article|paper|work) (?:has been|was|is) )?(?:retracted|withdrawn)\b", re.I
)


@dataclass(frozen=True)
class Notice:
    """That a work was retracted or corrected: kind (a field's name), day, DOI of the notice,
    and words; each of the last three "" if not known."""

    kind: str
    date: str = ""
    doi: str = ""
    text: str = ""

    @property
    def label(self) -> str:
        """For a mark: "Retracted" or "Corrected"."""
        return self.kind.capitalize()

    @property
    def address(self) -> str:
        """Where the notice can be read; or ""."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def sentence(self) -> str:
        """As one sentence in plain text: "Retracted 2024-05-03; notice: doi:10.1000/n"."""
        head = " ".join(filter(None, (self.label, self.date)))
        more = [self.text, f"notice: doi:{self.doi}" if self.doi else ""]
        return "; ".join(filter(None, (head, *more)))

    @property
    def value(self) -> str:
        """As the field's value."""
        return "; ".join(filter(None, (self.date, self.doi, self.text)))


def parse_notice(kind: str, value: str) -> Notice:
    """The notice that a field's value describes."""
    date = doi = ""
    words = []
    for part in filter(None, (part.strip() for part in value.split(";"))):
        if not date and _DATE.fullmatch(part):
            date = part
        elif not doi and _DOI.fullmatch(re.sub(r"^(https?://)?(dx\.)?doi\.org/", "", part)):
            doi = re.sub(r"^(https?://)?(dx\.)?doi\.org/", "", part)
        else:
            words.append(part)
    return Notice(kind, date, doi, "; ".join(words))


def is_notice(value: str) -> bool:
    """Whether a field's value tells anything, and its day, if it has one, is one."""
    found = parse_notice("retracted", value)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", found.date):
        try:
            datetime.date.fromisoformat(found.date)
        except ValueError:
            return False
    looks_like_day = re.match(r"\d+[-./]\d+[-./]\d+$", found.text)
    return bool(found.value) and not looks_like_day


def notices(fields: Mapping[str, str]) -> list[Notice]:
    """The notices that a work's fields hold, the graver first."""
    return [parse_notice(kind, fields[kind]) for kind in FIELDS if fields.get(kind)]


def unmarked_title(title: str) -> tuple[int, int]:
    """The part (start, end) of a title that is left without a publisher's mark of retraction
    ("RETRACTED: ...", "... [Retracted]"); the whole if it carries none."""
    start, end = 0, len(title)
    match = _BEFORE.match(title)
    # "Retracted studies of ..." is a title; without a sign only capitals are a mark.
    if match and (match["sign"] or _SHOUTED.match(match[0])):
        start = match.end()
    match = _AFTER.search(title, start)
    if match and match.start() > start:
        end = match.start()
    return start, end


def carries_mark(title: str) -> bool:
    """Whether a title carries a publisher's mark of retraction."""
    return unmarked_title(title) != (0, len(title))


def notice_title(title: str) -> tuple[str, int] | None:
    """Kind of notice and where the work's title starts, if the title is that of a notice
    ("Retraction Note: ...", "Correction to: ..."); None if it is a work's own."""
    match = _NOTICE.match(title)
    if not match or match.end() >= len(title) or not _NOTICE_SIGN.match(match[0]):
        return None
    kind = "retracted" if match["retracted"] else "corrected"
    says_what = re.search(r"(?:[:–—-]|\bto)\s*\W*$|[“\"‘'«]\s*$", match[0])
    # "Correction of motion artefacts" and "retraction of the lens" are about something else.
    if (kind == "corrected" and not says_what) or title[match.end()].islower():
        return None
    return kind, match.end()


def says_retracted(note: str) -> bool:
    """Whether a note of a record says that the work was retracted."""
    return bool(_SAYS.match(note)) or bool(
        re.match(r"\W*retraction (?:in|of|notice)\b", note, re.I)
    )
