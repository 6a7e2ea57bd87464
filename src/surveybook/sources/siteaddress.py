"""Where the site is published, as far as it is known."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .limits import LimitError, parse_yaml, read_text

VARIABLE = "SURVEYBOOK_ADDRESS"
"""The environment variable that says it, above all where the site is deployed."""
HOW_TO = (
    "the site's address is not set, so citations, feed and canonical links go without it and "
    f"there is no sitemap; set 'baseurl:' under 'html:' in _config.yml, or {VARIABLE}"
)
"""What is to be said where it is not known."""


def site_address(root: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The address of the site's root, with a slash at its end: from the environment, else from
    ``html: baseurl:`` of _config.yml, else ``url`` of CITATION.cff; "" if none says it.

    Raises:
        ValueError: what is set is no complete web address.
    """
    for place, text in (
        (VARIABLE, environment.get(VARIABLE, "")),
        ("html: baseurl: of _config.yml", _setting(root / "_config.yml", "html", "baseurl")),
        ("url of CITATION.cff", _setting(root / "CITATION.cff", "url")),
    ):
        address = text.strip()
        if address and not address.startswith(("https://", "http://")):
            raise ValueError(f"{place} is '{address}'; give the whole address, with https://")
        if address:
            return address.rstrip("/") + "/"
    return ""


def _setting(path: Path, *keys: str) -> str:
    try:
        setting: Any = parse_yaml(read_text(path))
    except (OSError, UnicodeDecodeError, LimitError):
        # Who needs the file says what is wrong with it.
        return ""
    for key in keys:
        setting = setting.get(key) if isinstance(setting, Mapping) else None
    return str(setting or "")
