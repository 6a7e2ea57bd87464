"""A chapter by itself, cut out of the TeX of the whole book.

An offprint keeps the book's numbers of chapter, tables, figures and pages. Its citations lead
to the works it cites, listed at its end; what refers to another chapter leads into
``book.pdf``, which lies one folder above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_START = re.compile(r"\\sphinxstepscope\n(?=\s*\\chapter\{)")
"""Where a chapter begins; a page below it begins with the same mark and a section."""
_NAME = re.compile(r"\\label\{\\detokenize\{([^}:]+)::doc\}\}")
_TITLE = re.compile(r"\\chapter\{(.*)\}$", re.MULTILINE)
_LIST = re.compile(
    r"\\begin\{sphinxthebibliography\}\{[^}]*\}\n(.*?)\\end\{sphinxthebibliography\}", re.DOTALL
)
_WORK = re.compile(r"\\bibitem\[[^\]]*\]\{([^}]+)\}.*?(?=\\bibitem\[|\Z)", re.DOTALL)
_CITED = re.compile(r"\\hyperlink\{cite\.([^}]+)\}")
_NEW_LABEL = re.compile(r"\\newlabel\{([^}]*)\}\{\{(.*?)\}\{(\w+)\}\{.*\}\{([^{}]*)\}\{\}\}$", re.M)
_LINK = re.compile(r"\\hyperref\[\\detokenize\{([^}]*)\}\]")
_NUMBER = re.compile(r"\\ref\{\\detokenize\{([^}]*)\}\}")
_PART = re.compile(r"\\part\{[^\n]*\}\n")


@dataclass(frozen=True)
class Offprint:
    """A chapter: its file's stem and its TeX."""

    stem: str
    tex: str


@dataclass(frozen=True)
class _Label:
    """What TeX noted of a label: the number, the page, the name of the place in the PDF."""

    number: str
    page: str
    place: str


def offprints(tex: str, aux: str) -> Iterator[Offprint]:
    """The chapters of a book, but its bibliography; ``tex`` is what Sphinx wrote, ``aux`` what
    TeX noted of it."""
    preamble, body = tex.split("\\begin{document}", 1)
    front, *chapters = _START.split(body)
    macros = "\n".join(line for line in front.splitlines() if line.startswith("\\def\\survey"))
    labels = {found[1]: _Label(found[2], found[3], found[4]) for found in _NEW_LABEL.finditer(aux)}
    listed = _LIST.search(tex)
    works = {found[1]: found[0] for found in _WORK.finditer(listed[1])} if listed else {}
    bibliographies = {label.partition(":")[0] for label in works}
    number = 0
    for text in chapters:
        named = _NAME.search(text)
        title = _TITLE.search(text)
        if not named or not title:
            continue
        number += 1
        docname = named[1]
        # The pages below a bibliography that has been divided carry its name and a range.
        if any(page == docname or page.startswith(f"{docname}-") for page in bibliographies):
            continue
        first = labels.get(f"{docname}::doc", _Label("", "1", ""))
        # The list of works ends the book, whichever chapter is the last.
        content = _LIST.sub("", _PART.sub("", text)).split("\\renewcommand{\\indexname}")[0]
        yield Offprint(
            f"chapter-{docname.rsplit('/', 1)[-1]}",
            f"{preamble}{macros}\n\\begin{{document}}\n"
            f"\\surveyoffprint{{{number - 1}}}{{{first.page}}}{{{title[1]}}}\n"
            f"{_lead_into_book(content, docname, labels)}\n\\surveyworks\n"
            f"{_works_cited(content, works)}\\end{{document}}\n",
        )


def _lead_into_book(text: str, docname: str, labels: Mapping[str, _Label]) -> str:
    """Let references to other chapters lead to their place in the book's PDF."""

    def elsewhere(found: re.Match[str]) -> _Label | None:
        return None if found[1].startswith(f"{docname}:") else labels.get(found[1])

    def link(found: re.Match[str]) -> str:
        label = elsewhere(found)
        return rf"\surveyelsewhere{{{label.place}}}" if label else found[0]

    def number(found: re.Match[str]) -> str:
        label = elsewhere(found)
        return label.number if label else found[0]

    return _NUMBER.sub(number, _LINK.sub(link, text))


def _works_cited(text: str, works: Mapping[str, str]) -> str:
    cited = set(_CITED.findall(text))
    listing = "".join(entry for key, entry in works.items() if key in cited)
    if not listing:
        return ""
    return f"\\begin{{sphinxthebibliography}}{{}}\n{listing}\\end{{sphinxthebibliography}}\n"
