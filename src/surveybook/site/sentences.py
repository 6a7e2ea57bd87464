"""What an entry is, in one sentence made of its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..catalog import Catalog
from ..catalog.roles import model_roles
from ..catalog.sizes import readable_size
from ..views.entries import STATES
from ..views.myst import lower_first

_FEW = 3
"""As many values of a list stand in the sentence."""
_NAME = 60
"""Letters that a name has at most."""
_ROLES = {
    "encoder": "encoder",
    "generative": "generative model",
    "segmenter": "segmentation model",
    "adapter": "adapter",
    "agent": "agent",
}


def what_it_is(
    catalog: Catalog, table: str, cells: Mapping[str, str], names: Mapping[str, str]
) -> str:
    """The sentence; ``names`` are what entries are called, by id. A part whose cell holds no value
    is left out."""
    year = _first_year(catalog, cells)
    first = f", first public in {year}" if year else ""
    about = {
        "models": _model,
        "datasets": _data,
        "databases": _data,
        "benchmarks": _benchmark,
        "studies": _study,
        "resources": _resource,
    }[table](catalog, cells, names)
    if table in ("studies", "resources"):
        kind = catalog.label("study-kind" if table == "studies" else "resource-kind", cells["kind"])
        told = f": {about}" if about else "."
        return f"{_article(lower_first(kind)).capitalize()}{first}{told}"
    return f"{cells['name']} is {about}{first}."


def _model(catalog: Catalog, cells: Mapping[str, str], names: Mapping[str, str]) -> str:
    roles = [_ROLES[role] for role in model_roles(cells)] or ["model"]
    family = lower_first(catalog.label("family", cells["family"]))
    told = _article(f"{family} {' and '.join(roles)}") + _for(catalog, "modalities", cells)
    sizes = _values(cells, "parameters")
    if sizes:
        told += f", with {joined(map(readable_size, sizes), 'or')} parameters"
    bases = [names.get(base, base) for base in _values(cells, "derived_from")]
    if bases:
        told += f", that starts from {joined(bases)}"
    data = [names.get(value, value) for value in _values(cells, "pretraining_data")]
    # Where data have no name the cell describes them, which would drown the sentence.
    named = all(len(value) <= _NAME for value in data[:_FEW])
    return told + (f", trained on {joined(data)}" if data and named else "")


def _data(catalog: Catalog, cells: Mapping[str, str], names: Mapping[str, str]) -> str:
    kind = "database" if "family" not in cells else "data set"
    told = f"a {kind}"
    modalities = _terms(catalog, "modality", cells, "modalities")
    if modalities:
        told += f" of {joined(modalities)}"
    if cells["scale"].isdecimal() and cells["unit"] not in STATES:
        told += f" with {int(cells['scale']):,} {lower_first(catalog.label('unit', cells['unit']))}"
    return told + _for(catalog, "tasks", cells)


def _benchmark(catalog: Catalog, cells: Mapping[str, str], names: Mapping[str, str]) -> str:
    kind = lower_first(catalog.label("benchmark-kind", cells["kind"]))
    family = lower_first(catalog.label("family", cells["family"]))
    told = f"{_article(kind)} that tests {family} models"
    tasks = _terms(catalog, "task", cells, "tasks")
    if tasks:
        told += f" in {joined(tasks)}"
    if cells["holds"].isdecimal() and cells["unit"] not in STATES:
        told += (
            f", with {int(cells['holds']):,} {lower_first(catalog.label('unit', cells['unit']))}"
        )
    return told


def _study(catalog: Catalog, cells: Mapping[str, str], names: Mapping[str, str]) -> str:
    for field in ("finding", "subject"):
        if cells[field] not in STATES:
            return cells[field] if cells[field].endswith(".") else f"{cells[field]}."
    return ""


def _resource(catalog: Catalog, cells: Mapping[str, str], names: Mapping[str, str]) -> str:
    text = cells["description"]
    return "" if text in STATES else text if text.endswith(".") else f"{text}."


def _first_year(catalog: Catalog, cells: Mapping[str, str]) -> str:
    work = catalog.works.get(cells["reference"])
    return (work.text("firstyear") or work.text("year")) if work else ""


def _for(catalog: Catalog, field: str, cells: Mapping[str, str]) -> str:
    vocabulary = {"modalities": "modality", "tasks": "task"}[field]
    terms = _terms(catalog, vocabulary, cells, field)
    return f" for {joined(terms)}" if terms else ""


def _terms(catalog: Catalog, vocabulary: str, cells: Mapping[str, str], field: str) -> list[str]:
    return [lower_first(catalog.label(vocabulary, term)) for term in _values(cells, field)]


def _values(cells: Mapping[str, str], field: str) -> list[str]:
    cell = cells.get(field, "")
    return [] if cell in STATES else cell.split("; ")


def joined(values: Iterable[str], last: str = "and") -> str:
    """Values as a list in a sentence, the first few of many."""
    listed = list(values)
    if len(listed) > _FEW + 1:
        listed = [*listed[:_FEW], f"{len(listed) - _FEW} more"]
        last = "and"
    return _listed(listed, last)


def _listed(values: Sequence[str], last: str) -> str:
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} {last} {values[-1]}"


def _article(words: str) -> str:
    return f"{'an' if words[0].lower() in 'aeiou' else 'a'} {words}"
