"""The e-book: the pages of the printed book as XHTML, put together as one EPUB."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.frontend import OptionParser
from docutils.writers.html5_polyglot import Writer
from lxml import etree
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from ..doctree.formulas import text_of
from ..export.editiontime import edition_time
from ..export.printed import EBOOK
from ..printing.abbreviations import Abbreviation, find_abbreviations
from ..printing.bookbuilder import BookBuilder, Contents, Page, show_pictures
from ..printing.numbering import section_number
from ..printing.translator import PagesBelow
from .cover import cover
from .links import Places, file_of, places_of, resolve_links
from .package import Entry, archive, navigation, package, page
from .translator import EbookTranslator

logger = logging.getLogger(__name__)
STYLE = Path(__file__).parent / "book.css"
"""How the book looks where the reader has no wishes of its own."""


class EbookBuilder(BookBuilder):
    """Writes the e-book into its folder."""

    name = "ebook"
    epilog = "The e-book is in %(outdir)s."
    # What the writer of HTML asks of its builder.
    highlighter = None
    secnumbers: ClassVar[dict[str, tuple[int, ...]]] = {}
    add_permalinks = False
    download_support = False
    current_docname = ""
    math_renderer_name = "mathml"

    @property
    def fignumbers(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """The numbers of figures and tables of the page that is written."""
        return self.env.toc_fignumbers.get(self.current_docname, {})

    def write(self, *_: object) -> None:
        """Write the e-book."""
        book = self.read_book()
        places = places_of(book.pages, self.config.html_baseurl)
        catalog = self.catalog()
        abbreviations = find_abbreviations(
            {each.docname: each.tree for each in book.pages},
            catalog.rows["taxonomy"] if catalog else (),
        )
        settings = OptionParser(
            defaults=self.env.settings, components=(Writer,), read_config_files=False
        ).get_default_values()
        texts = {
            "cover.xhtml": self._page(
                "Cover",
                '<p class="cover"><img src="cover.png" alt="Cover of the book" /></p>',
                "cover",
            ),
            "title.xhtml": self._title_page(),
        }
        for chapter in book.before:
            texts |= self._chapter(book.chapters[chapter], places, settings, "frontmatter")
        if abbreviations:
            texts["abbreviations.xhtml"] = self._abbreviations(abbreviations, places)
        entries = [Entry("About this edition", "title.xhtml"), *self._entries(book, book.before)]
        if abbreviations:
            entries.append(Entry("Abbreviations", "abbreviations.xhtml"))
        for title, names in book.parts:
            for name in names:
                texts |= self._chapter(book.chapters[name], places, settings, "bodymatter")
            below = self._entries(book, names)
            entries += [Entry(title, "", below)] if title and below else below
        first = next(file_of(name) for _, names in book.parts for name in names)
        marks = {
            "cover": ("cover.xhtml", "Cover"),
            "toc": ("nav.xhtml", "Contents"),
            "bodymatter": (first, "Beginning"),
        }
        nav = navigation(entries, marks, self._language)
        order = ["cover.xhtml", "title.xhtml", "nav.xhtml", *list(texts)[2:]]
        texts["nav.xhtml"] = nav
        self._check(texts, {file_of(each.docname): each.docname for each in book.pages})
        files = {name: text.encode() for name, text in texts.items()}
        files |= {
            f"images/{name}": (Path(self.srcdir) / uri).read_bytes()
            for uri, name in self.images.items()
        }
        citation = self.citation()
        files |= {"book.css": STYLE.read_bytes(), "cover.png": cover(citation)}
        about = str(self.env.metadata[self.config.root_doc].get("description", ""))
        described = package(
            citation,
            " ".join(about.split()),
            self._language,
            edition_time(Path(self.srcdir)),
            files,
            order,
        )
        Path(self.outdir).mkdir(parents=True, exist_ok=True)
        (Path(self.outdir) / EBOOK).write_bytes(
            archive(files | {"package.opf": described.encode()})
        )

    @property
    def _language(self) -> str:
        return self.config.language or "en"

    def _page(self, title: str, body: str, kind: str) -> str:
        return page(title, body, self._language, kind)

    # --- pages ----------------------------------------------------------------------------------

    def _chapter(
        self, pages: Sequence[Page], places: Places, settings: object, kind: str
    ) -> dict[str, str]:
        below = [(self._title(each), file_of(each.docname)) for each in pages[1:]]
        for each in pages[0].tree.findall(PagesBelow):
            each["pages"] = below
        return {
            file_of(each.docname): self._written(each, places, settings, kind) for each in pages
        }

    def _written(self, each: Page, places: Places, settings: object, kind: str) -> str:
        stated = self.env.metadata[each.docname].get("print_title")
        if stated:
            title = next(each.tree.findall(nodes.title))
            title.children = []
            title += nodes.Text(str(stated))
        for below in list(each.tree.findall(PagesBelow)):
            if "pages" not in below:
                below.parent.remove(below)
        resolve_links(each, places)
        self.current_docname = each.docname
        each.tree.settings = settings
        translator = EbookTranslator(each.tree, self, self.abstract(each))
        each.tree.walkabout(translator)
        return self._page(self._title(each), "".join(translator.body), kind)

    def _title(self, each: Page) -> str:
        title = self.env.metadata[each.docname].get("print_title")
        words = str(title or text_of(self.env.titles[each.docname]))
        number = section_number(self.env, each.docname, ())
        return f"{number}. {words}" if number else words

    def _entries(self, book: Contents, names: Sequence[str]) -> list[Entry]:
        return [
            Entry(
                self._title(first),
                file_of(first.docname),
                [Entry(self._title(each), file_of(each.docname)) for each in below],
            )
            for first, *below in (book.chapters[name] for name in names)
        ]

    def _title_page(self) -> str:
        book = self.citation()
        heading, _, subheading = book.title.partition(": ")
        lines = [
            f"<h1>{escape(heading)}</h1>",
            f"<p>{escape(subheading)}</p>" if subheading else "",
            f"<p>{escape(', '.join(author.name for author in book.authors))}</p>",
            f"<p>Version {escape(book.version)}, {book.day}</p>",
            f"<p>Licence: {escape(book.licence)}</p>" if book.licence else "",
            f"<h2>How to cite</h2><p>{escape(book.text)}</p>",
        ]
        body = f'<section class="title-page">\n{"".join(lines)}\n</section>'
        return self._page(book.title, body, "frontmatter")

    def _abbreviations(self, known: Sequence[Abbreviation], places: Places) -> str:
        lines = []
        for each in known:
            address = places.address(each.place) if each.place else ""
            long = escape(each.long)
            long = f'<a href="{escape(address)}">{long}</a>' if address else long
            lines.append(f"<dt>{escape(each.short)}</dt><dd>{long}</dd>\n")
        body = f"<h1>Abbreviations</h1>\n<dl>\n{''.join(lines)}</dl>"
        return self._page("Abbreviations", body, "frontmatter")

    def _check(self, texts: dict[str, str], pages: dict[str, str]) -> None:
        """Warn of files that an e-reader would refuse; ``pages`` says of which page one is."""
        for name, text in texts.items():
            try:
                etree.fromstring(text.encode())
            except etree.XMLSyntaxError as error:
                message = "%s of the e-book is not well-formed: %s"
                logger.warning(message, name, error, location=pages.get(name))


def _configure(app: Sphinx, config: Config) -> None:
    show_pictures(config, EbookBuilder.name)


def setup(app: Sphinx) -> None:
    """Register the builder and its settings."""
    app.add_builder(EbookBuilder)
    app.connect("config-inited", _configure)
