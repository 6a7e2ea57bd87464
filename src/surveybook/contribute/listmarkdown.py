"""A list in Markdown or HTML read into its items: entries, paragraphs, rows of tables.

Markdown is rendered to HTML first, each block with its line, so that tables, lists and links
written in either are read in one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import html
from markdown_it import MarkdownIt

from ..lookup import identifier_in
from .listinline import BREAK, Run, addresses, clean_title, links_in, offers, read_line, with_date
from .listitems import Item, UnreadableListError
from .listlabels import is_authors, is_date, is_venue, kind_of_label, label_of_image, venue_in
from .listtables import Cell, Table, read_table

_LINE = "data-line"
_REFERENCE = re.compile(r"^\[\d+\]\s.*?[\"“](?P<title>[^\"”]+)[\"”]")
_BELOW_ITEM = re.compile(r"^([ \t]*[-*+] .*\n)[ \t]*\*\*[^*\n\]]+\*\*[ \t]*$", re.MULTILINE)
_BLOCK_TAG = re.compile(r"<(p|div|li|tr|table|td|th|summary|details|h[1-6]|dt|dd)(?=[\s>])", re.I)
_BLOCKS = {
    *("p", "div", "ul", "ol", "li", "table", "details", "summary", "blockquote", "center", "dl"),
    *("dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "body", "hr", "pre", "article"),
    *("main", "thead", "tbody", "tr", "td", "th", "header", "footer", "nav", "html"),
}
_PASSED_OVER = {"head", "script", "style", "pre", "nav"}
_DEEPEST = 60


@dataclass
class _Reader:
    """The items that were read until now, and the title that waits for its links."""

    anchors: set[str]
    items: list[Item] = field(default_factory=list)
    waiting: Item | None = None

    def add(self, item: Item) -> None:
        self.waiting = None
        self.items.append(item)


def read_markdown(text: str) -> list[Item]:
    """The items of a list in Markdown, in order; its table of contents is none."""
    # A bold line right below an item is a heading to its author, but part of it to Markdown.
    text = _BELOW_ITEM.sub(r"\1", text)
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.map and token.nesting == 1:
            token.attrSet(_LINE, str(token.map[0] + 1))
        elif token.map and token.type == "html_block":
            token.content = _with_lines(token.content, token.map[0] + 1)
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
        root = html.document_fromstring(_with_lines(text, 1) if lines else text)
    except (ValueError, html.etree.ParserError) as error:
        if "empty" in str(error).lower():
            return []
        raise UnreadableListError("line 1: the list is no HTML that can be read") from error
    found = root.xpath("//*[@id or @name]")
    reader = _Reader({f"#{one.get('id') or one.get('name')}" for one in found})
    _read(root, reader, 0)
    return reader.items


def _with_lines(text: str, first: int) -> str:
    """HTML with the line of each block as an attribute."""

    def numbered(match: re.Match[str]) -> str:
        return f'{match[0]} {_LINE}="{first + text.count(BREAK, 0, match.start())}"'

    return _BLOCK_TAG.sub(numbered, text)


def _read(element: Any, reader: _Reader, depth: int) -> None:
    """Read the blocks in an element; text that stands between blocks is a paragraph."""
    inline: list[Any] = []
    loose = [Run(element.text)] if (element.text or "").strip() else []
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        holds = tag in _BLOCKS or (tag and any(one.tag in _BLOCKS for one in child.iter()))
        if holds and depth < _DEEPEST:
            _paragraph(loose, element, reader)
            loose = []
            _block(child, tag, reader, depth + 1)
        elif tag not in _PASSED_OVER:
            loose += _runs(child)
        if child.tail:
            loose.append(Run(child.tail))
    _paragraph(loose, element, reader)
    del inline


def _block(element: Any, tag: str, reader: _Reader, depth: int) -> None:
    if tag in _PASSED_OVER:
        return
    if tag == "li":
        _entry(element, reader, depth)
    elif tag == "table":
        _table(element, reader, depth)
    elif re.fullmatch(r"h[1-6]", tag):
        title = clean_title("".join(run.text for run in _own_runs(element)))
        links = addresses(links_in(_own_runs(element)))
        if links and title:
            reader.add(read_line(_own_runs(element), _line(element)))
        else:
            reader.waiting = Item(_line(element), title)
    elif tag in ("p", "summary", "dt", "dd") and not any(
        one.tag in _BLOCKS for one in element.iterdescendants()
    ):
        _paragraph(_own_runs(element), element, reader)
    else:
        _read(element, reader, depth)


def _entry(element: Any, reader: _Reader, depth: int) -> None:
    """An entry of a list. Entries below it are parts of it if they are nothing but its links."""
    below = [one for one in element.iter("li") if one is not element]
    tables = list(element.iter("table"))
    runs = _own_runs(element)
    text = "".join(run.text for run in runs)
    told = [_own_runs(one) for one in below]
    whole = any(_is_part(one) for one in told) and not any(
        links_in(one) and not _is_part(one) for one in told
    )
    if whole and text.strip():
        base = max((run.link for run in runs), default=-1) + 1
        for one in below:
            own = [
                run._replace(link=run.link + base if run.link >= 0 else -1)
                for run in _own_runs(one)
            ]
            base = max([base, *(run.link + 1 for run in own)])
            runs += [Run(BREAK), *own]
        below = []
    item = read_line(runs, _line(element))
    own_links = [link for link in links_in(runs) if not link.address.startswith("#")]
    if item.links or (offers(runs) and not below) or (own_links and not below):
        if any(link.address in reader.anchors and link.address != "#" for link in links_in(runs)):
            own_links = []
        if own_links or not links_in(runs):
            _add_or_complete(item, reader)
    elif not text.strip() and not below and not tables and not links_in(runs):
        reader.add(Item(_line(element), ""))
    elif not below and not links_in(runs) and _bold_alone(runs):
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
    if told and (kind_of_label(label) is not None or re.match(r"\W*(venue|year|date|authors?|conference|journal|published|affiliation|notes?|summary|tl;?dr|keywords?|tags?|institution|task|method|title)\b", label, re.I)):  # fmt: skip
        return True
    named = [link for link in links if link.names_a_work]
    return not named and (not re.search(r"[^\W\d_]{3}", text) or is_venue(text) or is_authors(text))


def _paragraph(runs: list[Run], element: Any, reader: _Reader) -> None:
    text = "".join(run.text for run in runs)
    if not text.strip():
        return
    line = _line(element)
    references = [
        (number, match)
        for number, one in enumerate(text.split(BREAK))
        if (match := _REFERENCE.match(one))
    ]
    for number, match in references:
        reader.items.append(Item(line + number, clean_title(match["title"])))
    for number, part in _lines_that_name(runs) or [(0, runs)]:
        _one_paragraph(part, line + number, reader)


def _one_paragraph(runs: list[Run], line: int, reader: _Reader) -> None:
    links = links_in(runs)
    text = "".join(run.text for run in runs)
    only_links = not re.search(
        r"[^\W\d_]{3}", "".join(r.text for r in runs if r.link < 0 and not r.image)
    )
    if any(link.address in reader.anchors and link.address != "#" for link in links):
        return
    item = read_line(_with_title_line(runs), line)
    unnamed = not any(link.names_a_work for link in links)
    if links and only_links and unnamed:
        if reader.waiting is not None and item.links:
            waiting = reader.waiting
            reader.add(replace(item, line=waiting.line, title=waiting.title))
        elif reader.items and item.links and _says_paper_or_code(links):
            _complete_last(item, reader)
        return
    if _headed_by_a_work(runs) or offers(runs):
        if item.title or item.links:
            reader.add(item)
    elif not links and _bold_alone(runs):
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


def _complete_last(item: Item, reader: _Reader) -> None:
    last = reader.items[-1]
    if not last.links:
        reader.items[-1] = replace(last, links=item.links)


def _bold_alone(runs: list[Run]) -> bool:
    return any(run.bold for run in runs) and all(
        run.bold or not re.search(r"\w", run.text) or run.code for run in runs
    )


def _with_title_line(runs: list[Run]) -> list[Run]:
    """A paragraph whose lines but the first are told apart from its title."""
    kept: list[Run] = []
    for run in runs:
        head, newline, rest = run.text.partition(BREAK)
        if newline and not run.image and re.search(r"\w", "".join(r.text for r in kept) + head):
            kept += [run._replace(text=head), Run(BREAK * 2), run._replace(text=rest)]
        else:
            kept.append(run)
    return kept


def _headed_by_a_work(runs: list[Run]) -> bool:
    """Whether a paragraph's first line is nothing but a link that names a work, bold or one that
    leads to a paper."""
    told = [run for run in runs if run.text.strip() and not run.image]
    while told and (told[0].code or not re.search(r"\w", told[0].text) or is_venue(told[0].text)):
        told = told[1:]
    if not told or told[0].link < 0:
        return False
    first = told[0].link
    links = {link.address: link for link in links_in([run for run in told if run.link == first])}
    link = next(iter(links.values()))
    after = next((run for run in told if run.link != first), None)
    alone = after is None or not re.match(r"\s*[a-z]", after.text) or BREAK in after.text[:2]
    paper = any(kind == "paper" for kind, _ in addresses([link]))
    return link.names_a_work and alone and (told[0].bold or paper)


def _lines_that_name(runs: list[Run]) -> list[tuple[int, list[Run]]]:
    """The lines of a paragraph if each is a work of its own, with their numbers."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split(BREAK) if not run.image else [run.text]
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=text)] for text in more]
    told = [(n, one) for n, one in enumerate(lines) if "".join(run.text for run in one).strip()]
    works = [
        one
        for _, one in told
        if _headed_by_a_work(one) or (offers(one) and read_line(one, 0).title)
    ]
    return told if len(told) > 1 and len(works) == len(told) else []


