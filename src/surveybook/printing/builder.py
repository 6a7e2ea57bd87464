"""The whole book as one TeX document, put together part by part.

Sphinx's own builder knows no captions of parts and takes the first chapter for the book's
preface. Here each table of contents with a caption becomes a part, every page a chapter
and a page below it a section of that, but those whose front matter says ``print: false``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.latex import LaTeXBuilder
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.texescape import escape

from ..export.citation import Citation, load_book_citation
from ..export.printed import is_printed, offprint_path
from .formulas import give_outline_text
from .letters import fallback_file, stand_in
from .longoutputs import shorten_outputs
from .trees import adapt

logger = logging.getLogger(__name__)

STYLE = Path(__file__).parent / "survey.sty"
"""The design of the printed book."""
LICENCES = {"CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")}


class PrintBuilder(LaTeXBuilder):
    """Sphinx's LaTeX builder with the book's parts, and a tree made fit for paper."""

    def assemble_doctree(
        self, indexfile: str, toctree_only: bool, appendices: list[str]
    ) -> nodes.document:
        """All chapters in their order, references resolved."""
        parts = [(title, self._printed(names)) for title, names in self._parts(indexfile)]
        self.docnames = {indexfile, *(name for _, names in parts for name in names)}
        self._warn_of_shared_files()
        tree = new_document("the printed book")
        # The writer takes the first title for the book's own and leaves it to the title page.
        book = nodes.section("", nodes.title("", self.config.project))
        tree += book
        book += self._chapter(indexfile)
        for title, names in parts:
            if names and title:
                book += nodes.raw("", rf"\part{{{escape(title, 'xelatex')}}}", format="latex")
            book += [self._chapter(name) for name in names]
        self.env.resolve_references(tree, indexfile, self)
        for reference in list(tree.findall(addnodes.pending_xref)):
            # A page that is only on the site: its title stands for it.
            title = reference["refsectname"]
            reference.replace_self(nodes.emphasis(title, title))
        shorten_outputs(tree)
        adapt(tree, self.config.html_baseurl)
        give_outline_text(tree)
        self.context["preamble"] += stand_in(tree)
        return tree

    def _parts(self, indexfile: str) -> Iterator[tuple[str, list[str]]]:
        for toctree in self.env.get_doctree(indexfile).findall(addnodes.toctree):
            yield toctree.get("caption") or "", list(toctree["includefiles"])

    def _printed(self, names: list[str]) -> list[str]:
        return [name for name in names if is_printed(self.env.metadata[name])]

    def _warn_of_shared_files(self) -> None:
        taken: dict[str, str] = {}
        for docname in sorted(self.docnames):
            other = taken.setdefault(offprint_path(docname), docname)
            if other != docname:
                message = "its PDF would be called %s, as that of %s; rename one of the two files"
                logger.warning(message, offprint_path(docname), other, location=docname)

    def _chapter(self, docname: str) -> addnodes.start_of_file:
        chapter: addnodes.start_of_file = addnodes.start_of_file(docname=docname)
        chapter += [child for child in self.env.get_doctree(docname).children if _is_content(child)]
        for contents in list(chapter.findall(addnodes.toctree)):
            # The contents of the first page are the book's: they have become its parts.
            first = docname == self.config.root_doc
            below = [] if first else self._printed(contents["includefiles"])
            self.docnames = {*self.docnames, *below}
            contents.replace_self([self._chapter(name) for name in below])
        title = self.env.metadata[docname].get("print_title")
        if title:
            heading = next(iter(chapter.findall(nodes.title)))
            heading.replace_self(nodes.title("", str(title)))
        return chapter

    def get_contentsname(self, indexfile: str) -> str:
        """The head of the list of contents; Sphinx takes a part's."""
        return "Contents"

    def copy_assets(self) -> None:
        """Copy Sphinx's files of TeX, and the book's."""
        super().copy_assets()
        for file in (STYLE, fallback_file()):
            (Path(self.outdir) / file.name).write_bytes(file.read_bytes())


def _is_content(node: nodes.Node) -> bool:
    return not isinstance(node, (nodes.comment, nodes.docinfo))


def _configure(app: Sphinx, config: Config) -> None:
    """Tell the builder the book's design and title page."""
    try:
        book = load_book_citation(Path(app.srcdir), config.html_baseurl)
    except ValueError as error:
        raise ExtensionError(str(error)) from error
    names = " and ".join(author.name for author in book.authors)
    config.latex_engine = "xelatex"
    config.latex_documents = [
        (config.root_doc, "book.tex", _tex(book.title), _tex(names), "manual")
    ]
    config.latex_table_style = ["booktabs", "nocolorrows"]
    config.latex_show_urls = "no"
    config.latex_elements = {
        "papersize": "a4paper",
        "pointsize": "11pt",
        "extraclassoptions": "openany",
        "fncychap": "",
        "fontpkg": "",
        "sphinxsetup": "hmargin={26mm,26mm},vmargin={26mm,28mm},marginpar=0pt,"
        "verbatimforcewraps=true,"
        "TitleColor={HTML}{1F2328},InnerLinkColor={HTML}{0B4F79},OuterLinkColor={HTML}{0B4F79}",
        "preamble": "\\usepackage{survey}\n",
        "maketitle": _title_page(book),
        "tableofcontents": r"\surveycontents",
        "makeindex": "",
        "printindex": "",
    } | config.latex_elements


def _tex(text: str) -> str:
    return str(escape(text, "xelatex"))


def _title_page(book: Citation) -> str:
    licence, address = LICENCES.get(book.licence, (book.licence, ""))
    names = " and ".join(author.name for author in book.authors)
    day = f"{book.date.day} {book.date:%B %Y}"
    heading, _, subheading = book.title.partition(": ")
    fields = {
        "title": _tex(book.title),
        "heading": _tex(heading),
        "subheading": _tex(subheading),
        "subject": _tex(f"Version {book.version}, {day}. Licence: {licence}."),
        "author": _tex(names),
        "version": _tex(book.version),
        "date": day,
        "licence": rf"\href{{{address}}}{{{_tex(licence)}}}" if address else _tex(licence),
        "citation": _tex(book.text),
    }
    macros = "".join(rf"\def\survey{name}{{{text}}}" + "\n" for name, text in fields.items())
    return macros + r"\surveytitlepage"


def setup(app: Sphinx) -> None:
    """Register the builder and its settings."""
    app.add_builder(PrintBuilder, override=True)
    # After the table of contents, which names the first page.
    app.connect("config-inited", _configure, priority=950)
