"""What the typesetter complains of, said of the chapter and the thing that it is about."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..printing.documents import MANIFEST

_PLACE = re.compile(r"┌─ (?:.*/)?chapters/([^/]+)\.typ:(\d+)")
_ANY_PLACE = re.compile(r"┌─ (\S+?):(\d+)")
_THING = re.compile(r'anchor\("[^":]+:([^"]+)"\)')


def complaint(folder: Path, stem: str, message: str, diagnostic: str) -> str:
    """Such as "book/care, tab-risks: the text could not be displayed".

    Args:
        folder: where the documents are.
        stem: the document that was set.
        message: what the typesetter says.
        diagnostic: the same with the lines that it is about.
    """
    found = _PLACE.search(diagnostic)
    if not found:
        other = _ANY_PLACE.search(diagnostic)
        place = f"{Path(other[1]).name}, line {other[2]}" if other else f"{stem}.typ"
        return f"{place}: {message}"
    lines = (folder / "chapters" / f"{found[1]}.typ").read_text(encoding="utf-8").splitlines()
    before = [_THING.findall(line) for line in lines[: int(found[2])]]
    things = [name for names in before for name in names]
    place = _docname(folder, found[1])
    if things:
        place += f", after {things[-1]}"
    return f"{place} (chapters/{found[1]}.typ, line {found[2]}): {message}"


def _docname(folder: Path, stem: str) -> str:
    listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    pages = listed.get(f"chapter-{stem}", {}).get("pages", [stem])
    return str(pages[0])
