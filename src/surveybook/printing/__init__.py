"""The book as print: the settings of Sphinx's LaTeX builder, and what paper needs otherwise.

It must not know HTML.
"""

from .builder import setup

__all__ = ["setup"]
