"""What a chapter may refer to: files of the book that git knows, and web addresses."""

from __future__ import annotations

import os
import re
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from ..sources.chapterfiles import SUFFIXES
from ..sources.repository import GitError, git
from ..sources.textfiles import leads_outside
from ..sources.webaddress import address_fault, shortened

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


def names_scheme(address: str) -> bool:
    """Whether an address is one of the web, or claims to be, and no file."""
    return address.startswith("//") or bool(_SCHEME.match(address.strip()))


class Reach:
    """The files of the book at ``root`` as a chapter may name them."""

    def __init__(self, root: Path):
        self.root = root

    def file_fault(self, chapter: str, named: str, *, chapters: bool = False) -> str:
        """Why a chapter (its path below the root) may not refer to a file by this name; "" if it
        may. ``chapters``: the name may be that of a chapter without its suffix."""
        name = unquote(re.split(r"[#?]", named.strip(), maxsplit=1)[0])
        shown = f"'{shortened(named)}'"
        if "\x00" in name or len(name) > 500:
            return f"{shown} is no name of a file"
        place = self.place(chapter, name)
        wanted = [place, *(place.with_name(place.name + each) for each in SUFFIXES if chapters)]
        for path in wanted:
            outside = leads_outside(self.root, path)
            if outside:
                return f"{shown} is no file of the book: {outside}"
        found = next((path for path in wanted if path.is_file()), None)
        if found is None:
            return f"{shown} is not there"
        if self._known is not None and found.resolve() not in self._known:
            return f"git does not know {shown}, so nobody else would have it"
        return ""

    def place(self, chapter: str, name: str) -> Path:
        """Where a chapter's name for a file leads: as Sphinx has it, a leading slash is the book's
        root."""
        if name.startswith("/"):
            return Path(os.path.normpath(self.root / name.lstrip("/")))
        return Path(os.path.normpath((self.root / chapter).parent / name))

    def link_fault(self, chapter: str, href: str) -> str:
        """Why a chapter may not link to this; "" if it may."""
        if href.startswith("#") or not href:
            return ""
        if href.startswith("//"):
            return f"'{shortened(href)}' names no scheme"
        scheme = _SCHEME.match(href.strip())
        if scheme and scheme[1].lower() in ("http", "https"):
            fault = address_fault(href)
            return fault and f"'{shortened(href)}' cannot be linked to: {fault}"
        if scheme and scheme[1].lower() == "mailto":
            return "" if _MAIL.fullmatch(href) else f"'{shortened(href)}' is no mail address"
        if scheme:
            return f"'{shortened(href)}' is no http or https address"
        return self.file_fault(chapter, href, chapters=True)

    def image_fault(self, chapter: str, source: str) -> str:
        """Why a chapter may not show this image; "" if it may."""
        if names_scheme(source):
            return f"the image '{shortened(source)}' is no file of the book"
        return self.file_fault(chapter, source)

    @cached_property
    def _known(self) -> set[Path] | None:
        """The files that git knows; None if the book lies in no repository."""
        try:
            listed = git(self.root, "ls-files", "-z").decode("utf-8", "replace")
        except GitError:
            return None
        return {(self.root / name).resolve() for name in listed.split("\0") if name}
