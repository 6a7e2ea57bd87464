"""What the book is written in, read into values: problems, schema, tables, works, chapters.

It must not know pandas, Sphinx, or how anything looks.
"""
