"""The whole book and each chapter as Typst, put together part by part."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence, Set
from dataclasses import replace
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from ..doctree.citations import CitationLink
from ..doctree.formulas import text_of
from ..export.printed import PAPER, PAPERS
from ..views.entries import KINDS
from .abbreviations import Abbreviation, find_abbreviations
from .bookbuilder import BookBuilder, Page, show_pictures
from .bookindex import indexed_names, write_index
from .documents import Chapter, Edition, Part, write_documents
from .pagewriter import Surroundings, label, place_of
from .translator import Translator
from .typefaces import font_files

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).parent / "template.typ"
"""The design of the printed book."""


class PrintBuilder(BookBuilder):
    """Writes the book into a folder that the typesetter needs nothing beside."""

    name = "print"
    epilog = "The book as Typst is in %(outdir)s."

    def write(self, *_: object) -> None:
        """Write the book and its chapters."""
        book = self.read_book()
        catalog = self.catalog()
        pages = book.pages
        abbreviations = find_abbreviations(
            {page.docname: page.tree for page in pages}, catalog.rows["taxonomy"] if catalog else ()
        )
        around = self._surroundings(pages, {each.place for each in abbreviations})
        made = {name: self._chapter(name, each, around) for name, each in book.chapters.items()}
        self._copy_files()
        write_documents(
            Path(self.outdir),
            [Part(title, [made[name] for name in names]) for title, names in book.parts],
            [made[name] for name in book.before],
            self._edition(around, abbreviations),
        )

    # --- their texts ----------------------------------------------------------------------------

    def _surroundings(self, pages: list[Page], led_to: Set[str]) -> Surroundings:
        """What all pages stand in; ``led_to`` are places that the front matter leads to."""
        printed = frozenset(page.docname for page in pages)
        there = {
            (page.docname, name)
            for page in pages
            for node in page.tree.findall(nodes.Element)
            for name in ("", *node.get("ids", ()))
        }
        entries = tuple(f"{kind}-" for kind in KINDS.values())
        around = Surroundings(
            env=self.env,
            printed=printed,
            anchors=frozenset(),
            mentions=frozenset(indexed_names(self.catalog())),
            homes={name: page for page, name in sorted(there) if name.startswith(entries)},
            site=self.config.html_baseurl,
            images={uri: f"images/{name}" for uri, name in self.images.items()},
            paper=PAPERS[_paper()],
        )
        led_to |= {
            around.on_paper(place_of(reference, page.docname))
            for page in pages
            for reference in page.tree.findall(nodes.reference)
        }
        return replace(around, anchors=led_to & {label(page, name) for page, name in there})

    def _chapter(self, docname: str, pages: list[Page], around: Surroundings) -> Chapter:
        own, *below = [self._translator(page, around) for page in pages]
        for translator in below:
            translator.translate()
        own.below = "".join(translator.text for translator in below)
        own.translate()
        title = self.env.metadata[docname].get("print_title")
        cited = {
            place_of(link, page.docname): None
            for page in pages
            for link in page.tree.findall(CitationLink)
        }
        return Chapter(
            docname=docname,
            title=str(title or text_of(self.env.titles[docname])),
            pages=tuple(page.docname for page in pages),
            text=own.text if own.has_place_below else own.text + own.below,
            cited=tuple(cited),
            listed=tuple(
                label(page.docname, citation["ids"][0])
                for page in pages
                for citation in page.tree.findall(nodes.citation)
            ),
        )

    def _translator(self, page: Page, around: Surroundings) -> Translator:
        return Translator(
            page.tree,
            page.docname,
            page.depth,
            around,
            title=str(self.env.metadata[page.docname].get("print_title", "")),
            abstract=self.abstract(page),
        )

    # --- what stands beside them ----------------------------------------------------------------

    def _edition(self, around: Surroundings, abbreviations: Sequence[Abbreviation]) -> Edition:
        return Edition(
            citation=self.citation(),
            site=self.config.html_baseurl,
            works=around.works,
            index=write_index(self.catalog(), around.mentioned),
            abbreviations=abbreviations,
            paper=_paper(),
        )

    def _copy_files(self) -> None:
        folder = Path(self.outdir)
        for name in ("images", "fonts"):
            shutil.rmtree(folder / name, ignore_errors=True)
            (folder / name).mkdir(parents=True)
        for uri, name in self.images.items():
            shutil.copy(Path(self.srcdir, uri), folder / "images" / name)
        for file in font_files():
            shutil.copyfile(file, folder / "fonts" / file.name)
        shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)


def _paper() -> str:
    return os.environ.get(PAPER, "a4")


def _configure(app: Sphinx, config: Config) -> None:
    show_pictures(config, PrintBuilder.name)


def setup(app: Sphinx) -> None:
    """Register the builder and its settings."""
    app.add_builder(PrintBuilder)
    app.connect("config-inited", _configure)
