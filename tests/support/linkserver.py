"""A web server on loopback whose pages behave well or badly, as their paths say."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Web:
    """The requests that came, and how many were under way at once at most. ``faults`` are
    statuses by path, used up one a request; ``held`` keeps the answer to /slow back."""

    faults: dict[str, list[int]] = field(default_factory=dict)
    retry_after: str = ""
    elsewhere: str = ""
    address: str = ""
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    under_way: int = 0
    most_at_once: int = 0
    held: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(web: Web) -> Iterator[Web]:
    """Answer on a free port of loopback while the block runs."""
    guard = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            with guard:
                web.asked.append(f"{self.command} {self.path}")
                web.agents.add(self.headers["User-Agent"])
                web.under_way += 1
                web.most_at_once = max(web.most_at_once, web.under_way)
            try:
                time.sleep(0.02)
                self.behave()
            finally:
                with guard:
                    web.under_way -= 1

        def behave(self) -> None:
            faults = web.faults.get(self.path, [])
            if faults:
                self.reply(faults.pop(0))
            elif self.path == "/slow":
                web.held.wait(5)
            elif self.path == "/drops":
                self.close_connection = True
            elif self.path == "/no-head" and self.command == "HEAD":
                self.reply(405)
            elif self.path.startswith("/status/"):
                self.reply(int(self.path.split("/")[2]))
            elif self.path.startswith("/to/"):
                _, _, status, target = self.path.split("/", 3)
                self.reply(int(status), f"/{target}")
            elif self.path == "/odd":
                self.reply(301, "/`{cite}`?a=<b>&c=|*x* ü".encode().decode("latin-1"))
            elif self.path == "/slash":
                self.reply(301, "/slash/")
            elif self.path == "/away":
                self.reply(302, web.elsewhere)
            else:
                self.reply(200)

        def reply(self, status: int, location: str = "") -> None:
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            if status in (429, 503) and web.retry_after:
                self.send_header("Retry-After", web.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.held.set()
        server.shutdown()
        server.server_close()
        thread.join()
