"""The packages that chapters may import: what pyproject.toml says, and which module is whose.

Nothing is imported to find out.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

PATH = "pyproject.toml"
GROUP = "chapters"
"""The group of optional dependencies that a chapter may require."""


class UnreadableProjectError(ValueError):
    """pyproject.toml does not say what chapters may use; says why, and on which 1-based line (0:
    the file as a whole)."""

    def __init__(self, message: str, line: int = 0):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Allowed:
    """Packages by their normalised names: ``core`` ones that every chapter may import, and
    those that it may import if it declares them."""

    core: frozenset[str] = frozenset()
    on_request: frozenset[str] = frozenset()


def read_allowed(root: Path) -> Allowed:
    """What pyproject.toml of the book at ``root`` lets chapters use; nothing without the file.

    Raises:
        UnreadableProjectError: the file is no TOML, or a dependency is none.
    """
    try:
        project = tomllib.loads((root / PATH).read_text(encoding="utf-8"))["project"]
        core = _names(project.get("dependencies", []))
        groups = project.get("optional-dependencies", {})
        return Allowed(core, _names(groups.get(GROUP, [])))
    except FileNotFoundError:
        return Allowed()
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else 0
        raise UnreadableProjectError("it is no TOML at this place", line) from error
    except _NoRequirementError as error:
        raise UnreadableProjectError(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableProjectError("the file cannot be read") from error
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise UnreadableProjectError("it lists no dependencies of a project") from error


class _NoRequirementError(ValueError):
    """A dependency that is none."""


def _names(dependencies: Iterable[str]) -> frozenset[str]:
    names = set()
    for line in dependencies:
        try:
            names.add(canonicalize_name(Requirement(line).name))
        except InvalidRequirement as error:
            raise _NoRequirementError(f"the dependency '{line}' is none") from error
    return frozenset(names)


def is_provided(module: str, packages: Collection[str]) -> bool:
    """Whether a top-level module is Python's, the book's own, or one of ``packages``
    (normalised names) provides it.

    What a package that is not installed would provide is not known: it is then taken to provide
    every module that is not installed either.
    """
    if module in sys.stdlib_module_names or module == "surveybook":
        return True
    # Most modules are called like their package; to ask about the others takes a while.
    if canonicalize_name(module) in packages:
        return True
    owners = _owners().get(module)
    if owners is None:
        return any(not _is_installed(package) for package in packages)
    return not owners.isdisjoint(packages)


def provider(module: str) -> str:
    """The package that provides a module, or the module's own name if none is installed."""
    return min(_owners().get(module, {canonicalize_name(module)}))


@cache
def _owners() -> dict[str, set[str]]:
    return {
        module: {str(canonicalize_name(name)) for name in names}
        for module, names in metadata.packages_distributions().items()
    }


@cache
def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def versions(packages: Iterable[str]) -> list[str]:
    """Packages with their installed versions, each as "name version"; "name" if not installed."""
    found = []
    for package in packages:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            found.append(package)
    return found
