"""A saved search, run: what it finds and the survey does not know waits to be screened."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..catalog import load
from ..editing.files import locked
from ..lookup import Hit, Page, Search, Services, search
from ..sources.datafiles import Row
from .found import Found, tidy_title
from .sourcerows import Tables, known_works
from .subjects import guess_kind, guess_subfield


class UnknownQueryError(ValueError):
    """There is no saved search of that name; says which there are."""


@dataclass(frozen=True)
class Progress:
    """How far a search is: works that it has in all, those looked at, and those that were new."""

    total: int
    seen: int
    new: int


def find(root: Path, name: str, services: Services, today: datetime.date) -> Iterator[Progress]:
    """Run the search ``name`` of data/queries.csv and yield how far it is after each page, when
    what is new of it is in data/sources.csv. A search that is interrupted has lost nothing, and
    finds the rest when it is run again.

    Raises:
        UnknownQueryError: there is no such search.
        LookupFailedError: as :func:`surveybook.lookup.search`.
        SurveyError: the data cannot be read.
    """
    query = _query(root, name)
    since = datetime.date.fromisoformat(query["since"])
    seen = new = total = 0
    for page in search(Search(query["service"], query["query"], since), services):
        new += _take(root, query, page)
        seen += len(page.hits)
        total = page.total
        yield Progress(total, seen, new)
    with locked(root):
        tables = Tables.read(load(root))
        listed = tables.register(_source(tables, query))
        listed |= {"read": today.isoformat(), "current_to": today.isoformat(), "hits": str(seen)}
        tables.write()


def _query(root: Path, name: str) -> Row:
    queries = {row["name"]: row for row in load(root).rows["queries"]}
    if name not in queries:
        known = ", ".join(queries) or "none yet"
        raise UnknownQueryError(f"'{name}' is no search of data/queries.csv; there are: {known}")
    return queries[name]


def _take(root: Path, query: Row, page: Page) -> int:
    """Let the unknown works of a page wait; how many they are. The tables are read anew, since
    somebody else may have written to them while the service was asked."""
    with locked(root):
        tables = Tables.read(load(root))
        listed = tables.register(_source(tables, query))
        works = known_works(tables.catalog, tables.sources)
        new = 0
        for hit in page.hits:
            found = _found(hit, query["subfield"])
            if not found.says_anything or works.recognise(found):
                continue
            cells = tables.append(listed, found, None)
            works.add(found, row=cells["row"], source=listed["id"])
            new += 1
        tables.write()
    return new


def _source(tables: Tables, query: Row) -> Mapping[str, str]:
    """What lists.csv says of a search. One whose words were changed is another search."""
    asked = {"service": query["service"], "query": query["query"]}
    known = {cells["id"]: cells for cells in tables.lists}
    name, number = query["name"], 1
    while name in known and {field: known[name][field] for field in asked} != asked:
        number += 1
        name = f"{query['name']}-{number}"
    told = {"id": name, "kind": "search", "title": query["title"], "subfield": query["subfield"]}
    return told | asked


def _found(hit: Hit, subfield: str) -> Found:
    title = tidy_title(hit.title)
    return Found(
        title,
        year=hit.year,
        arxiv=hit.arxiv,
        doi=hit.doi,
        pmid=hit.pmid,
        kind=guess_kind(title, ""),
        subfield=guess_subfield(title, "", subfield),
    )
