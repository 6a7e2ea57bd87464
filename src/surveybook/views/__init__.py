"""What a chapter calls: the catalog rendered as MyST, tables, data frames and figures.

It must not know Sphinx.
"""
