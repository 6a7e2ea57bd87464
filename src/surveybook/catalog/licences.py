"""What a licence allows: the family of each text that states one, from licences.csv.

Nothing is read out of the words of a cell: "MIT" may be withdrawn three words later.
"""

from __future__ import annotations

from collections import Counter

from .catalog import Catalog

NONE_STATED = "none-stated"
"""The family of a cell that says "not published": without a licence nothing is granted."""
FAMILIES = "licence-family"
"""The vocabulary of the families."""
LICENCES = "licences"
"""The table of licences, and how the keys that lead to it are recognised."""


def licence_families(catalog: Catalog) -> dict[str, str]:
    """The family, a term of the vocabulary "licence-family", by what a cell holds; what is not in
    it has none: empty and "n/a", and what licences.csv lacks, which the checks report."""
    families = {row["licence"]: row["family"] for row in catalog.rows.get(LICENCES, ())}
    return families | {"not published": NONE_STATED}


def licence_fields(catalog: Catalog, table: str) -> list[str]:
    """The columns of a table that state licences."""
    keys = catalog.schema.tables[table].foreign_keys
    return [key.field for key in keys if key.table == LICENCES]


def entries_by_family(catalog: Catalog) -> Counter[str]:
    """How many entries have a licence of each family, of whatever part."""
    families = licence_families(catalog)
    return Counter(
        family
        for table in catalog.schema.entry_tables
        for row in catalog.rows[table.name]
        for family in {families.get(row[name]) for name in licence_fields(catalog, table.name)}
        if family
    )
