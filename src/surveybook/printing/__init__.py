"""The book as print: its pages as Typst, and the design they are set in.

It must not know HTML.
"""
