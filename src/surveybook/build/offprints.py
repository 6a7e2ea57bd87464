"""A chapter by itself, cut out of the TeX of the whole book.

An offprint keeps the book's numbers of chapter, tables, figures and pages. Its citations lead
to the works it cites, listed at its end; what refers to another chapter leads into
``book.pdf``, which lies one folder above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START = "\\sphinxstepscope\n"
_NAME = re.compile(r"\\label\{\\detokenize\{([^}:]+)::doc\}\}")
_WORKS = re.compile(
    r"\\begin\{sphinxthebibliography\}\{[^}]*\}\n(.*?)\\end\{sphinxthebibliography\}", re.S
)
_WORK = re.compile(r"\\bibitem\[[^\]]*\]\{([^}]+)\}.*?(?=\\bibitem\[|\Z)", re.S)
_CITED = re.compile(r"\\hyperlink\{cite\.([^}]+)\}")
_LABEL = re.compile(r"\\newlabel\{([^}:]+):[^}]*\}.*")
_PAGE = r"\\newlabel\{%s::doc\}\{\{[^}]*\}\{(\d+)\}"
_PART = re.compile(r"\\part\{[^\n]*\}\n")


@dataclass(frozen=True)
class Offprint:
    """A chapter: its file's stem, its TeX, and the labels of the other chapters."""

    stem: str
    tex: str
    labels: str


def offprints(tex: str, aux: str) -> Iterator[Offprint]:
    """The chapters of a book, but its bibliography; ``tex`` is what Sphinx wrote, ``aux`` what
    TeX noted of it."""
    preamble, body = tex.split("\\begin{document}", 1)
    title, *chapters = body.split(_START)
    macros = "\n".join(line for line in title.splitlines() if line.startswith("\\def\\survey"))
    listed = _WORKS.search(tex)
    works = {found[1]: found[0] for found in _WORK.finditer(listed[1])} if listed else {}
    number = 0
    for text in chapters:
        named = _NAME.search(text)
        if not named or "\\chapter{" not in text:
            continue
        number += 1
        if _WORKS.search(text):
            continue
        docname = named[1]
        page = re.search(_PAGE % re.escape(docname), aux)
        stem = "chapter-" + docname.rsplit("/", 1)[-1]
        cited = dict.fromkeys(_CITED.findall(text))
        content = _PART.sub("", text).split("\\renewcommand{\\indexname}")[0]
        listing = "".join(entry for key, entry in works.items() if key in cited)
        yield Offprint(
            stem,
            f"{preamble}\\externaldocument{{{stem}-book}}[../book.pdf]\n"
            "\\begin{document}\n"
            f"{macros}\n\\surveyoffprint{{{number - 1}}}{{{page[1] if page else 1}}}\n"
            f"{content}\n\\surveyworks\n"
            + (
                f"\\begin{{sphinxthebibliography}}{{}}\n{listing}\\end{{sphinxthebibliography}}\n"
                if listing
                else ""
            )
            + "\\end{document}\n",
            "\n".join(
                found[0] for found in _LABEL.finditer(aux) if found[1] not in (docname, "cited")
            )
            + "\n",
        )
