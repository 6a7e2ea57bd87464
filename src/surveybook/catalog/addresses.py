"""Which web addresses the survey gives, and where."""

from __future__ import annotations

from dataclasses import dataclass

from ..sources.webaddress import doi_address
from .catalog import Catalog

REFERENCES = "references"
"""Stands for references.bib where the others are tables."""
LINKS = "links"
"""The table of what became of the addresses."""


@dataclass(frozen=True, order=True)
class Use:
    """A cell or field that gives an address: the table, the entry's id or the work's key, the
    column."""

    table: str
    id: str
    field: str


def addresses(catalog: Catalog) -> dict[str, list[Use]]:
    """Every address of the entries' columns and of the references, a DOI as its address at
    doi.org, each with the places that give it."""
    found: dict[str, list[Use]] = {}
    for table in catalog.schema.entry_tables:
        for field in table.fields.values():
            for row in catalog.rows[table.name] if field.url else ():
                for value in field.values(row[field.name]):
                    if value not in catalog.schema.states:
                        found.setdefault(value, []).append(Use(table.name, row["id"], field.name))
    for work in catalog.works.values():
        if work.text("doi"):
            doi = doi_address(work.text("doi"))
            found.setdefault(doi, []).append(Use(REFERENCES, work.key, "doi"))
        url = work.fields.get("url", "")
        if url:
            found.setdefault(url, []).append(Use(REFERENCES, work.key, "url"))
    return found
