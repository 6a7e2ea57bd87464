"""What must not be published in a notebook: secrets, traces of the machine, and what looks like
data of patients. Found by its form; a reviewer looks for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_REVOKE = "take it out, and revoke it where it was issued: whoever has the file has it"
_PATIENT = "take it out; what is shown must not lead to a person, not even invented as an example"
_MACHINE = "take it out: read declared data from the folder that SURVEYBOOK_DATA names"
_FORMS: tuple[tuple[str, str, str], ...] = (
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY", _REVOKE),
    ("a key of AWS", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b", _REVOKE),
    ("a token of GitHub", r"\b(?:gh[pousr]_\w{36,}|github_pat_\w{40,})", _REVOKE),
    ("a token of Hugging Face", r"\bhf_[A-Za-z0-9]{30,}\b", _REVOKE),
    ("a token of an API", r"\b(?:sk|pk|rk)-(?:\w+-)*[A-Za-z0-9]{20,}\b", _REVOKE),
    ("a key of Google", r"\bAIza[\w-]{35}", _REVOKE),
    ("a token of Slack", r"\bxox[abprs]-[\w-]{10,}", _REVOKE),
    ("a signed token (JWT)", r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}", _REVOKE),
    ("an address with a password", r"\b[a-z][a-z0-9+.-]*://[^\s/:@'\"]+:[^\s/@'\"]+@", _REVOKE),
    (
        "a password or key in plain text",
        r"(?i)\b(?:password|passwd|secret|api_?key|access_?token|auth_?token)\b['\"]?\s*[:=]\s*"
        r"['\"][^'\"\s]{6,}['\"]",
        _REVOKE,
    ),
    (
        "the folder of a user",
        r"(?i)(?:/home/|/Users/|\b[a-z]:\\Users\\|/content/drive/|/kaggle/)[\w.-]+|"
        # The administrator's own, but no folder of that name below another.
        r"(?<![\w/.])/(?:root)/[\w.]",
        _MACHINE,
    ),
    (
        "what looks like a medical record number",
        r"(?i)\b(?:MRN|medical record (?:number|no\.?)|patient[ _-]?(?:id|no\.?)|"
        r"NHS (?:no\.?|number)|hospital (?:no\.?|number))\s*[:#=]?\s*['\"]?[A-Z]{0,3}\d[\d -]{5,}",
        _PATIENT,
    ),
    (
        "what looks like a date of birth",
        r"(?i)\b(?:DOB|date of birth|birth ?date)\s*[:=]\s*['\"]?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}",
        _PATIENT,
    ),
    ("what looks like a social security number", r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])", _PATIENT),
    (
        "what looks like a telephone number",
        r"(?<![\w.-])(?:\+\d{1,3}[ -])?(?:\(\d{3}\) ?|\d{3}-)\d{3}-\d{4}(?![\w-])|"
        r"(?<![\w.])\+\d{1,3} \d{2,4}(?:[ -]\d{2,4}){2,3}(?!\w)",
        _PATIENT,
    ),
    (
        "a mail address",
        r"(?i)\b[a-z0-9._%+-]+@(?!example\.)(?:[a-z0-9-]+\.)+[a-z]{2,}\b",
        "take it out; who wrote the notebook is told by git",
    ),
)
_FOUND = tuple((what, re.compile(form), remedy) for what, form, remedy in _FORMS)


@dataclass(frozen=True)
class Finding:
    """What was found: on which line of the text (from 0), what it is, and what to do. It is not
    quoted: a report is read by more people than the file."""

    line: int
    what: str
    remedy: str


def private_content(text: str) -> Iterator[Finding]:
    """Each kind of private content in a text where it stands first."""
    for what, form, remedy in _FOUND:
        if match := form.search(text):
            yield Finding(text.count("\n", 0, match.start()), what, remedy)
