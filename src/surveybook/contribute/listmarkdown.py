"""A list in Markdown or HTML read into its items: entries, paragraphs, rows of tables.

Markdown is rendered to HTML first, each block with its line, so that tables, lists and links
written in either are read in one way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import html
from markdown_it import MarkdownIt

from .listdom import LINE, PASSED_OVER, line_of, own_runs, spans, with_lines
from .listinline import BREAK, Run, addresses, clean_title, links_in, offers
from .listitems import Item, UnreadableListError
from .listlabels import is_authors, is_date, is_venue, kind_of_label, venue_in
from .listparagraphs import bold_alone, headed_by_a_work, lines_that_name, with_title_line
from .listtables import Cell, Table, read_table
from .listtitle import read_line, with_date

_REFERENCE = re.compile(r"^\[\d+\]\s.*?[\"“](?P<title>[^\"”]+)[\"”]")
_BELOW_ITEM = re.compile(r"^([ \t]*[-*+] .*\n)[ \t]*\*\*[^*\n\]]+\*\*[ \t]*$", re.MULTILINE)
_REMARK = re.compile(
    r"\W*(?:venue|year|date|authors?|conference|journal|published|affiliation|notes?|summary|tl;?dr"
    r"|keywords?|tags?|institution|task|method|title)\b",
    re.I,
)
_BLOCKS = {
    *("p", "div", "ul", "ol", "li", "table", "details", "summary", "blockquote", "center", "dl"),
    *("dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "body", "hr", "pre", "article"),
    *("main", "thead", "tbody", "tr", "td", "th", "header", "footer", "nav", "html"),
}
_DEEPEST = 60


@dataclass
class _Reader:
    """The items that were read until now, and the title that waits for its links."""

    anchors: set[str]
    items: list[Item] = field(default_factory=list)
    waiting: Item | None = None
    in_paragraphs: bool = False
    headings: dict[int, str] = field(default_factory=dict)

    def add(self, item: Item, *, paragraph: bool = False) -> None:
        self.waiting = None
        self.in_paragraphs = paragraph
        # A heading that names the work itself is no section of it.
        section = [text for _, text in sorted(self.headings.items()) if text != item.title]
        self.items.append(replace(item, section=tuple(section)))

    def enter(self, level: int, title: str) -> None:
        """Begin the section of a heading; that at the top of a list is the list's own title."""
        self.headings = {one: text for one, text in self.headings.items() if one < level}
        if title and (level > 1 or self.items):
            self.headings[level] = title

    def complete(self, links: tuple[tuple[str, str], ...]) -> None:
        """Give the last item links of kinds that it does not have yet."""
        last = self.items[-1]
        known = {kind for kind, _ in last.links}
        more = [link for link in links if link[0] not in known]
        if self.in_paragraphs:
            self.items[-1] = replace(last, links=(*last.links, *more))


def read_markdown(text: str) -> list[Item]:
    """The items of a list in Markdown, in order; its table of contents is none."""
    # A bold line right below an item is a heading to its author, but part of it to Markdown.
    text = _BELOW_ITEM.sub(r"\1", text)
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.map and token.nesting == 1:
            token.attrSet(LINE, str(token.map[0] + 1))
        elif token.map and token.type == "html_block":
            token.content = with_lines(token.content, token.map[0] + 1)
    return read_html(str(parser.renderer.render(tokens, parser.options, {})), lines=False)


def read_html(text: str, *, lines: bool = True) -> list[Item]:
    """The items of a list in HTML; ``lines`` if its blocks do not carry their lines yet.

    Raises:
        UnreadableListError: nothing in it can be read as HTML.
    """
    if not text.strip():
        return []
    try:
        # libxml2 stops at a NUL and refuses an encoding declared in text.
        text = re.sub(r"^\s*<\?xml[^>]*>", "", text.replace("\0", ""))
        root = html.document_fromstring(with_lines(text, 1) if lines else text)
    except (ValueError, html.etree.ParserError) as error:
        if "empty" in str(error).lower():
            return []
        raise UnreadableListError("line 1: the list is no HTML that can be read") from error
    found = root.xpath("//*[@id or @name]")
    reader = _Reader({f"#{one.get('id') or one.get('name')}" for one in found})
    _read(root, reader, 0)
    return reader.items


def _read(element: Any, reader: _Reader, depth: int) -> None:
    """Read the blocks in an element; text that stands between blocks is a paragraph."""
    loose = [Run(element.text)] if (element.text or "").strip() else []
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        holds = tag in _BLOCKS or (tag and any(one.tag in _BLOCKS for one in child.iter()))
        if holds and depth < _DEEPEST:
            _paragraph(loose, element, reader)
            loose = []
            _block(child, tag, reader, depth + 1)
        elif tag not in PASSED_OVER:
            first = max((run.link for run in loose), default=-1) + 1
            loose += own_runs(child, first)
        if child.tail:
            loose.append(Run(child.tail))
    _paragraph(loose, element, reader)


def _block(element: Any, tag: str, reader: _Reader, depth: int) -> None:
    if tag in PASSED_OVER:
        return
    if tag == "li":
        _entry(element, reader, depth)
    elif tag == "table":
        _table(element, reader, depth)
    elif re.fullmatch(r"h[1-6]", tag):
        title = clean_title("".join(run.text for run in own_runs(element)))
        links = addresses(links_in(own_runs(element)))
        reader.enter(int(tag[1]), title)
        if links and title:
            reader.add(read_line(own_runs(element), line_of(element)))
        else:
            reader.waiting = Item(line_of(element), title)
    elif tag in ("p", "summary", "dt", "dd") and not any(
        one.tag in _BLOCKS for one in element.iterdescendants()
    ):
        _paragraph(own_runs(element), element, reader)
    else:
        _read(element, reader, depth)


