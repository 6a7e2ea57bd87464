"""A work that may enter the survey, as the fields that references.bib would have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..editing.bibtex import ORDER
from ..export.bibtex import tex_escape
from ..lookup.records import Record, inverted
from ..sources.bibliography import plain, split_names
from ..sources.characters import odd_characters
from ..sources.webaddress import arxiv_address, doi_address, doi_fault, safe_address
from .naming import protect_capitals

_ARXIV = re.compile(r"(?:arxiv[:./ ]*(?:abs/|pdf/)?|^)(\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE)
_PREPRINTS = re.compile(r"\b(arxiv|biorxiv|medrxiv|corr|preprint)\b", re.IGNORECASE)
_VENUE = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_OWN = ("firstyear", "authorversion", "checked", "provenance", "earliertitle", "tried")


class UnusableEntryError(ValueError):
    """A BibTeX entry lacks what the survey can not do without; says what."""


@dataclass(frozen=True)
class Candidate:
    """A work by its BibTeX type and fields (values without outer braces, in any order).

    Raises:
        UnusableEntryError: a field holds a character that no source may hold.
    """

    type: str
    fields: Mapping[str, str]

    def __post_init__(self) -> None:
        for name, text in self.fields.items():
            for odd in odd_characters(text):
                raise UnusableEntryError(
                    f"{name} of the entry holds {odd.what}, at character {odd.column}"
                )

    def text(self, field: str) -> str:
        """A field as a reader sees it; "" if absent."""
        return plain(self.fields.get(field, ""))

    @property
    def authors(self) -> list[str]:
        """The authors in order, as written."""
        return split_names(self.fields.get("author", ""))

    @property
    def arxiv(self) -> str:
        """Its arXiv id, or ""."""
        named = self.text("archiveprefix").lower()
        return self.text("eprint") if named in ("", "arxiv") else ""


def from_record(record: Record, checked: str) -> Candidate:
    """What a service's record says, on the day ``checked`` (YYYY-MM-DD)."""
    kind = record.type if record.venue else "misc"
    fields = {
        "title": protect_capitals(tex_escape(record.title)),
        "author": " and ".join(_author(name) for name in record.authors),
        "firstyear": str(record.first or record.year),
        "year": str(record.year),
        _VENUE.get(kind, "howpublished"): tex_escape(record.venue) if kind != "misc" else "",
        "volume": record.volume,
        "number": record.number,
        "pages": record.pages,
        "publisher": tex_escape(record.publisher) if kind == "inproceedings" else "",
        "doi": record.doi,
        "eprint": record.arxiv,
        "archiveprefix": "arXiv" if record.arxiv else "",
        "url": record.url,
        "authorversion": "arXiv" if kind == "misc" and record.arxiv else "published",
        "checked": checked,
        "provenance": tex_escape(record.provenance),
    }
    return Candidate(kind, {name: value for name, value in fields.items() if value})


def from_bibtex(kind: str, fields: Mapping[str, str], origin: str, checked: str) -> Candidate:
    """What a BibTeX entry says. Fields that the survey does not use are left out; an entry of
    a preprint server is one, whatever its type says.

    Raises:
        UnusableEntryError: it has no title, author or year.
    """
    given = dict(fields)
    for name, other in (("journal", "journaltitle"), ("year", "date"), ("url", "howpublished")):
        given.setdefault(name, given.get(other, ""))
    given["year"] = given["year"][:4]
    given["url"] = re.sub(r"\\url|[{}\s]", "", given["url"])
    given["url"] = safe_address(given["url"])
    given["doi"] = re.sub(r"^(https?://)?(dx\.)?doi\.org/", "", plain(given.get("doi", "")))
    if given["doi"] and doi_fault(given["doi"]):
        raise UnusableEntryError(f"{doi_fault(given['doi'])}; correct or delete it and retry")
    missing = [name for name in ("title", "author", "year") if not given.get(name)]
    if missing:
        raise UnusableEntryError(f"the entry has no {' and no '.join(missing)}; add it and retry")
    kept = {name: given[name] for name in ORDER if given.get(name) and name not in _OWN}
    arxiv = _arxiv_of(given)
    if arxiv:
        kept |= {"eprint": arxiv, "archiveprefix": "arXiv"}
        kept.setdefault("url", arxiv_address(arxiv))
    if kept.get("doi", "").lower().startswith("10.48550/"):
        del kept["doi"]
    if _PREPRINTS.search(kept.get("journal", "")):
        del kept["journal"]
        kept = {name: text for name, text in kept.items() if name not in ("volume", "number")}
        kept.pop("pages", None)
    kind = kind if kind not in _VENUE or kept.get(_VENUE[kind]) else "misc"
    kept["title"] = protect_capitals(_escaped(kept["title"]))
    kept["author"] = " and ".join(_author(name) for name in _names(kept["author"]))
    for name in ("journal", "booktitle", "series", "publisher", "institution", "school"):
        if name in kept:
            kept[name] = _escaped(kept[name])
    if "url" not in kept and "doi" in kept:
        kept["url"] = doi_address(kept["doi"])
    posted = 2000 + int(arxiv[:2]) if arxiv else int(kept["year"])
    return Candidate(
        kind,
        kept
        | {
            "firstyear": str(min(posted, int(kept["year"]))),
            "authorversion": "arXiv" if kind == "misc" and arxiv else "published",
            "checked": checked,
            "provenance": tex_escape(origin),
        },
    )


def _arxiv_of(fields: Mapping[str, str]) -> str:
    archive = fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower()
    places = ["journal", "note", "doi", "url", "howpublished", "number", "volume"]
    for name in ["eprint", *places] if archive == "arxiv" else places:
        found = _ARXIV.search(plain(fields.get(name, "")))
        # Elsewhere a bare number is a volume or a page.
        if found and (name == "eprint" or "arxiv" in found[0].lower()):
            return found[1]
    return ""


def _names(value: str) -> list[str]:
    """The authors with the braces that hold a group's name together."""
    names: list[str] = []
    depth = 0
    for word in value.split():
        if word == "and" and depth == 0:
            names.append("")
            continue
        names = names or [""]
        names[-1] = f"{names[-1]} {word}".strip()
        depth += word.count("{") - word.count("}")
    return [name for name in names if name]


def _author(name: str) -> str:
    if name.startswith("{") or name == "others":
        return name
    return _escaped(name if "," in name else inverted(name))


def _escaped(text: str) -> str:
    """A value with what TeX would read otherwise escaped; braces are left as they are."""
    return re.sub(r"(?<!\\)[%&#$]", lambda match: f"\\{match[0]}", text)
