"""The book as print: what Sphinx's LaTeX builder is told, and what paper needs otherwise.

It must not know HTML.
"""

from .builder import setup

__all__ = ["setup"]
