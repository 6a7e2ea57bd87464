"""Any awesome-style list read into its items: titles with their links.

An item is a list entry or a table row with a link, a paragraph that offers "[Paper]" or
"[Code]", or a numbered reference with its title in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..sources.characters import odd_characters

_LABELS = {
    "paper": ("paper", "pdf", "arxiv", "preprint", "publication", "article", "doi", "abs"),
    "code": ("code", "github", "repo", "repository", "git", "official code"),
    "data": ("data", "dataset", "data set", "download", "homepage", "link", "website", "page"),
    "": ("demo", "project", "project page", "video", "blog", "slides", "model", "weights"),
}
_KIND = {label: kind for kind, labels in _LABELS.items() for label in labels}
_REFERENCE = re.compile(r"^\[\d+\]\s.*?[\"“](?P<title>[^\"”]+)[\"”]")
_OFFER = re.compile(r"\[+(paper|code|pdf|github)\]+", re.IGNORECASE)
_BELOW_ITEM = re.compile(r"^([ \t]*[-*+] .*\n)[ \t]*\*\*[^*\n]+\*\*[ \t]*$", re.MULTILINE)
_PAPER = re.compile(r"arxiv\.org|doi\.org|pubmed|/pmc/|biorxiv|medrxiv|aclanthology|openreview")


@dataclass(frozen=True)
class Item:
    """An item of a list: its 1-based line, its title ("" for a placeholder) and its addresses
    by kind: "paper", "code", "data" or "" for others."""

    line: int
    title: str
    links: tuple[tuple[str, str], ...] = field(default=())


def unfit_texts(item: Item) -> list[str]:
    """Why an item can not enter the survey as the list has it: it holds characters that no source
    may hold. A list's other text, such as its headings, may have them."""
    texts = [item.title, *(address for _, address in item.links)]
    return [
        f"'{item.title[:60]}' holds {odd.what}" for text in texts for odd in odd_characters(text)
    ]


def read_list(text: str) -> list[Item]:
    """The items of a list in Markdown, in order; its table of contents is none."""
    # A bold line right below an item is a heading to its author, but part of it to Markdown.
    text = _BELOW_ITEM.sub(r"\1", text)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    items: list[Item] = []
    row: list[Token] | None = None
    in_list = 0
    head = False
    for before, token in pairwise([*tokens[:1], *tokens]):
        in_list += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.type in ("thead_open", "thead_close"):
            head = token.type == "thead_open"
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            items += [] if head else _row(row)
            row = None
        elif token.type == "list_item_close" and before.type == "list_item_open":
            items.append(Item(_line(before), ""))
        elif token.type == "inline" and row is not None:
            # A row's cells carry no line of their own in older versions of the parser.
            row.append(token)
        elif token.type == "inline" and before.type == "paragraph_open":
            items += _entry(token) if in_list else _paragraph(token)
    return items


def _entry(token: Token) -> Iterator[Item]:
    texts, links = _parts(token.children or [])
    if not links and not _OFFER.search(token.content):
        return
    if links and all(address.startswith("#") for _, address in links):
        return
    label, address = links[0] if links else ("", "")
    if label.lower() in _KIND or not links:
        title = _title(texts)
    else:
        # "[Name](address) - what it is": the label names the item.
        title, links = _title(label), [(_kind_of(address), address), *links[1:]]
    yield Item(_line(token), title, _addresses(links))


def _row(cells: Sequence[Token]) -> Iterator[Item]:
    found = [_parts(cell.children or []) for cell in cells]
    links = [link for _, more in found for link in more]
    named = [text for text, _ in found if re.search(r"[^\W\d_]{2}", text)]
    labels = [label for label, _ in links if label.lower() not in _KIND]
    if links:
        first = found[0][0].strip() or (labels or named or [""])[0]
        yield Item(_line(cells[0]), _title(first), _addresses(links))


def _paragraph(token: Token) -> Iterator[Item]:
    lines = token.content.splitlines()
    references = [(number, _REFERENCE.match(line)) for number, line in enumerate(lines)]
    for number, match in references:
        if match:
            yield Item(_line(token) + number, _title(match["title"]))
    _, links = _parts(token.children or [])
    offers = [(label, address) for label, address in links if label.lower() in _KIND]
    if offers or _OFFER.search(token.content):
        first, _ = _parts(_first_line(token.children or []))
        labels = [label for label, _ in links if label.lower() not in _KIND]
        yield Item(_line(token), _title(first or (labels or [""])[0]), _addresses(links))


def _first_line(children: Iterable[Token]) -> list[Token]:
    found = []
    for child in children:
        if child.type in ("softbreak", "hardbreak") or child.content.startswith("<br"):
            break
        found.append(child)
    return found


def _parts(children: Iterable[Token]) -> tuple[str, list[tuple[str, str]]]:
    """The text outside links, and each link's label and address. Images are passed over."""
    texts: list[str] = []
    links: list[tuple[str, str]] = []
    inside = False
    for child in children:
        if child.type == "link_open":
            links.append(("", str(child.attrGet("href") or "")))
            inside = True
        elif child.type == "link_close":
            inside = False
            links[-1] = (links[-1][0].strip("[]() *"), links[-1][1])
        elif child.type in ("text", "code_inline", "softbreak", "hardbreak"):
            word = child.content or " "
            if inside:
                links[-1] = (links[-1][0] + word, links[-1][1])
            else:
                texts.append(word)
    # A link around nothing but a badge has no label.
    return "".join(texts), [(label, address) for label, address in links if label]


def _title(text: str) -> str:
    """A title without the brackets of venue and date before it and the marks behind it."""
    text = re.sub(r"^[\W_]*(\[[^\]]*\]|\([^)]*\))\s*", "", " ".join(text.split()))
    text = _OFFER.sub("", text)
    return text.strip(" .,;:-–—|[]*").strip()


def _addresses(links: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_KIND.get(label.lower(), label if label in _LABELS else _kind_of(address)), address)
        for label, address in links
        if address.startswith(("http://", "https://"))
    )


def _kind_of(address: str) -> str:
    if re.search(r"//(www\.)?(github|gitlab)\.com/", address):
        return "code"
    return "paper" if _PAPER.search(address) else "data"


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0
