"""The preview over HTTP on this machine: pages that reload themselves and show what is wrong.

A page listens at ``/_preview/events`` (server-sent events): ``reload`` when it was built anew,
``problems`` with what the last look found, as JSON. Only the loopback interface is served, and
only to whoever asks for it by a name of this machine: a foreign page whose name was made to lead
here is refused, and so is one that would listen.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Collection, Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tornado.iostream import StreamClosedError
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler

_SCRIPT = '<script src="/_preview/preview.js"></script>'
_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
_LONGEST_PATH = 1000
_HEARTBEAT = 15.0
"""Seconds after which a silent connection is probed, so that closed pages are noticed."""


class Audience:
    """The open pages: where each stands, and what has still to be sent to it."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[tuple[str, str]], str] = {}
        self._problems: dict[str, tuple[str, ...]] = {}

    def join(self, page: str) -> asyncio.Queue[tuple[str, str]]:
        """A page begins to listen; it gets the current problems at once."""
        queue: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._listeners[queue] = page
        queue.put_nowait(("problems", self._all_problems()))
        return queue

    def leave(self, queue: asyncio.Queue[tuple[str, str]]) -> None:
        """A page was closed."""
        self._listeners.pop(queue, None)

    def pages(self) -> set[str]:
        """The pages that somebody looks at, as paths below the site without ".html"."""
        return set(self._listeners.values())

    def send_problems(self, found_by: str, problems: Iterable[str]) -> None:
        """Show every page what is wrong by one who looks; nothing, if nothing is."""
        self._problems[found_by] = tuple(problems)
        for queue in self._listeners:
            queue.put_nowait(("problems", self._all_problems()))

    def _all_problems(self) -> str:
        every = (problem for _, found in sorted(self._problems.items()) for problem in found)
        return json.dumps(list(dict.fromkeys(every)))

    def send_reload(self, pages: Collection[str]) -> None:
        """Let these pages load themselves again."""
        for queue, page in self._listeners.items():
            if page in pages:
                queue.put_nowait(("reload", ""))


def application(site: Path, audience: Audience) -> Application:
    """The web application that serves the pages below ``site``."""
    given = {"site": site}
    return Application(
        [
            (r"/_preview/events", _Events, {"audience": audience}),
            (r"/_preview/preview\.js", _Script),
            (r"/(|.*/|.*\.html)", _Page, given),
            (r"/(.*)", _File, {"path": str(site)}),
        ]
    )


class _Local(RequestHandler):
    """What answers only this machine's own pages, and to addresses that can be files."""

    def prepare(self) -> None:
        host = re.sub(r":\d+$", "", self.request.host).lower()
        if host not in _OWN_NAMES:
            raise HTTPError(403, "the preview answers only on this machine, as 127.0.0.1")
        if self.request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site" and (
            self.request.headers.get("Sec-Fetch-Mode") != "navigate"
        ):
            raise HTTPError(403)
        origin = self.request.headers.get("Origin")
        if origin is not None and origin != f"http://{self.request.host}":
            raise HTTPError(403)
        path = unquote(self.request.path)
        if len(path) > _LONGEST_PATH or not path.isprintable() or "\\" in path:
            raise HTTPError(400)
        # No file of a site is named so: the file system itself allows 255 bytes.
        names = path.split("/")
        if ".." in names or path.startswith("//") or any(len(n.encode()) > 255 for n in names):
            raise HTTPError(404)

    def set_default_headers(self) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")


class _Page(_Local):
    """A page of the book, with the script that reloads it."""

    def initialize(self, site: Path) -> None:
        self.site = site

    def get(self, path: str) -> None:
        if path == "" or path.endswith("/"):
            path += "index.html"
        try:
            found = (self.site / path).resolve()
        except (OSError, ValueError, RuntimeError) as error:
            raise HTTPError(404) from error
        if not found.is_relative_to(self.site.resolve()):
            raise HTTPError(404)
        if not found.is_file():
            self.set_status(404)
            found = self.site / "404.html"
        text = found.read_text(encoding="utf-8") if found.is_file() else "<p>Not built yet.</p>"
        head, end, tail = text.rpartition("</body>")
        self.set_header("Cache-Control", "no-store")
        self.finish(f"{head}{_SCRIPT}{end}{tail}")

    head = get


class _File(_Local, StaticFileHandler):
    """Whatever a page needs besides."""

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")


class _Script(_Local):
    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish((files("surveybook.serving") / "static" / "preview.js").read_text("utf-8"))


class _Events(_Local):
    """One page's line to the server."""

    def initialize(self, audience: Audience) -> None:
        self.audience = audience

    async def get(self) -> None:
        page = self.get_query_argument("page", "").strip("/").removesuffix(".html")
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        self.queue = self.audience.join(page)
        while not self.request.connection.stream.closed():  # type: ignore[union-attr]
            try:
                event, data = await asyncio.wait_for(self.queue.get(), _HEARTBEAT)
                self.write(f"event: {event}\ndata: {data}\n\n")
            except TimeoutError:
                self.write(": still here\n\n")
            try:
                await self.flush()
            except StreamClosedError:
                # The page was closed or has loaded itself again.
                return

    def on_connection_close(self) -> None:
        self.audience.leave(self.queue)

    def log_exception(self, *details: Any) -> None:
        """A closed page is no news."""
