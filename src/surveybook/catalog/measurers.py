"""Who measured: whether the authors of a comparison's source are authors of a model in it.

Nobody claims this by hand; it is computed from the bibliography.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from ..sources.bibliography import Work
from .names import Name, bearers, parsed, same

MAKERS = "makers"
OTHERS = "others"
_POSSIBLE = 2
"""So many names that are possibly of one person each make two lists share an author."""


class Measurers:
    """The makers of models and the authors of sources; ``makers`` has the keys of the works that
    present each model."""

    def __init__(self, works: Mapping[str, Work], makers: Mapping[str, Iterable[str]]):
        self.works = works
        self.makers = {model: tuple(keys) for model, keys in makers.items()}
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def measurer(self, reference: str, model: str) -> str | None:
        """:data:`MAKERS` if authors of the work ``reference`` are authors of the model, else
        :data:`OTHERS`; None where the authors of one of them are not known."""
        if not self._authors(reference) or not any(map(self._authors, self.makers.get(model, ()))):
            return None
        return MAKERS if self.shared(reference, model) else OTHERS

    def shared(self, reference: str, model: str) -> tuple[str, ...]:
        """The authors of a work who are authors of a model, as the work writes them; none if only
        one of them is possibly the same person."""
        known = self._known.get((reference, model))
        if known is None:
            known = self._known[reference, model] = self._compare(reference, model)
        return known

    def _compare(self, reference: str, model: str) -> tuple[str, ...]:
        keys = self.makers.get(model, ())
        if reference in keys:
            return self._authors(reference)
        theirs = [name for key in keys for name in self._names(key)]
        found: dict[str, list[str]] = {"sure": [], "possible": []}
        for author, name in zip(self._authors(reference), self._names(reference), strict=True):
            matches = {same(name, other, self._borne) for other in theirs}
            for certainty, authors in found.items():
                if certainty in matches:
                    authors.append(author)
                    break
        if found["sure"] or len(found["possible"]) >= _POSSIBLE:
            return tuple(found["sure"] + found["possible"])
        return ()

    def _authors(self, key: str) -> tuple[str, ...]:
        work = self.works.get(key)
        return tuple(name for name in work.authors if name != "others") if work else ()

    def _names(self, key: str) -> list[Name]:
        return [parsed(author) for author in self._authors(key)]

    @cached_property
    def _borne(self) -> dict[str, int]:
        return bearers(author for key in self.works for author in self._authors(key))
