"""A new chapter: a template that builds, with what chapters are made of, in _toc.yml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from ..catalog import Catalog, load
from ..editing.files import locked, replace_files
from ..editing.toc import append_chapter, find_part
from ..sources.chapterfiles import REQUIRES
from ..sources.characters import odd_characters
from ..sources.contents import PATH
from .naming import make_id

_HEAD = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
description: {about}
# Packages that the code needs beyond the book's own; CONTRIBUTING.md says which may be named.
requires: []
---
"""
_ABOUT = "Say in two or three sentences what this chapter is about."
_GOALS = """\
# {title}

:::{{admonition}} After this chapter you can
:class: goals
- say what the reader can do afterwards, in two to four lines like this one.
:::

Open with the question that this chapter answers. A claim cites what was read for it
{{cite:p}}`{key}`, or names the authors: {{cite:t}}`{key}` did so. A number of the survey's own is
computed: the survey lists {{glue:text}}`{slug}-models` models."""
_LOAD = """\
import surveybook as sb

catalog = sb.load()"""
_GLUE = """\
sb.glue("{slug}-models", sb.count(catalog, "models"))"""
_TABLE_TEXT = """\
## What there is

Every table is mentioned where it matters: {{numref}}`tab-{slug}` compares entries by their `id`."""
_TABLE = """\
sb.comparison_table(
    catalog,
    ids={ids},
    fields=["family", "modalities", "backbone", "parameters"],
    name="tab-{slug}",
    caption="{caption}: entries side by side.",
)"""
_FIGURE_TEXT = """\
## What it means

So is every figure: {{numref}}`fig-{slug}` counts models by year. Draw others with `sb.figures`."""
_FIGURE = """\
sb.figures.growth(catalog, name="fig-{slug}")"""
_SUMMARY = """\
## Summary

Say in a few sentences what the reader should remember."""


class UnfitChapterError(ValueError):
    """The chapter cannot be made; says why."""


@dataclass(frozen=True)
class _Cell:
    text: str
    code: bool = False
    tag: str = ""


def new_chapter(root: Path, title: str, part: str, *, notebook: bool = False) -> Path:
    """Write a chapter and put it at the end of a part; the path of its file.

    ``part`` is the caption of a part or the name of the folder of its chapters. The chapter is
    MyST Markdown, or a notebook without outputs.

    Raises:
        UnfitChapterError, UnfitTocError: it is there already, or there is no such part.
        SurveyError: the data cannot be read.
    """
    title = " ".join(title.split())
    if not any(character.isalnum() for character in title):
        raise UnfitChapterError("a chapter's title has letters")
    for odd in odd_characters(title):
        raise UnfitChapterError(f"the title holds {odd.what}, at character {odd.column}")
    with locked(root):
        toc = (root / PATH).read_bytes().decode("utf-8")
        place = find_part(toc, part)
        slug = make_id(title, ())
        name = f"{place.folder}/{slug}".removeprefix("/")
        path = root / f"{name}{'.ipynb' if notebook else '.md'}"
        for taken in (root / f"{name}.md", root / f"{name}.ipynb"):
            if taken.exists():
                raise UnfitChapterError(f"{taken.relative_to(root)} is there already")
        cells = _cells(load(root), title, slug)
        replace_files(
            root,
            {
                path.relative_to(root).as_posix(): (_notebook if notebook else _markdown)(cells),
                PATH: append_chapter(toc, place, name),
            },
        )
    return path


def _cells(catalog: Catalog, title: str, slug: str) -> list[_Cell]:
    cited = [row for row in catalog.rows["models"] if row["reference"] in catalog.works][:2]
    if not cited:
        raise UnfitChapterError("the template shows a model, and data/models.csv has none yet")
    key = cited[0]["reference"]
    caption = title.replace("\\", "\\\\").replace('"', '\\"')
    ids = "[" + ", ".join(f'"{row["id"]}"' for row in cited) + "]"

    def fill(text: str) -> str:
        return text.format(title=title, slug=slug, key=key, ids=ids, caption=caption)

    return [
        _Cell(fill(_GOALS)),
        _Cell(_LOAD, code=True, tag="hide-input"),
        _Cell(fill(_GLUE), code=True, tag="remove-cell"),
        _Cell(fill(_TABLE_TEXT)),
        _Cell(fill(_TABLE), code=True, tag="hide-input"),
        _Cell(fill(_FIGURE_TEXT)),
        _Cell(fill(_FIGURE), code=True, tag="hide-input"),
        _Cell(_SUMMARY),
    ]


def _markdown(cells: Sequence[_Cell]) -> str:
    blocks = [
        f"```{{code-cell}} ipython3\n:tags: [{cell.tag}]\n\n{cell.text}\n```"
        if cell.code
        else cell.text
        for cell in cells
    ]
    return _HEAD.format(about=_ABOUT) + "\n" + "\n\n".join(blocks) + "\n"


def _notebook(cells: Sequence[_Cell]) -> str:
    make = nbformat.v4
    made = [
        make.new_code_cell(cell.text, metadata={"tags": [cell.tag]}, id=f"cell-{number}")
        if cell.code
        else make.new_markdown_cell(cell.text, id=f"cell-{number}")
        for number, cell in enumerate(cells)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"description": _ABOUT, "kernelspec": kernel, REQUIRES: []}
    book = make.new_notebook(cells=made, metadata=metadata)
    return str(nbformat.writes(book)).rstrip("\n") + "\n"
