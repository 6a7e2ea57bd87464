"""Services that know what became of works, on loopback: Crossref's lists, page by page, and the
preprint servers' records of published versions."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.support.scholarly import ENTRY, FEED, Scholarly

JOURNAL_REF = (
    '<arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">{}</arxiv:journal_ref>'
)
DOI = '<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">{}</arxiv:doi>'


def arxiv_record(number: str, *, doi: str = "", reference: str = "") -> str:
    """One entry of arXiv's feed, with what it says of the published version."""
    said = (DOI.format(doi) if doi else "") + (JOURNAL_REF.format(reference) if reference else "")
    return ENTRY.format(
        number=number,
        year=2024,
        title="A title",
        authors="<author><name>A B</name></author>",
        doi=said,
    )


@dataclass
class Registries(Scholarly):
    """``feed``: arXiv's entries by number; ``rxiv``: "server/DOI" to the published DOI or "NA";
    ``works``: Crossref's records; ``page``: how many of them it gives at a time, whatever is
    asked for."""

    feed: dict[str, str] = field(default_factory=dict)
    rxiv: dict[str, str] = field(default_factory=dict)
    works: list[dict[str, Any]] = field(default_factory=list)
    page: int = 1000
    queries: list[dict[str, list[str]]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "SURVEYBOOK_BIORXIV": f"{self.address}/biorxiv",
            "SURVEYBOOK_CONTACT": "survey@example.org",
        }

    def answer(self, path: str, query: dict[str, list[str]], accept: str) -> tuple[int, str]:
        if path == "/arxiv/api/query":
            numbers = query["id_list"][0].split(",")
            entries = [self.feed[number] for number in numbers if number in self.feed]
            return 200, FEED.format(entry="".join(entries))
        if path.startswith("/biorxiv/details/"):
            server, _, rest = path.removeprefix("/biorxiv/details/").partition("/")
            published = self.rxiv.get(f"{server}/{rest.removesuffix('/na/json')}")
            versions = [{"version": "1", "published": published}] if published else []
            return 200, json.dumps({"messages": [{"status": "ok"}], "collection": versions})
        if path == "/crossref/works":
            self.queries.append(query)
            return 200, json.dumps({"message": self._list(query)})
        return super().answer(path, query, accept)

    def _list(self, query: dict[str, list[str]]) -> dict[str, Any]:
        wanted: dict[str, set[str]] = {}
        for part in query["filter"][0].split(","):
            name, _, value = part.partition(":")
            wanted.setdefault(name, set()).add(value.lower())
        (name, values), *_ = wanted.items()
        passing = [work for work in self.works if _keys(name, work) & values]
        cursor = query["cursor"][0]
        start = 0 if cursor == "*" else int(cursor)
        size = min(self.page, int(query["rows"][0]))
        shown = passing[start : start + size]
        return {"items": shown, "next-cursor": str(start + size)}


def _keys(name: str, work: dict[str, Any]) -> set[str]:
    if name == "doi":
        found = [work["DOI"]]
    elif name == "updates":
        found = [update["DOI"] for update in work.get("update-to", [])]
    else:
        related = work.get("relation", {}).values()
        found = [one["id"] for listed in related for one in listed]
    return {key.lower() for key in found}
