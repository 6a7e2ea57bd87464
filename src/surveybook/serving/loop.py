"""Watch the sources, build what changed, tell the open pages."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Collection
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from watchfiles import Change, DefaultFilter, awatch

from ..build.preview import SITE, Preview, preview
from .server import Audience, application

HOST = "127.0.0.1"
_WATCHED = ("book", "data", "references.bib", "_config.yml", "_toc.yml", "CITATION.cff")
_PAUSE = 2.0
"""Seconds without a change after which the pages that nobody looks at follow."""
_PACKAGE = Path(__file__).parent.parent


def serve(root: Path, port: int, say: Callable[[str], None]) -> None:
    """Build the preview and show it on this machine until it is interrupted.

    ``port`` 0 takes a free one. ``say`` is given each line for whoever looks at the terminal.

    Raises:
        OSError: the port is taken.
    """
    asyncio.run(_serve(root, port, say))


async def _serve(root: Path, port: int, say: Callable[[str], None]) -> None:
    audience = Audience()
    try:
        sockets = bind_sockets(port, HOST)
    except OSError as error:
        message = f"port {port} can not be used ({error.strerror}); give another with --port"
        raise OSError(message) from error
    server = HTTPServer(application(root / SITE, audience))
    server.add_sockets(sockets)
    say(f"http://{HOST}:{sockets[0].getsockname()[1]}/ shows the book; Ctrl+C ends it")
    changes: asyncio.Queue[set[Path]] = asyncio.Queue()
    watching = asyncio.create_task(_watch(root, changes))
    try:
        await _build(root, audience, say, None)
        while True:
            _tell_changes(root, await changes.get(), say)
            while audience.pages():
                await _build(root, audience, say, audience.pages())
                try:
                    _tell_changes(root, await asyncio.wait_for(changes.get(), _PAUSE), say)
                except TimeoutError:
                    break
            await _build(root, audience, say, None)
    finally:
        watching.cancel()


async def _watch(root: Path, changes: asyncio.Queue[set[Path]]) -> None:
    watched = [root / name for name in _WATCHED if (root / name).exists()]
    async for found in awatch(*watched, _PACKAGE, watch_filter=_Sources(), step=100):
        changes.put_nowait({Path(path) for _, path in found})


def _tell_changes(root: Path, paths: set[Path], say: Callable[[str], None]) -> None:
    if any(path.is_relative_to(_PACKAGE) for path in paths):
        say("the package has changed; starting anew")
        # Modules that are loaded already would stay as they were.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    say(f"changed: {', '.join(sorted(_short(path, root) for path in paths))}")


async def _build(
    root: Path, audience: Audience, say: Callable[[str], None], first: Collection[str] | None
) -> None:
    before = _contents(root, audience)
    found: Preview = await asyncio.to_thread(preview, root, first)
    for problem in found.problems:
        say(problem)
    if found.written:
        what = "the pages that are looked at" if first is not None else "all pages"
        say(f"{what} are up to date")
    audience.tell_problems(found.problems)
    after = _contents(root, audience)
    audience.tell_reload({page for page, content in after.items() if before.get(page) != content})


def _contents(root: Path, audience: Audience) -> dict[str, bytes]:
    """What the pages hold that somebody looks at."""
    paths = {page: root / SITE / f"{page}.html" for page in audience.pages()}
    return {page: path.read_bytes() for page, path in paths.items() if path.is_file()}


def _short(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


class _Sources(DefaultFilter):
    """Files that people write; editors' own and Python's caches are left out."""

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and not path.endswith((".tmp", "~", ".lock"))
