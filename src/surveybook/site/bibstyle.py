"""How a work is printed in the bibliography.

pybtex's own styles build each work from hundreds of template nodes, which at five thousand
works takes longer than everything else in a build. This style writes the same kinds of
entries directly, and formats a work once, when it is first printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from docutils import nodes
from pybtex.backends.plaintext import Backend as PlaintextBackend
from pybtex.database import Entry, Person
from pybtex.plugin import register_plugin
from pybtex.richtext import BaseText, HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex_docutils import Backend as DocutilsBackend
from sphinx.application import Sphinx

from ..sources.bibtexvalues import plain, printed_piece
from ..sources.formulas import formula_text, split_formulas
from ..sources.notices import FIELDS, Notice, notices
from ..sources.webaddress import arxiv_address, doi_address, is_linkable

BRIEF = "survey_brief"
"""The name of the style of what citations show while they are pointed at."""
FORMULA = "math"
"""The tag of a formula in a work's text; its content is the TeX."""


class KeyLabelStyle(BaseLabelStyle):
    """A work's key as its label: unique, and what a contributor cites it by."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> list[str]:
        """The key of each entry."""
        return [entry.key for entry in sorted_entries]


class SurveyStyle(BaseStyle):
    """The bibliography: sorted by :class:`~surveybook.doctree.worksorder.WorksOrder`, labelled by
    key."""

    default_name_style = "plain"
    default_sorting_style = "survey"
    default_label_style = "survey"
    most_authors: int | None = None
    """How many authors are named of a work that has more; None for all."""

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        """The work, to be formatted when it is rendered; the same object every time."""
        known = self.__dict__.setdefault("_formatted", {})
        if entry.key not in known:
            known[entry.key] = FormattedEntry(entry.key, _LazyText(entry, self.most_authors), label)
        return known[entry.key]


class BriefStyle(SurveyStyle):
    """What a citation shows of its work while it is pointed at: as the bibliography, but of many
    authors the first ones only. A chapter cites hundreds of works, some by a hundred people, and
    every reader of the page would load all their names."""

    most_authors = 3


class _LazyText(BaseText):
    """The text of a work, formatted when it is first rendered and kept.

    Most builds print few works; and the build environment, which is saved with every build,
    stays small.
    """

    def __init__(self, entry: Entry, most_authors: int | None):
        self.entry = entry
        self.most_authors = most_authors

    @cached_property
    def formatted(self) -> BaseText:
        return format_work(self.entry, self.most_authors)

    def __getstate__(self) -> dict[str, Any]:
        return {"entry": self.entry, "most_authors": self.most_authors}

    def __str__(self) -> str:
        return str(self.formatted)

    def render(self, backend: Any) -> Any:
        return self.formatted.render(backend)


def format_work(entry: Entry, most_authors: int | None = None) -> BaseText:
    """Whether it was retracted. Authors. Title. Where and when it appeared. Identifiers, as
    links. Of more than ``most_authors`` authors so many are named; None names all."""
    fields = {name.lower(): value for name, value in entry.fields.items()}

    def field(name: str) -> str:
        return plain(fields.get(name, ""))

    sentences = [_notice(notice) for notice in notices({kind: field(kind) for kind in FIELDS})]
    authors = _names(entry.persons.get("author", []), most_authors)
    if not authors:
        editors = [_name(person) for person in entry.persons.get("editor", [])]
        authors = (
            f"{', '.join(editors)} ({'eds' if len(editors) > 1 else 'ed'}.)" if editors else ""
        )
    if authors:
        sentences.append([authors])
    sentences.append(list(_title(fields.get("title", ""))))
    sentences.append(_appearance(field))
    identifiers = _identifiers(field)
    parts: list[Any] = []
    for sentence in sentences:
        if any(sentence):
            ends = str(sentence[-1]).endswith((".", "?", "!"))
            parts += [*sentence, " " if ends else ". "]
    for number, identifier in enumerate(identifiers):
        parts += [", " if number else "", identifier]
    return Text(*parts, "." if identifiers else "")


def _names(persons: list[Person], most: int | None) -> str:
    if most is None or len(persons) <= most:
        return ", ".join(_name(person) for person in persons)
    return ", ".join([*(_name(person) for person in persons[:most]), "et al."])


def _notice(notice: Notice) -> list[Any]:
    """That the work was retracted or corrected, with a link to the notice."""
    parts: list[Any] = [
        Tag("strong", notice.label.upper() if notice.kind == "retracted" else notice.label)
    ]
    more = [f" {notice.date}" if notice.date else "", f"; {notice.text}" if notice.text else ""]
    parts += [each for each in more if each]
    if notice.doi:
        parts += ["; notice: ", HRef(notice.address, f"doi:{notice.doi}")]
    return parts


def _appearance(field: Any) -> list[Any]:
    """Journal, volume(number):pages, year; or "In" proceedings; or the year alone."""
    volume = field("volume") + (f"({field('number')})" if field("number") else "")
    pages = field("pages")
    if field("journal"):
        place = volume + (f":{pages}" if volume and pages else pages)
        return [Tag("em", field("journal")), f", {place}" if place else "", f", {field('year')}"]
    if field("booktitle"):
        details = [f"volume {volume}" if volume else "", f"pages {pages}" if pages else ""]
        details += [field("publisher"), field("year")]
        return ["In ", Tag("em", field("booktitle")), *(f", {each}" for each in details if each)]
    return [", ".join(each for each in (field("publisher"), field("year")) if each)]


def _identifiers(field: Any) -> list[BaseText]:
    doi, eprint, url = field("doi"), field("eprint"), field("url")
    links = []
    if doi:
        links.append(HRef(doi_address(doi), f"doi:{doi}"))
    if eprint and field("archiveprefix").lower() in ("", "arxiv"):
        links.append(HRef(arxiv_address(eprint), f"arXiv:{eprint}"))
    if is_linkable(url) and not links:
        links.append(HRef(url, url))
    return links


def _name(person: Person) -> str:
    parts = (*person.first_names, *person.middle_names, *person.prelast_names, *person.last_names)
    return plain(" ".join((*parts, *person.lineage_names)))


def _title(title: str) -> Iterator[Any]:
    """A BibTeX title in sentence case: what stands in braces, formulas, and the first letter
    keep their capitals."""
    depth = 0
    is_first = True
    for piece, is_formula in split_formulas(" ".join(title.split())):
        if is_formula:
            yield Tag(FORMULA, piece)
            is_first = False
            continue
        letters: list[str] = []
        for character in piece:
            if character in "{}":
                depth += 1 if character == "{" else -1
            letters.append(character if depth or is_first else character.lower())
            is_first = False
        yield printed_piece("".join(letters))


class _TextBackend(PlaintextBackend):
    """Text alone, for what a browser shows when the pointer rests on a citation."""

    def format_tag(self, tag_name: str, text: str) -> str:
        return (
            formula_text(text) if tag_name == FORMULA else str(super().format_tag(tag_name, text))
        )


def choose_brief_style(app: Sphinx, config: Any) -> None:
    """Let citations name the first authors of a work, unless the settings name another style."""
    config.bibtex_tooltips_style = config.bibtex_tooltips_style or BRIEF


def register() -> None:
    """Make the styles known to pybtex as "survey", and formulas to what pybtex writes."""
    DocutilsBackend.tags[FORMULA] = nodes.math
    # pybtex looks through the metadata of every installed package each time it is asked for
    # a plugin that was not registered by hand, and a page asks once a citation.
    register_plugin("pybtex.backends", "plaintext", _TextBackend, force=True)
    register_plugin("pybtex.style.labels", "survey", KeyLabelStyle)
    register_plugin("pybtex.style.formatting", "survey", SurveyStyle)
    register_plugin("pybtex.style.formatting", BRIEF, BriefStyle)
