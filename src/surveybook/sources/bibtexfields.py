"""The fields of BibTeX entries: which there are, in what order, and what each type needs.

The source is BibTeX's and BibLaTeX's own lists; :data:`OWN` are this survey's.
"""

from __future__ import annotations

_PUBLICATION = (
    *("journal", "booktitle", "series", "volume", "number", "pages", "edition", "publisher"),
    *("institution", "school"),
)
_IDENTIFIERS = ("doi", "eprint", "archiveprefix", "primaryclass", "url")
_STATE = ("retracted", "corrected", "authorversion", "checked", "provenance", "tried")
OWN = ("earliertitle", "firstyear", *_STATE)
"""Fields that only this survey uses; CONTRIBUTING.md says what for."""
ORDER = (
    *("title", "earliertitle", "author", "editor", "firstyear", "year"),
    *(*_PUBLICATION, *_IDENTIFIERS, *_STATE),
)
"""The fields of references.bib in their order; others stand before ``doi``."""
PORTABLE = (
    *("title", "author", "editor", *_PUBLICATION, "organization", "address", "howpublished"),
    *("month", "year", "note", "isbn", "issn", *_IDENTIFIERS),
)
"""The fields that any program knows, in the order in which they are exported."""
KNOWN = frozenset(
    (
        *(*ORDER, *PORTABLE, "day", "chapter", "key", "type", "crossref", "urldate", "pmid"),
        *("pmcid", "keywords", "abstract", "language", "shorttitle", "annote", "journaltitle"),
        *("date", "eprinttype", "eprintclass", "location", "eventtitle", "version", "copyright"),
    )
)
"""The fields that this survey or citation programs know."""
VENUE = {
    "article": "journal",
    "inproceedings": "booktitle",
    "incollection": "booktitle",
    "inbook": "booktitle",
}
"""By type, the field for where a work appeared."""
