"""Foundation Models for Healthcare: A Living Survey — the code that computes the book.

Chapters use this module's names and nothing below it::

    import surveybook as sb

    catalog = sb.load()
    sb.model_table(catalog, topic="protein", name="tab-protein", caption="Protein models")

Importing the package reads no file.
"""

__version__ = "2026.11.0"

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import catalog as _catalog
from .catalog import Catalog
from .catalog.leakage import shared_data
from .catalog.licences import licence_families
from .catalog.partialorder import model_orders
from .catalog.selection import count, glue, result_counts, select
from .sources.problems import Problem, SurveyError
from .views import contributors, explore, links, method, reference, state
from .views.entrytables import (
    benchmark_table,
    comparison_table,
    database_table,
    dataset_table,
    discussed_table,
    model_table,
    resource_table,
    study_table,
    topic_summary,
)
from .views.evidence import evidence_table, trial_table
from .views.myst import Myst
from .views.orders import disagreement_table, order_table, thin_topics
from .views.recordedoutputs import recorded
from .views.results import head_to_head, result_table
from .views.shortlists import duel_table, duel_tally, shortlist_table
from .views.tables import correction_table, count_table, vocabulary_table

if TYPE_CHECKING:
    from .views import figures, recordings

__all__ = [
    "Catalog",
    "Myst",
    "Problem",
    "SurveyError",
    "benchmark_table",
    "comparison_table",
    "contributors",
    "correction_table",
    "count",
    "count_table",
    "database_table",
    "dataset_table",
    "disagreement_table",
    "discussed_table",
    "duel_table",
    "duel_tally",
    "evidence_table",
    "explore",
    "figures",
    "glue",
    "head_to_head",
    "licence_families",
    "links",
    "load",
    "method",
    "model_orders",
    "model_table",
    "order_table",
    "recorded",
    "recordings",
    "reference",
    "resource_table",
    "result_counts",
    "result_table",
    "select",
    "shared_data",
    "shortlist_table",
    "state",
    "study_table",
    "thin_topics",
    "topic_summary",
    "trial_table",
    "vocabulary_table",
]


def __getattr__(name: str) -> Any:
    """What is slow to import, when it is first asked for: matplotlib, what reads notebooks."""
    if name in ("figures", "recordings"):
        return import_module(f".views.{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load(source: str | Path | None = None) -> Catalog:
    """The catalog of a book.

    Args:
        source: the folder of the book's repository, or the address of the published site, whose
            data are then fetched. By default what the environment variable ``SURVEYBOOK_BOOK``
            names; without it, the book in whose repository the code runs.

    Raises:
        SurveyError: a file cannot be read as it is described; carries every such problem.
        FileNotFoundError: there is no book here.
        surveybook.lookup.publishedbook.PublishedBookError: the site's data cannot be had.
    """
    given = source or os.environ.get("SURVEYBOOK_BOOK") or None
    if isinstance(given, str) and given.startswith(("https://", "http://")):
        # What asks servers is slow to import, and chapters ask none.
        from .lookup.publishedbook import fetch_book

        return _catalog.load(fetch_book(given))
    return _catalog.load(Path(given) if given else None)
