"""The flow of works from what was found to what the survey holds, in the numbers of PRISMA 2020."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from .catalog import Catalog


@dataclass(frozen=True)
class Flow:
    """Numbers of records and works; every record is accounted for once.

    ``identified`` are the records by kind of source ("list", "search"); of these ``empty`` name
    no work and ``duplicates`` one that an earlier record named, or that the survey had. The
    others are works, each once: ``waiting`` to be screened, ``excluded`` by reason, and
    ``included`` by table. Entries
    to which no record led were found otherwise: ``otherwise`` by table.
    """

    sources: Mapping[str, int]
    identified: Mapping[str, int]
    empty: int
    duplicates: int
    excluded: Mapping[str, int]
    waiting: int
    included: Mapping[str, int]
    otherwise: Mapping[str, int]

    @property
    def works(self) -> int:
        """The works that the records named, each once."""
        return self.screened + self.waiting

    @property
    def screened(self) -> int:
        """Works of which it was decided whether they belong."""
        return sum(self.excluded.values()) + sum(self.included.values())


def flow(catalog: Catalog) -> Flow:
    """Count what the tables say."""
    kinds = {row["id"]: row["kind"] for row in catalog.rows["lists"]}
    sources = Counter(kinds.values())
    rows = catalog.rows["sources"]
    identified = Counter(kinds.get(row["list"], "list") for row in rows)
    outcomes = Counter(row["disposition"] for row in rows)
    not_works = sum(row["reason"] == "not-a-work" for row in rows)
    # What a search returned and the survey knew has no row.
    returned = sum(
        int(row["hits"] or 0) - int(row["rows"] or 0)
        for row in catalog.rows["lists"]
        if row["kind"] == "search" and row["hits"]
    )
    known = max(0, returned)
    identified["search"] += known
    led_to = {(row["table"], row["id"]) for row in rows if row["disposition"] == "entry"}
    entries = {
        table.name: [(table.name, row["id"]) for row in catalog.rows[table.name]]
        for table in catalog.schema.entry_tables
    }
    return Flow(
        sources=dict(sources),
        identified={kind: identified[kind] for kind in ("list", "search")},
        empty=outcomes["placeholder"] + not_works,
        duplicates=outcomes["duplicate"] + known,
        excluded=dict(
            Counter(
                row["reason"]
                for row in rows
                if row["disposition"] == "out-of-scope" and row["reason"] != "not-a-work"
            ).most_common()
        ),
        waiting=outcomes["waiting"],
        included={
            name: sum(place in led_to for place in places) for name, places in entries.items()
        },
        otherwise={
            name: sum(place not in led_to for place in places) for name, places in entries.items()
        },
    )
