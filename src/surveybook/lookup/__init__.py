"""The only part that uses the network, and only when asked: records and addresses.

It must not know the catalog.
"""

from .addresses import Answer, ask_all
from .client import LookupFailedError
from .publishers import identifier_in
from .services import Services
from .works import identify, look_up

__all__ = [
    "Answer",
    "LookupFailedError",
    "Services",
    "ask_all",
    "identifier_in",
    "identify",
    "look_up",
]
