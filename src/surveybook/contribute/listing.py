"""Any list of works read into its items, each work once: titles with their links.

A list is Markdown or HTML in any style (entries, tables, paragraphs), or data in JSON, YAML, CSV
or BibTeX.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..intake.csljson import NotThisFormatError
from ..intake.formats import read_works
from ..sources.characters import odd_characters
from ..sources.webaddress import arxiv_address, doi_address
from .listdata import csv_items, json_items, yaml_items
from .listitems import Item, UnreadableListError, each_work_once
from .listmarkdown import read_html, read_markdown

__all__ = ["Item", "UnreadableListError", "read_list", "unfit_texts"]


def _bibtex_items(text: str) -> list[Item]:
    """The entries of a bibliography.

    Raises:
        UnreadableListError: an entry cannot be read, or there is none.
    """
    try:
        found = read_works(text, "{format}")
    except NotThisFormatError as error:
        raise UnreadableListError(str(error)) from error
    if found.refused:
        faults = [f"line {one.line}: '{one.key}' {one.reason}" for one in found.refused]
        raise UnreadableListError("\n".join(faults))
    return [
        Item(
            record.line,
            record.title,
            tuple(
                ("paper", address)
                for address in (
                    doi_address(record.doi) if record.doi else "",
                    arxiv_address(record.arxiv) if record.arxiv else "",
                    record.url,
                )
                if address
            ),
            str(record.first or record.year),
            record.venue,
        )
        for record in found.records
    ]


_READERS: dict[str, Callable[[str], list[Item]]] = {
    ".json": json_items,
    ".jsonl": json_items,
    ".yaml": yaml_items,
    ".yml": yaml_items,
    ".csv": csv_items,
    ".tsv": partial(csv_items, delimiter="\t"),
    ".bib": _bibtex_items,
    ".html": read_html,
    ".htm": read_html,
}


def read_list(text: str, suffix: str = ".md") -> list[Item]:
    """The items of a list in order, each work once; ``suffix`` is how its file's name ends and
    says its form: Markdown unless it is one of JSON, YAML, CSV, BibTeX or HTML.

    Raises:
        UnreadableListError: the text is not of that form.
    """
    return each_work_once(_READERS.get(suffix.lower(), read_markdown)(text))


def unfit_texts(item: Item) -> list[str]:
    """Why an item cannot enter the survey as the list has it: it holds characters that no source
    may hold. A list's other text, such as its headings, may have them."""
    texts = [item.title, item.venue, *(address for _, address in item.links)]
    return [
        f"'{item.title[:60]}' holds {odd.what}" for text in texts for odd in odd_characters(text)
    ]
