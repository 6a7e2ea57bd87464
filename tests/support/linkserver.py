"""A web server on loopback whose pages behave well or badly, as their paths say."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.support.loopback import Handler, listening


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

    class Answering(Handler):
        def do_HEAD(self) -> None:  # noqa: N802
            self.answer()

        def do_GET(self) -> None:  # noqa: N802
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
                self.answer_with(faults.pop(0))
            elif self.path == "/slow":
                web.held.wait(5)
            elif self.path == "/drops":
                self.close_connection = True
            elif self.path == "/no-head" and self.command == "HEAD":
                self.reply(405)
            elif self.path.startswith("/status/"):
                self.answer_with(int(self.path.split("/")[2]))
            elif self.path.startswith("/to/"):
                _, _, status, target = self.path.split("/", 3)
                self.answer_with(int(status), f"/{target}")
            elif self.path == "/odd":
                self.answer_with(301, "/`{cite}`?a=<b>&c=|*x* ü".encode().decode("latin-1"))
            elif self.path == "/slash":
                self.answer_with(301, "/slash/")
            elif self.path == "/away":
                self.answer_with(302, web.elsewhere)
            else:
                self.reply(200)

        def answer_with(self, status: int, location: str = "") -> None:
            headers = {"Location": location} if location else {}
            if status in (429, 503) and web.retry_after:
                headers["Retry-After"] = web.retry_after
            self.reply(status, headers=headers)

    with listening(Answering) as address:
        web.address = address
        try:
            yield web
        finally:
            web.held.set()
