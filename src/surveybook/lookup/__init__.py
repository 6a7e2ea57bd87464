"""The only part that uses the network, and only when asked: records, searches and addresses.

It must not know the catalog.
"""

from .addresses import Answer, ask_all
from .client import LookupFailedError
from .hits import Hit, Page
from .publishers import identifier_in
from .searches import Search, search
from .services import Services
from .works import identify, look_up

__all__ = [
    "Answer",
    "Hit",
    "LookupFailedError",
    "Page",
    "Search",
    "Services",
    "ask_all",
    "identifier_in",
    "identify",
    "look_up",
    "search",
]
