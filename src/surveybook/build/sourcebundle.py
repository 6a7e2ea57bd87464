"""A book's sources as one archive, to be unpacked where its chapters run on another machine."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..sources.bookfiles import FILES, FOLDERS


class BundleError(ValueError):
    """Sources that cannot be sent, or an archive that is not what was sent; says why."""


@dataclass(frozen=True)
class Bundle:
    """The archive and its digest; the same sources give the same digest."""

    digest: str
    content: bytes


def pack(root: Path, folders: Collection[Path]) -> Bundle:
    """Pack what chapters in ``folders`` may read of the book at ``root``: its files and data, the
    folder of its chapters, and theirs.

    Raises:
        BundleError: a chapter lies outside the book.
    """
    files = {root / name for name in FILES if (root / name).is_file()}
    for folder in {*(root / name for name in FOLDERS), *folders}:
        if not folder.is_relative_to(root):
            raise BundleError(f"the folder {folder} of a chapter lies outside the book")
        # The book's own folder holds what was built as well, and notes that nobody else shall see.
        below = folder.glob("[!.]*") if folder == root else folder.rglob("*")
        files |= {path for path in below if path.is_file()}
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(files):
            content = path.read_bytes()
            member = tarfile.TarInfo(path.relative_to(root).as_posix())
            member.size, member.mode = len(content), 0o644
            archive.addfile(member, io.BytesIO(content))
    return Bundle(hashlib.sha256(made.getvalue()).hexdigest(), made.getvalue())


def unpack(bundle: Bundle, folder: Path) -> None:
    """Unpack the sources into an empty folder.

    Raises:
        BundleError: the archive is damaged, or one of its files would lie elsewhere.
    """
    if hashlib.sha256(bundle.content).hexdigest() != bundle.digest:
        raise BundleError("the book's sources arrived damaged")
    with tarfile.open(fileobj=io.BytesIO(bundle.content)) as archive:
        for member in archive:
            place = PurePosixPath(member.name)
            source = archive.extractfile(member)
            if source is None or place.is_absolute() or ".." in place.parts:
                raise BundleError(f"the book's sources hold {member.name}, which is no file of it")
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.read())