def _table(element: Any, reader: _Reader, depth: int) -> None:
    rows = [one for one in element.iter("tr") if next(one.iterancestors("table")) is element]
    cells = [[(one, _own_runs(one)) for one in row if one.tag in ("td", "th")] for row in rows]
    head = [
        "".join(run.text for run in runs).strip()
        for row in rows[:1]
        for one, runs in cells[0]
        if all(cell.tag == "th" for cell, _ in cells[0])
    ]
    body = [
        (_line(row), [Cell(tuple(runs), *_spans(one)) for one, runs in found])
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


def _spans(cell: Any) -> tuple[int, int]:
    def number(name: str) -> int:
        text = cell.get(name) or "1"
        return min(int(text), 200) if text.isascii() and text.isdigit() and int(text) else 1

    return number("rowspan"), number("colspan")


def _own_runs(element: Any) -> list[Run]:
    return list(_inline(element, Run(""), _Counter(), nested=False))


def _runs(element: Any) -> list[Run]:
    return list(_inline(element, Run(""), _Counter(id(element) % 100000), nested=False))


@dataclass
class _Counter:
    number: int = -1


def _inline(element: Any, style: Run, count: _Counter, *, nested: bool) -> Iterator[Run]:
    """The text in an element without the lists and tables in it, with how it is set."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in _PASSED_OVER or (nested and tag in ("ul", "ol", "table")):
        return
    if tag == "img":
        source = element.get("src") or ""
        label = label_of_image(element.get("alt") or "", source)
        if style.link < 0 and identifier_in(source):
            # "[![Paper](address)]" is meant as a link.
            count.number += 1
            style = style._replace(address=source, link=count.number)
        yield style._replace(text=label, image=True)
    elif tag == "br":
        yield Run(BREAK * 2)
    elif tag == "a" and element.get("href") is not None:
        count.number += 1
        style = style._replace(address=element.get("href").strip(), link=count.number)
    style = style._replace(
        bold=style.bold or tag in ("b", "strong"),
        italic=style.italic or tag in ("i", "em"),
        code=style.code or tag in ("code", "kbd", "samp"),
    )
    if tag in ("p", "div") and nested:
        yield Run(BREAK * 2)
    if element.text and tag not in ("img", "br"):
        yield style._replace(text=element.text)
    for child in element:
        yield from _inline(child, style, count, nested=True)
        if child.tail:
            yield style._replace(text=child.tail)
    if tag in ("p", "div") and nested:
        yield Run(BREAK * 2)


def _line(element: Any) -> int:
    for one in (element, *element.iterancestors()):
        if one.get(_LINE):
            return int(one.get(_LINE))
    return 1
