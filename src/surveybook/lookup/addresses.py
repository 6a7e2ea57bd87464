"""Whether web addresses still lead somewhere, asked politely.

A host is asked one thing at a time, with a pause between; several hosts are asked at once.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from urllib.parse import urljoin, urlsplit

import requests
from requests.utils import requote_uri
from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

from .services import USER_AGENT, Services

_DOI = "https://doi.org"
_HOSTS_AT_ONCE = 8
_METHODS = ("HEAD", "GET", "GET")
"""Some servers answer HEAD wrongly, so a bad answer to it is asked again with GET, twice."""
_HOPS = 10
_LONGEST_PAUSES = 20
_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)


@dataclass(frozen=True)
class Answer:
    """What became of an address. ``state`` is "ok"; "moved" (for good, to ``moved_to``);
    "gone" (404, 410); "refused" (the server does not answer programs); or "unreachable" (no
    answer, or one that tells of the server's own fault). ``status`` is the last one of HTTP,
    0 if there was none."""

    address: str
    state: str
    status: int
    moved_to: str = ""


def ask_all(addresses: Iterable[str], services: Services) -> Iterator[Answer]:
    """Ask for every address and yield each answer as it comes.

    Addresses of a host that asks for fewer requests than a run can wait for get no answer.
    Whoever stops listening stops the asking.
    """
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(_host(address), []).append(address)
    asking = _Asking(services)
    answers: SimpleQueue[Answer | BaseException | None] = SimpleQueue()

    def ask_host(members: list[str]) -> None:
        try:
            with requests.Session() as session:
                session.headers["User-Agent"] = USER_AGENT
                for address in members:
                    answers.put(asking.ask(session, address))
        except BaseException as error:
            answers.put(error)

    with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        try:
            for members in hosts.values():
                pool.submit(ask_host, members)
            for _ in range(sum(map(len, hosts.values()))):
                answer = answers.get()
                if isinstance(answer, BaseException):
                    raise answer
                if answer:
                    yield answer
        finally:
            asking.stopped.set()
            pool.shutdown(cancel_futures=True)


class _StoppedError(Exception):
    """Nobody wants the answers any more."""


class _TooOftenError(Exception):
    """The host asked for fewer requests."""


@dataclass
class _Host:
    """When a host may be asked again; whether it asked to be left alone."""

    lock: threading.Lock
    free_at: float = 0.0
    closed: bool = False


@dataclass(frozen=True)
class _Reply:
    status: int
    location: str = ""
    wait: float = 0.0


class _Asking:
    """What one run knows of the hosts, shared by its threads."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.stopped = threading.Event()
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    def ask(self, session: requests.Session, address: str) -> Answer | None:
        """What became of an address; None if its host does not want to be asked now."""
        try:
            return self._follow(session, address)
        except _TooOftenError:
            return None

    def _follow(self, session: requests.Session, address: str) -> Answer:
        at = address
        if address.startswith(f"{_DOI}/"):
            at = self.services.doi + address.removeprefix(_DOI)
        moved_to, permanent, status = "", True, 0
        for _ in range(_HOPS):
            reply = self._patiently(session, at)
            if reply is None:
                return Answer(address, "unreachable", status)
            status = reply.status
            if status not in _REDIRECTS or not reply.location:
                return _answer(address, status, moved_to)
            at = _target(at, reply.location)
            if not at:
                break
            permanent = permanent and status in _PERMANENT
            moved_to = at if permanent else moved_to
        return Answer(address, "unreachable", status)

    def _patiently(self, session: requests.Session, address: str) -> _Reply | None:
        """The host's reply, asked again if it is a bad one; None if there is none."""
        reply = None
        for left, method in zip((2, 1, 0), _METHODS, strict=True):
            with self._turn(_host(address)) as host:
                reply = self._once(session, method, address)
                if reply and reply.status == 429:
                    longest = _LONGEST_PAUSES * self.services.pause
                    # Who asks for more patience than a run has is left alone until the next.
                    host.closed = reply.wait > longest or not left
                    host.free_at = time.monotonic() + max(reply.wait, self.services.pause)
                    if host.closed:
                        raise _TooOftenError
            if reply and (
                reply.status < 400
                or (method == "GET" and reply.status != 429 and reply.status < 500)
            ):
                break
        return reply

    def _once(self, session: requests.Session, method: str, address: str) -> _Reply | None:
        try:
            with session.request(
                method, address, timeout=self.services.timeout, allow_redirects=False, stream=True
            ) as reply:
                return _Reply(
                    reply.status_code,
                    session.get_redirect_target(reply) or "",
                    _seconds(reply.headers.get("Retry-After", "")),
                )
        except (requests.RequestException, ValueError):
            # The latter: requests looks at where a redirect leads, though it does not go there.
            return None

    @contextlib.contextmanager
    def _turn(self, name: str) -> Iterator[_Host]:
        """Hold a host until it has been asked one thing."""
        with self._guard:
            host = self._hosts.setdefault(name, _Host(threading.Lock()))
        with host.lock:
            if host.closed:
                raise _TooOftenError
            self.stopped.wait(max(0.0, host.free_at - time.monotonic()))
            if self.stopped.is_set():
                raise _StoppedError
            try:
                yield host
            finally:
                host.free_at = max(host.free_at, time.monotonic() + self.services.pause)


def _host(address: str) -> str:
    """The host and port of an address; empty if it has none."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _target(address: str, location: str) -> str:
    """Where a redirect leads, in letters that an address may hold; empty if not to the web."""
    try:
        target = requote_uri(urljoin(address, location))
        parts = urlsplit(target)
    except ValueError:
        return ""
    return target if parts.scheme in ("http", "https") and "." in (parts.hostname or "") else ""


def _seconds(retry_after: str) -> float:
    """The pause that a server asks for, in seconds or until a date; 0 if it asks for none."""
    try:
        return Retry().parse_retry_after(retry_after) if retry_after else 0.0
    except InvalidHeader:
        return 0.0


def _answer(address: str, status: int, moved_to: str) -> Answer:
    if 200 <= status < 300:
        # A slash at the end is no other place.
        same = moved_to.rstrip("/") == address.split("#")[0].rstrip("/")
        if not moved_to or same:
            return Answer(address, "ok", status)
        mark = urlsplit(address).fragment
        kept = f"#{mark}" if mark and "#" not in moved_to else ""
        return Answer(address, "moved", status, moved_to + kept)
    if status in (404, 410):
        return Answer(address, "gone", status)
    return Answer(address, "refused" if 400 <= status < 500 else "unreachable", status)
