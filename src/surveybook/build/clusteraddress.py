"""Where a cluster's scheduler listens, and whether chapters can be given to it from here.

A module of its own that imports little: every command learns from it what ``--cluster`` takes.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

CLUSTER = "SURVEYBOOK_CLUSTER"
"""The variable that holds the scheduler's address."""
_ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?:[\w.-]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")


def address_fault(address: str) -> str:
    """Why chapters cannot be given to a cluster at this address, so far as is known without asking
    it, with the remedy; "" if they can."""
    found = _ADDRESS.fullmatch(address)
    if not found or not 0 < int(found["port"]) < 65536:
        return (
            f"'{address}' is no address of a scheduler; give it as 'dask scheduler' "
            "says it, such as tcp://192.0.2.1:8786, or tls://… if it is encrypted"
        )
    if find_spec("distributed") is None:
        return (
            f"Dask, which the cluster at {address} needs, is not installed; install "
            "it with pip install '.[cluster]', or build without --cluster"
        )
    return ""
