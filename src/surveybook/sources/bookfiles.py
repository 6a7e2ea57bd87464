"""What a book is made of, by path below its root."""

FILES = ("_config.yml", "_toc.yml", "CITATION.cff", "pyproject.toml", "references.bib")
FOLDERS = ("book", "data")
SOURCES = (*FILES, *FOLDERS)
"""All that is needed to build it."""
