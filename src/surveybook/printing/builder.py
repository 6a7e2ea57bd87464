"""The whole book and each chapter as Typst, put together part by part.

Each table of contents with a caption becomes a part, every page a chapter and a page below it a
section of that, but those whose front matter says ``print: false``; those that say ``print: front``
stand before the first chapter.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

from ..catalog import Catalog, load
from ..doctree.citations import CitationLink
from ..doctree.formulas import text_of
from ..export.citation import Citation, load_book_citation
from ..export.printed import PAPER, PAPERS, is_front_matter, is_printed, offprint_path
from ..sources.problems import SurveyError
from ..views.entries import KINDS
from .abbreviations import Abbreviation, find_abbreviations
from .adaptation import adapt
from .bookindex import indexed_names, write_index
from .documents import Chapter, Edition, Part, write_documents
from .numbering import number_chapters
from .pagewriter import Surroundings, label, place_of
from .siteentries import name_entries
from .translator import PagesBelow, Translator
from .typefaces import font_files

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).parent / "template.typ"
"""The design of the printed book."""
_PICTURES = ["image/svg+xml", "image/png", "image/jpeg", "image/gif"]


@dataclass
class _Page:
    """A page of a chapter: its name, its depth and its tree, references resolved."""

    docname: str
    depth: int
    tree: nodes.document


class PrintBuilder(Builder):
    """Writes the book into a folder that the typesetter needs nothing beside."""

    name = "print"
    format = "print"
    epilog = "The book as Typst is in %(outdir)s."
    supported_image_types = _PICTURES
    allow_parallel = False

    def get_outdated_docs(self) -> str:
        """All: what is written is one book."""
        return "all pages"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Such as ``%book/care``; :func:`~surveybook.printing.translator.place_of` reads it."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same from everywhere."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: set[str]) -> None:
        """Nothing: everything is written at once."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Nothing: everything is written at once."""

    def write(self, *_: object) -> None:
        """Write the book and its chapters."""
        root = self.config.root_doc
        listed = [("", [root]), *((title, self._printed(names)) for title, names in self._parts())]
        front = [name for _, names in listed for name in names if self._is_front(name)]
        parts = [(title, [name for name in names if name not in front]) for title, names in listed]
        chapters = {name: self._pages(name) for _, names in parts for name in names}
        self._warn_of_shared_files(list(chapters))
        number_chapters(self.env, list(chapters.values()))
        catalog = self._catalog()
        if catalog:
            name_entries(self.env, catalog)
        chapters |= {name: [name] for name in front}
        written = {
            name: [
                _Page(page, min(position, 1), self._resolved(page))
                for position, page in enumerate(pages)
            ]
            for name, pages in chapters.items()
        }
        pages = [page for each in written.values() for page in each]
        abbreviations = find_abbreviations(
            {page.docname: page.tree for page in pages}, catalog.rows["taxonomy"] if catalog else ()
        )
        around = self._surroundings(pages, {each.place for each in abbreviations})
        made = {name: self._chapter(name, each, around) for name, each in written.items()}
        self._copy_files()
        write_documents(
            Path(self.outdir),
            [Part(title, [made[name] for name in names]) for title, names in parts],
            [made[name] for name in front],
            self._edition(around, abbreviations),
        )

    # --- which pages ----------------------------------------------------------------------------

    def _parts(self) -> Iterator[tuple[str, list[str]]]:
        for toctree in self.env.get_doctree(self.config.root_doc).findall(addnodes.toctree):
            yield toctree.get("caption") or "", list(toctree["includefiles"])

    def _printed(self, names: list[str]) -> list[str]:
        return [name for name in names if is_printed(self.env.metadata[name])]

    def _is_front(self, name: str) -> bool:
        return is_front_matter(self.env.metadata[name])

    def _pages(self, docname: str) -> list[str]:
        """A chapter's page and those below it."""
        if docname == self.config.root_doc:
            # The contents of the first page are the book's: they have become its parts.
            return [docname]
        below = self.env.get_doctree(docname).findall(addnodes.toctree)
        names = [name for toctree in below for name in self._printed(toctree["includefiles"])]
        return [docname, *(page for name in names for page in self._pages(name))]

    def _warn_of_shared_files(self, names: list[str]) -> None:
        taken: dict[str, str] = {}
        for docname in sorted(names):
            other = taken.setdefault(offprint_path(docname), docname)
            if other != docname:
                message = "its PDF would be called %s, as that of %s; rename one of the two files"
                logger.warning(message, offprint_path(docname), other, location=docname)

    # --- their trees ----------------------------------------------------------------------------

    def _resolved(self, docname: str) -> nodes.document:
        tree = self.env.get_doctree(docname)
        for number, toctree in enumerate(list(tree.findall(addnodes.toctree))):
            toctree.replace_self([] if number else [PagesBelow()])
        self.env.resolve_references(tree, docname, self)
        self.post_process_images(tree)
        adapt(tree)
        return tree

    def _surroundings(self, pages: list[_Page], led_to: Set[str]) -> Surroundings:
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
            mentions=frozenset(indexed_names(self._catalog())),
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

    def _chapter(self, docname: str, pages: list[_Page], around: Surroundings) -> Chapter:
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

    def _translator(self, page: _Page, around: Surroundings) -> Translator:
        stated = self.env.metadata[page.docname]
        # That of a page below a chapter is for the site's.
        abstract = "" if page.depth or is_front_matter(stated) else stated.get("description", "")
        return Translator(
            page.tree,
            page.docname,
            page.depth,
            around,
            title=str(stated.get("print_title", "")),
            abstract=" ".join(str(abstract).split()),
        )

    # --- what stands beside them ----------------------------------------------------------------

    def _edition(self, around: Surroundings, abbreviations: Sequence[Abbreviation]) -> Edition:
        return Edition(
            citation=self._citation(),
            site=self.config.html_baseurl,
            works=around.works,
            index=write_index(self._catalog(), around.mentioned),
            abbreviations=abbreviations,
            paper=_paper(),
        )

    def _citation(self) -> Citation:
        try:
            return load_book_citation(Path(self.srcdir), self.config.html_baseurl)
        except ValueError as error:
            raise ExtensionError(str(error)) from error

    def _catalog(self) -> Catalog | None:
        try:
            return load(Path(self.srcdir))
        except SurveyError:
            # The checks report it.
            return None

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
    """Let cells show pictures and Markdown on paper, as on the site."""
    ranks = (
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "text/markdown",
        "text/latex",
        "text/plain",
    )
    if "nb_mime_priority_overrides" not in config:
        # A few pages without cells.
        return
    config.nb_mime_priority_overrides = [
        *config.nb_mime_priority_overrides,
        *(("print", kind, rank * 10) for rank, kind in enumerate(ranks, 1)),
    ]


def setup(app: Sphinx) -> None:
    """Register the builder and its settings."""
    app.add_builder(PrintBuilder)
    app.connect("config-inited", _configure)
