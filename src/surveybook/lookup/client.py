"""Requests to a service: patient, and with failures in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse
from urllib3.util.retry import Retry

from .services import Services

_TRIES = 3
_LONGEST_PAUSES = 20


class LookupFailedError(Exception):
    """No record: the identifier is unknown, or its service cannot be asked now. In words."""


class NotAnsweredError(LookupFailedError):
    """The service itself is in the way, not the identifier: another one may answer."""


class Client:
    """Asks services over one session; ``otherwise`` is what can be done where they do not
    answer, behind "try again"."""

    def __init__(self, services: Services, otherwise: str = "") -> None:
        self.services = services
        self.otherwise = otherwise
        self.session = requests.Session()
        self.session.headers["User-Agent"] = services.user_agent
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=_retries(services)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def get(
        self,
        address: str,
        query: Mapping[str, str] | None = None,
        *,
        what: str,
        accept: str = "*/*",
    ) -> str:
        """The text that an address answers; ``what`` is asked for, in messages.

        Raises:
            LookupFailedError: it is not known there. NotAnsweredError: the service fails.
        """
        host = urlsplit(address).netloc
        try:
            answer = self.session.get(
                address, params=query, headers={"Accept": accept}, timeout=self.services.timeout
            )
        except requests.Timeout as error:
            message = f"{host} did not answer within {self.services.timeout:g} seconds"
            raise NotAnsweredError(f"{message}; try again{self.otherwise}") from error
        except requests.RequestException as error:
            message = f"{host} cannot be reached; are you online? Then try again{self.otherwise}"
            raise NotAnsweredError(message) from error
        if answer.status_code == 429:
            wait = answer.headers.get("Retry-After", "")
            when = f"in {wait} seconds" if wait.isdecimal() else "in a few minutes"
            raise NotAnsweredError(f"{host} is asked too often from here; try again {when}")
        if answer.status_code in (400, 404, 410):
            raise LookupFailedError(f"{host} does not know {what}; check it")
        if not answer.ok:
            message = f"{host} answered {answer.status_code} for {what}"
            raise NotAnsweredError(f"{message}; try again later{self.otherwise}")
        answer.encoding = "utf-8"
        return answer.text


class _Patient(Retry):
    """Tries again with growing pauses, but never pauses for as long as a service may ask."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        asked = super().get_retry_after(response)
        return None if asked is None else min(asked, self.backoff_max)


def _retries(services: Services) -> Retry:
    return _Patient(
        total=_TRIES,
        backoff_factor=services.pause,
        backoff_max=_LONGEST_PAUSES * services.pause,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=("GET",),
        raise_on_status=False,
    )
