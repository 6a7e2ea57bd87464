"""A list kept as data (JSON, YAML, CSV): titles and links recognised by the fields' names."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from .listinline import clean_title
from .listitems import Item, UnreadableListError
from .listlabels import is_authors, is_venue, kind_of_address, kind_of_label, venue_in, year_in

_TITLE = (
    r"(?:paper|article|publication|full)?_?title|标题",
    r"name|(?:paper|model|method|dataset|data_set|project|resource|tool|work)_?name|名称",
    r"paper|article|publication|model|method|dataset|data_set|tool|work|resource|benchmark|project|entry",
)
_IDENTIFIERS = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
}
_PAPERS = ("paper", "article", "publication", "work")
_VENUE = re.compile(r"venue|journal|conference|booktitle|published_?in|publisher|container_?title")
_YEAR = re.compile(r"year|date|published|publication_?date|pub_?date|time|released?|issued")
_SECTION = re.compile(
    r"(?:sub_?)?(?:categor(?:y|ies)|section|topics?|domain|area|field|group)|task|type|kind|modality"
)
_PASSED_OVER = re.compile(
    r"authors?|affiliation|image|logo|icon|thumbnail|avatar|badge|abstract|summary|notes?|description"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'\])]+")
_DEEPEST = 40
_LONGEST_SECTION = 80


class _Fields(dict[str, Any]):
    """A mapping with the 1-based line on which it begins."""

    line = 1


def json_items(text: str) -> list[Item]:
    """The items of a list in JSON, or in JSON lines.

    Raises:
        UnreadableListError: it is no JSON.
    """
    text = text.removeprefix("\ufeff")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        data = _json_lines(text)
        if data is None:
            raise UnreadableListError(
                f"line {error.lineno}: the list is no JSON ({error.msg}); correct it there"
            ) from error
    except RecursionError as error:
        raise UnreadableListError("line 1: the list is nested too deeply to be read") from error
    # Mappings begin in the text in the order in which they are met.
    opening = re.finditer(r'"(?:[^"\\]|\\.)*"|(\{)', text)
    starts = iter([match.start() for match in opening if match[1]])
    return list(_items(_with_lines(data, text, starts)))


def _json_lines(text: str) -> list[Any] | None:
    try:
        found = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (json.JSONDecodeError, RecursionError):
        return None
    return found if all(isinstance(one, dict) for one in found) and found else None


def _with_lines(data: Any, text: str, starts: Iterator[int]) -> Any:
    if isinstance(data, dict):
        found = _Fields()
        found.line = text.count("\n", 0, next(starts, 0)) + 1
        for name, value in data.items():
            found[str(name)] = _with_lines(value, text, starts)
        return found
    if isinstance(data, list):
        return [_with_lines(value, text, starts) for value in data]
    return "" if data is None or isinstance(data, bool) else str(data)


def yaml_items(text: str) -> list[Item]:
    """The items of a list in YAML.

    Raises:
        UnreadableListError: it is no YAML.
    """
    try:
        nodes = list(yaml.compose_all(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        problem = getattr(error, "problem", None) or "it holds a character that YAML forbids"
        raise UnreadableListError(f"{line}the list is no YAML ({problem}); correct it") from error
    return [item for node in nodes for item in _items(_from_node(node, set(), 0))]


def _from_node(node: Any, seen: set[int], depth: int) -> Any:
    # A node that is referred to again is read once: a list cannot grow by its references.
    if node is None or depth > _DEEPEST or id(node) in seen:
        return ""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_from_node(one, seen, depth + 1) for one in node.value]
    found = _Fields()
    found.line = node.start_mark.line + 1
    for name, value in node.value:
        found[str(name.value)] = _from_node(value, seen, depth + 1)
    return found


def csv_items(text: str, delimiter: str = "") -> list[Item]:
    """The items of a list in CSV, its fields named in the first line.

    Raises:
        UnreadableListError: a line cannot be read.
    """
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = delimiter or max(",;\t|", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    items: list[Item] = []
    end = 1
    try:
        for row in reader:
            fields = _Fields({str(k): str(v or "") for k, v in row.items() if k})
            fields.line, end = end + 1, reader.line_num
            item = _item(fields, "")
            items += [item] if item else []
    except csv.Error as error:
        raise UnreadableListError(
            f"line {reader.line_num}: no CSV ({error}); correct it"
        ) from error
    return items


def _items(data: Any, name: str = "", depth: int = 0) -> Iterator[Item]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _items(one, "", depth + 1)
    elif isinstance(data, _Fields):
        item = _item(data, name)
        if item:
            yield item
            return
        for key, value in data.items():
            if isinstance(value, (_Fields, list)):
                yield from _items(value, key, depth + 1)


def _item(fields: _Fields, name: str) -> Item | None:
    """The work that a mapping describes; None if it describes none. ``name`` is the name that
    the mapping itself has."""
    low = {re.sub(r"[\s-]+", "_", key.strip().lower()): value for key, value in fields.items()}
    title = next(
        (
            found
            for pattern in _TITLE
            for key, value in low.items()
            if re.fullmatch(pattern, key) and (found := _title(value, paper=key in _PAPERS))
        ),
        "",
    )
    links = tuple(dict.fromkeys(link for key, value in low.items() for link in _links(key, value)))
    groups = [v for v in low.values() if isinstance(v, list) and v and isinstance(v[0], _Fields)]
    if any(_item(one, "") is not None and _has_title(one) for group in groups for one in group):
        return None
    if not title and name and links and not isinstance(low.get("url"), list):
        title = _title(name.replace("_", " ")) if kind_of_label(name) is None else ""
    if not links and not (title and _described(low)):
        return None
    dates = [v for k, v in low.items() if _YEAR.fullmatch(k) and isinstance(v, str)]
    venues = [v for k, v in low.items() if _VENUE.fullmatch(k) and isinstance(v, str)]
    year = next(filter(None, map(year_in, [*dates, *venues])), "")
    venue = next((venue_in(one) or one for one in venues if one), "")
    sections = [told for key, value in low.items() for told in _section(key, value)]
    return Item(fields.line, title, links, year, venue, section=tuple(sections))


def _section(key: str, value: Any) -> Iterator[str]:
    """The short texts of a field that says where in its list a work belongs."""
    if not _SECTION.fullmatch(key):
        return
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and 0 < len(one) <= _LONGEST_SECTION:
            yield clean_title(one)


def _has_title(fields: Mapping[str, Any]) -> bool:
    return any(re.fullmatch(p, str(k).lower()) for p in _TITLE[:2] for k in fields)


def _described(low: Mapping[str, Any]) -> bool:
    """Whether fields without a link describe a work: by year or authors or venue."""
    return any(_YEAR.fullmatch(key) or _VENUE.fullmatch(key) or "author" in key for key in low)


def _title(value: Any, *, paper: bool = False) -> str:
    """A title or name in a field; a ``paper``'s may be told by its venue, which is none."""
    if isinstance(value, _Fields):
        return next((_title(value[k]) for k in ("title", "name", "text") if value.get(k)), "")
    if not isinstance(value, str):
        return ""
    linked = re.fullmatch(r"\s*\[(.+?)\]\((?:[^()\s]|\([^()]*\))+\)\s*", value)
    text = " ".join((linked[1] if linked else value).split())
    if _ADDRESS.match(text) or kind_of_label(text) is not None or is_authors(text):
        return ""
    if paper and is_venue(text):
        return ""
    return clean_title(text) if re.search(r"[^\W_]{2}", text) else ""


