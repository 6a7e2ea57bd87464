"""An index of Pagefind in one order, whatever order it was made in.

Pagefind 1.5 writes its filters and their values in the order of a hash table, which differs from
run to run. Here they are sorted and their files are named anew, so that the same pages give the
same bytes. The files are CBOR behind a short signature, compressed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import cbor2

_SIGNATURE = b"pagefind_dcd"
ENTRY = "pagefind-entry.json"


def put_in_order(index: Path) -> None:
    """Bring the index in a folder into its one order.

    Raises:
        ValueError: it is not written as Pagefind 1.5 does.
    """
    entry = json.loads((index / ENTRY).read_text(encoding="utf-8"))
    for language in entry["languages"].values():
        meta = index / f"pagefind.{language['hash']}.pf_meta"
        content = _read(meta)
        if not isinstance(content, list) or len(content) < 4:
            raise ValueError(f"{meta.name} is not as Pagefind 1.5 writes it")
        code = language["hash"].partition("_")[0]
        content[3] = sorted(
            [name, _sort_filter(index / "filter" / f"{known}.pf_filter", code)]
            for name, known in content[3]
        )
        language["hash"] = _write(content, index, f"pagefind.{code}_", ".pf_meta").partition(".")[2]
        if meta.stem != f"pagefind.{language['hash']}":
            meta.unlink()
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (index / ENTRY).write_text(text, encoding="utf-8")


def _sort_filter(path: Path, code: str) -> str:
    """Sort the values of a filter and its pages; the name of its new file."""
    name, values = _read(path)
    ordered = sorted([value, sorted(pages)] for value, pages in values)
    path.unlink()
    return _write([name, ordered], path.parent, f"{code}_", ".pf_filter")


def _read(path: Path) -> Any:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(_SIGNATURE):
        raise ValueError(f"{path.name} is not as Pagefind 1.5 writes it")
    return cbor2.loads(data.removeprefix(_SIGNATURE))


def _write(content: Any, folder: Path, start: str, suffix: str) -> str:
    data = _SIGNATURE + cbor2.dumps(content)
    name = f"{start}{hashlib.sha256(data).hexdigest()[:10]}"
    (folder / f"{name}{suffix}").write_bytes(gzip.compress(data, mtime=0))
    return name