def _entry(element: Any, reader: _Reader, depth: int) -> None:
    """An entry of a list. Entries below it are parts of it if they are nothing but its links."""
    below = [one for one in element.iter("li") if one is not element]
    tables = list(element.iter("table"))
    runs = own_runs(element)
    text = "".join(run.text for run in runs)
    told = [own_runs(one) for one in below]
    whole = any(_is_part(one) for one in told) and not any(
        links_in(one) and not _is_part(one) for one in told
    )
    if whole and text.strip():
        for one in below:
            first = max((run.link for run in runs), default=-1) + 1
            runs += [Run(BREAK), *own_runs(one, first)]
        below = []
    item = read_line(runs, line_of(element))
    own_links = [link for link in links_in(runs) if not link.address.startswith("#")]
    if item.links or (offers(runs) and not below) or (own_links and not below):
        if any(link.address in reader.anchors and link.address != "#" for link in links_in(runs)):
            own_links = []
        if own_links or not links_in(runs):
            _add_or_complete(item, reader)
    elif not text.strip() and not below and not tables and not links_in(runs):
        reader.add(Item(line_of(element), ""))
    elif not below and not links_in(runs) and bold_alone(runs):
        reader.waiting = item
    for one in element.iterchildren():
        if one.tag in ("ul", "ol", "table") and (one.tag == "table" or below):
            _block(one, one.tag, reader, depth + 1) if depth < _DEEPEST else None


def _is_part(runs: list[Run]) -> bool:
    """Whether a nested entry only gives a link, a date or a remark of the entry above it."""
    text = "".join(run.text for run in runs if run.link < 0 and not run.image)
    links = links_in(runs)
    label, colon, _ = text.partition(":")
    told = bool(colon) and len(label.split()) <= 3
    if told and (kind_of_label(label) is not None or _REMARK.match(label)):
        return True
    named = [link for link in links if link.names_a_work]
    return not named and (not re.search(r"[^\W\d_]{3}", text) or is_venue(text) or is_authors(text))


def _paragraph(runs: list[Run], element: Any, reader: _Reader) -> None:
    text = "".join(run.text for run in runs)
    if not text.strip():
        return
    line = line_of(element)
    references = [
        (number, match)
        for number, one in enumerate(text.split(BREAK))
        if (match := _REFERENCE.match(one))
    ]
    for number, match in references:
        reader.add(Item(line + number, clean_title(match["title"])))
    for number, part in lines_that_name(runs) or [(0, runs)]:
        _one_paragraph(part, line + number, reader)


def _one_paragraph(runs: list[Run], line: int, reader: _Reader) -> None:
    links = links_in(runs)
    text = "".join(run.text for run in runs)
    only_links = not re.search(
        r"[^\W\d_]{3}", "".join(r.text for r in runs if r.link < 0 and not r.image)
    )
    if any(link.address in reader.anchors and link.address != "#" for link in links):
        return
    item = read_line(with_title_line(runs), line)
    unnamed = not any(link.names_a_work for link in links)
    if links and only_links and unnamed:
        if reader.waiting is not None and item.links:
            waiting = reader.waiting
            reader.add(replace(item, line=waiting.line, title=waiting.title), paragraph=True)
        elif reader.items and item.links and _says_paper_or_code(links):
            reader.complete(item.links)
        return
    if headed_by_a_work(runs) or offers(runs):
        if item.title or item.links:
            reader.add(item, paragraph=True)
    elif not links and bold_alone(runs):
        reader.waiting = item
    elif reader.items and len(text) < 160 and item.links == () and _dated(text):
        for part in re.split(r"[·|•()\n]|,\s", text):
            reader.items[-1] = with_date(reader.items[-1], part.strip(" *_"))


def _dated(text: str) -> bool:
    return bool(venue_in(text) or is_date(text) or is_venue(text))


def _says_paper_or_code(links: list[Any]) -> bool:
    return all(kind_of_label(link.label) is not None or is_venue(link.label) for link in links)


def _add_or_complete(item: Item, reader: _Reader) -> None:
    if not item.title and item.links and reader.waiting is not None:
        item = replace(item, line=reader.waiting.line, title=reader.waiting.title)
    reader.add(item)


def _table(element: Any, reader: _Reader, depth: int) -> None:
    rows = [one for one in element.iter("tr") if next(one.iterancestors("table")) is element]
    cells = [[(one, own_runs(one)) for one in row if one.tag in ("td", "th")] for row in rows]
    head = [
        "".join(run.text for run in runs).strip()
        for row in rows[:1]
        for one, runs in cells[0]
        if all(cell.tag == "th" for cell, _ in cells[0])
    ]
    body = [
        (line_of(row), [Cell(tuple(runs), *spans(one)) for one, runs in found])
        for row, found in list(zip(rows, cells, strict=True))[1 if head else 0 :]
        if found
    ]
    found = read_table(Table(head, body, frozenset(reader.anchors)))
    if found.of_one_work:
        if reader.items:
            last = reader.items[-1]
            links = tuple(dict.fromkeys((*last.links, *found.items[0].links)))
            reader.items[-1] = replace(last, links=links)
        return
    for item in found.items:
        reader.add(item)
    for one in element.iter("li", "table"):
        near = next((up for up in one.iterancestors() if up.tag in ("li", "table")), None)
        if near is element and depth < _DEEPEST and not found.items:
            _block(one, one.tag, reader, depth + 1)
