"""A known work completed by what another version of it says."""

from __future__ import annotations

from ..checks.agreement import plain_letters
from ..checks.identity import is_preprint_only, preprint_ids, published_doi
from ..sources.bibliography import Work
from ..sources.preprints import doi_of_preprint, keeps_doi
from .candidates import Candidate

_PREPRINT = ("eprint", "archiveprefix", "primaryclass")


def completed(work: Work, candidate: Candidate) -> tuple[Candidate | None, list[str]]:
    """The known work with what the candidate adds to it, or None if that is nothing; and what
    is to be said about it.

    A preprint is completed by its published version and keeps its own number; a published work
    gains the number of its preprint. That a version was retracted or corrected is kept.
    """
    first = min(work.text("firstyear") or "9999", candidate.text("firstyear"))
    fields, kind = dict(work.fields), work.type
    notes: list[str] = []
    candidate_is_published = bool(
        published_doi(candidate) or candidate.text("journal") or candidate.text("booktitle")
    )
    if _is_unpublished(work) and candidate_is_published:
        kind = candidate.type
        fields, notes = _published(work, candidate)
        fields["firstyear"] = first
    elif not work.text("eprint") and is_preprint_only(candidate):
        fields |= {name: candidate.fields[name] for name in _PREPRINT if name in candidate.fields}
        fields["firstyear"] = first
        if not work.text("doi") and candidate.text("doi"):
            fields["doi"] = candidate.fields["doi"]
        notes.append("the number of its preprint is added")
    for name in ("retracted", "corrected"):
        if candidate.fields.get(name) and not work.fields.get(name):
            fields[name] = candidate.fields[name]
            notes.append(f"it is marked as {name}")
    if fields == dict(work.fields):
        return None, []
    return Candidate(kind, fields), notes


def _is_unpublished(work: Work) -> bool:
    return is_preprint_only(work) or (
        work.type == "misc" and not work.text("doi") and not work.text("booktitle")
    )


def _published(work: Work, candidate: Candidate) -> tuple[dict[str, str], list[str]]:
    """The fields of the published version, with the preprint's number and earlier title."""
    notes = ["its published version replaces the preprint's venue, year and DOI"]
    old = dict(work.fields)
    preprint_doi = old.get("doi", "")
    if not old.get("eprint"):
        for server, number in sorted(preprint_ids(work)):
            name = "arXiv" if server == "arxiv" else server
            old |= {"eprint": number, "archiveprefix": work.text("archiveprefix") or name}
    fields = {**old, **candidate.fields}
    fields |= {name: old[name] for name in _PREPRINT if old.get(name)}
    if fields.get("doi") == preprint_doi and not keeps_doi(fields.get("archiveprefix", "")):
        fields.pop("doi", None)
    if fields.get("url") == old.get("url") and candidate.text("doi"):
        fields["url"] = f"https://doi.org/{candidate.text('doi')}"
    if plain_letters(work.text("title")) != plain_letters(candidate.text("title")):
        fields.setdefault("earliertitle", old["title"])
    server = fields.get("archiveprefix", "the preprint")
    if "others" in candidate.authors and "others" not in work.authors and work.authors:
        # A cut list says less than the whole one.
        fields["author"] = old["author"]
        fields["authorversion"] = old.get("authorversion", server)
        notes.append(f"its authors stay those of {server}: the published version's list is cut")
    elif _names(work) != _names(candidate):
        count = len(work.authors)
        fields["authorversion"] = f"published ({server} has another list, of {count})"
        notes.append("its authors are those of the published version; authorversion says so")
    if old.get("provenance"):
        fields["provenance"] = f"{candidate.fields['provenance']}; {old['provenance']}"
    if (
        preprint_doi
        and fields.get("doi") != preprint_doi
        and not doi_of_preprint(fields.get("archiveprefix", ""), fields.get("eprint", ""))
    ):
        fields["note"] = f"preprint: doi:{preprint_doi}"
    return fields, notes


def _names(work: Work | Candidate) -> list[str]:
    return [plain_letters(name.split(",")[0]) for name in work.authors]
