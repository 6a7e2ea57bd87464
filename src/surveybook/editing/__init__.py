"""Changing the book's sources as text: what is not meant stays byte for byte.

It must not know the catalog.
"""
