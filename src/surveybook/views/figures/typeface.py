"""The sans-serif typeface of the printed book: that of heads and tables, and so of its figures."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from matplotlib import font_manager

NAME = "Source Sans Pro"


def sans_file(style: str, ending: str = "otf") -> Path:
    """The file of a style, such as "Regular", "It" or "Semibold"."""
    return Path(str(files("font_source_sans_pro"))) / "files" / f"SourceSansPro-{style}.{ending}"


@cache
def offer_to_figures() -> None:
    """Make the typeface known to matplotlib, once in a process."""
    for style in ("Regular", "It", "Bold", "BoldIt"):
        font_manager.fontManager.addfont(sans_file(style, "ttf"))
