"""What leaves the book: citations, the data, lists and feeds, as text for other programs.

Every function turns the catalog, works or a :class:`~surveybook.export.citation.Citation`
into text or into a mapping of path to text; none writes a file. It must not know pages.
"""
