"""Any list of works read into its items, each work once: titles with their links.

A list is Markdown or HTML in any style (entries, tables, paragraphs), or data in JSON, YAML or CSV.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..sources.characters import odd_characters
from .listdata import csv_items, json_items, yaml_items
from .listitems import Item, UnreadableListError, each_work_once
from .listmarkdown import read_html, read_markdown

__all__ = ["Item", "UnreadableListError", "read_list", "unfit_texts"]

_READERS: dict[str, Callable[[str], list[Item]]] = {
    ".json": json_items,
    ".jsonl": json_items,
    ".yaml": yaml_items,
    ".yml": yaml_items,
    ".csv": csv_items,
    ".tsv": partial(csv_items, delimiter="\t"),
    ".html": read_html,
    ".htm": read_html,
}


def read_list(text: str, suffix: str = ".md") -> list[Item]:
    """The items of a list in order, each work once; ``suffix`` is how its file's name ends and
    says its form: Markdown unless it is one of JSON, YAML, CSV or HTML.

    Raises:
        UnreadableListError: the text is not of that form.
    """
    return each_work_once(_READERS.get(suffix.lower(), read_markdown)(text))


def unfit_texts(item: Item) -> list[str]:
    """Why an item can not enter the survey as the list has it: it holds characters that no source
    may hold. A list's other text, such as its headings, may have them."""
    texts = [item.title, item.venue, *(address for _, address in item.links)]
    return [
        f"'{item.title[:60]}' holds {odd.what}" for text in texts for odd in odd_characters(text)
    ]