def _links(key: str, value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The links in a field, by the kind that its name or the address tells."""
    if _PASSED_OVER.fullmatch(key) or depth > 4:
        return
    if isinstance(value, _Fields):
        label = str(value.get("label") or value.get("type") or value.get("name") or "")
        for name, one in value.items():
            own = label if name.lower() in ("url", "href", "link", "address") else name
            yield from _links(key if kind_of_label(key.replace("_", " ")) else own, one, depth + 1)
        return
    if isinstance(value, list):
        for one in value:
            yield from _links(key, one, depth + 1)
        return
    text = value.strip()
    found = _ADDRESS.findall(text)
    bare = re.sub(r"_?(?:id|number|no)$", "", key.lower())
    if (
        not found
        and text
        and (bare in _IDENTIFIERS or re.fullmatch(r"\d{4}\.\d{4,5}(v\d+)?", text))
    ):
        text = re.sub(r"^(?:arxiv|doi|pmid|pmcid)\s*:\s*", "", text, flags=re.I)
        if re.fullmatch(r"[\w./()<>:;-]{5,}", text):
            yield "paper", f"{_IDENTIFIERS.get(bare, _IDENTIFIERS['arxiv'])}{text}"
    # Prose may hold addresses of other things.
    if len(text.split()) > 12 * max(1, len(found)):
        return
    words = re.sub(r"_|\b(?:url|link|href)s?\b", " ", key.replace("_", " "))
    for address in found:
        kind = kind_of_label(words)
        address = address.rstrip(".,;")
        if kind is None or (kind in ("data", "") and kind_of_address(address) != "data"):
            kind = kind_of_address(address)
        yield kind, address
