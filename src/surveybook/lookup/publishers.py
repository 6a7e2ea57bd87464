"""Identifiers inside the web addresses of publishers, preprint servers and indexes."""

from __future__ import annotations

import re
from urllib.parse import unquote

_ARXIV_HOST = re.compile(
    r"//(?:[\w-]+\.)*(?:arxiv\.org|alphaxiv\.org|ar5iv(?:\.labs\.arxiv)?\.(?:org|com))/"
    r"|//huggingface\.co/papers/|//hf\.co/papers/|//papers\.cool/arxiv/|semanticscholar\.org/arxiv",
    re.I,
)
_ARXIV = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5})(?!\d)|([a-z-]+(?:\.[A-Z]{2})?/\d{7})(?!\d)")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s?#&\"'<>\[\]{}|]+")
_DOI_TAIL = re.compile(
    r"(?:[./](?:full|abstract|abs|pdf|epdf|html|xml|fulltext|meta|summary|e?pdfplus|full-text"
    r"|full\.pdf|figures?|tables?|metrics|references|article-info)(?:[.-]?text)?(?:/\d*)?)+$",
    re.I,
)
_COLD_SPRING = re.compile(r"(?:\d{4}\.\d\d\.\d\d\.\d{6,8}|\d{6})")
_ACL = re.compile(
    r"(?:aclanthology\.org|aclweb\.org/anthology|aclanthology\.info/papers)/(?:papers/)?(?:\w/\w\d\d/)?"
    r"(\d{4}\.[\w-]+\.\d+|[A-Z]\d\d-\d{4})",
    re.I,
)
_ACL_WITHOUT_DOI = re.compile(
    r"^(?:[LQJCOY]\d\d|\d{4}\.(?:lrec|tacl|cl|coling|paclic|jeptaln)-)", re.I
)
_PII = re.compile(r"(?:/pii/|/PII|fulltext/|abstract/)(S[\dX()-]{15,24})", re.I)
_OUP = re.compile(
    r"academic\.oup\.com/(\w+)/(?:article|advance-article)[\w-]*/(?:[\w-]+/){0,2}([a-z]{2,8}\d{2,}\w*)(?:/|$)"
)
_OTHERS = (
    ("pmcid", re.compile(r"(?:ncbi\.nlm\.nih\.gov|europepmc\.org)/.*?\b(PMC\d+)", re.I)),
    ("pmid", re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})\b")),
    ("pmid", re.compile(r"europepmc\.org/(?:article|abstract)/med/(\d{1,8})\b", re.I)),
    ("openreview", re.compile(r"openreview\.net/[a-z/]+\?(?:.*&)?id=([\w-]+)")),
    ("ieee", re.compile(r"ieeexplore\.ieee\.org/.*?(?:document/|arnumber=)(\d+)")),
)  # fmt: skip


def identifier_in(address: str) -> tuple[str, str] | None:
    """The identifier that a web address holds: ("arxiv" | "doi" | "pmid" | "pmcid" |
    "openreview" | "acl" | "pii" | "ieee", its bare form); None if there is none.

    The last four tell works apart, but no service is asked for them.
    """
    text = unquote(address.strip())
    if not re.match(r"https?://", text, re.I):
        text = f"https://{text}"
    path = text.split("#")[0]
    if _ARXIV_HOST.search(path) and (match := _ARXIV.search(path.split("/", 3)[3])):
        return "arxiv", match[1] or match[2]
    if match := _DOI.search(path):
        return _from_doi(match[0], path)
    if match := re.search(r"nature\.com/articles/([a-z]\w*[\w.-]*\w)", path, re.I):
        return "doi", f"10.1038/{_without_tail(match[1])}"
    if "rxiv.org/content/" in path and (match := _COLD_SPRING.search(path.split("/content/")[1])):
        return "doi", f"10.1101/{match[0]}"
    if match := _ACL.search(path):
        # Old identifiers are written with a capital.
        number = match[1] if "." in match[1] else match[1].upper()
        early = number[0].isalpha() and not 15 <= int(number[1:3]) <= 20
        without = early or _ACL_WITHOUT_DOI.match(number)
        return ("acl", number) if without else ("doi", f"10.18653/v1/{number}")
    if match := _OUP.search(path):
        return "doi", f"10.1093/{match[1]}/{match[2]}"
    if match := re.search(r"pubs\.rsc\.org/.*?/([a-z]\d[a-z]{2}\d{5}[a-z\d])\b", path, re.I):
        return "doi", f"10.1039/{match[1].lower()}"
    if match := _PII.search(path):
        return "pii", re.sub(r"\W", "", match[1]).upper()
    for kind, pattern in _OTHERS:
        if match := pattern.search(path):
            found = next(filter(None, match.groups()))
            return kind, found.upper() if kind == "pmcid" else found
    return None


def _from_doi(doi: str, address: str) -> tuple[str, str]:
    doi = _without_tail(doi)
    own = re.fullmatch(r"10\.48550/arxiv\.(.+?)(v\d+)?", doi, re.I)
    if own:
        return "arxiv", own[1]
    if re.match(r"10\.(?:1101|64898)/", doi):
        doi = re.sub(r"(?<=\d)v\d+.*$", "", doi)
        # Early addresses of bioRxiv hold the date as folders.
        doi = re.sub(r"^10\.1101/\d{4}/\d\d/\d\d/", "10.1101/", doi)
    elif "oup.com" in address.lower():
        doi = re.sub(r"(?<=\w)/\d{5,}(?:/.*)?$", "", doi)
    elif "nature.com" in address.lower() or "springer" in address.lower():
        doi = re.sub(r"(?<=\d)/(?:figures|tables|metrics).*$", "", doi)
    elif "frontiersin.org" in address.lower():
        doi = re.sub(r"/(?:full|abstract|pdf|bibtex).*$", "", doi)
    return "doi", doi


def _without_tail(text: str) -> str:
    text = text.rstrip(".,;:*/")
    while text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1]
    return _DOI_TAIL.sub("", text).rstrip(".,;:*/")
