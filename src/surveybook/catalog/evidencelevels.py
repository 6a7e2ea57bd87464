"""Studies by the use in care that they bear on and by their level of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .catalog import Catalog

if TYPE_CHECKING:
    import pandas as pd

BESIDE_CARE = ("research", "language-tasks")
"""Uses that are no use in care by themselves."""
TRIALS = ("case-trial", "care-trial")
"""Levels that assign at random."""
WITH_PEOPLE = ("reader-study", *TRIALS, "in-use")
"""Levels at which people or patients take part."""


def studies_by_level(catalog: Catalog) -> pd.DataFrame:
    """How many studies there are, a row for each use in care and a column for each level, both in
    the order of their vocabularies."""
    import pandas as pd

    studies = catalog.studies.dropna(subset=["use", "level"])
    counts = pd.crosstab(studies["use"], studies["level"])
    uses = [use for use in catalog.terms("care-use") if use not in BESIDE_CARE]
    return counts.reindex(
        index=uses, columns=catalog.terms("evidence-level"), fill_value=0
    ).rename_axis(index="use", columns=None)


def effects_of(catalog: Catalog, study: str) -> pd.DataFrame:
    """The effects that a study states, in the order of the data; none for most studies."""
    return catalog.effects[catalog.effects["study"] == study]
