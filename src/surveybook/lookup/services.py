"""Where the network is asked, and how long it is waited for."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass

from .. import __version__

USER_AGENT = f"surveybook/{__version__}"
"""What every request says of itself."""


@dataclass(frozen=True)
class Services:
    """Where the services answer, the mail address at which they may reach who asks, seconds to
    wait for an answer, and the first pause before another try, which doubles each time."""

    arxiv: str = "https://export.arxiv.org"
    doi: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    eutils: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    openalex: str = "https://api.openalex.org"
    biorxiv: str = "https://api.biorxiv.org"
    contact: str = ""
    timeout: float = 20.0
    pause: float = 1.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Services:
        """The services with what SURVEYBOOK_ARXIV, SURVEYBOOK_DOI, SURVEYBOOK_CROSSREF,
        SURVEYBOOK_EUTILS, SURVEYBOOK_OPENALEX, SURVEYBOOK_BIORXIV, SURVEYBOOK_CONTACT,
        SURVEYBOOK_TIMEOUT and SURVEYBOOK_PAUSE say.

        Raises:
            ValueError: a number of seconds is none.
        """
        given: dict[str, str | float] = {}
        for field in dataclasses.fields(cls):
            text = environment.get(f"SURVEYBOOK_{field.name.upper()}")
            if text:
                numeric = field.name in ("timeout", "pause")
                given[field.name] = float(text) if numeric else text.rstrip("/")
        return cls(**given)  # type: ignore[arg-type]  # the names are those of the fields

    @property
    def user_agent(self) -> str:
        """What a request says of itself, with the address at which who asks can be reached."""
        return f"{USER_AGENT} (mailto:{self.contact})" if self.contact else USER_AGENT
