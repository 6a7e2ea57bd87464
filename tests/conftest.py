"""What the tests share: the repository, a tiny book, and the real book built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from surveybook.catalog import Catalog, load
from surveybook.sources.bookfiles import SOURCES
from tests.support.browsing import chromium, served
from tests.support.tiny import write_tiny_book

ROOT = Path(__file__).parent.parent


_BUILDING = {"build", "epub", "pdf", "serve"}
"""Commands that build a book."""
_BUILT = {"built_root", "printed", "site", "address", "browser"}
"""Fixtures that build a book or open a browser."""
_running: list[pytest.Item] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of which a fixture says that they build a book."""
    for item in items:
        if _BUILT & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.book)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note which test runs, before its fixtures are made."""
    _running[:] = [item]


def run(
    root: Path, *arguments: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment in a folder, as a contributor would."""
    if _BUILDING & set(arguments) and not _running[0].get_closest_marker("book"):
        pytest.fail("a test that builds a book carries the mark 'book'; see CONTRIBUTING.md")
    command = [sys.executable, "-m", *arguments]
    environment = os.environ | (env or {})
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, env=environment
    )


def surveybook(
    root: Path, *arguments: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the ``surveybook`` command in a folder."""
    return run(root, "surveybook", *arguments, env=env)


def jupyter_book(root: Path) -> subprocess.CompletedProcess[str]:
    """Run plain ``jupyter-book build .`` in a folder."""
    program = Path(sys.executable).with_name("jupyter-book")
    return subprocess.run(
        [str(program), "build", "."], cwd=root, capture_output=True, text=True, check=False
    )


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A small book without faults, in a folder of its own."""
    return write_tiny_book(tmp_path / "book with a space")


def copied_sources(folder: Path) -> Path:
    """A copy of the repository's sources in a new folder below this one."""
    root = folder / "survey"
    root.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        else:
            shutil.copy(source, root / name)
    return root


@pytest.fixture(scope="session")
def built_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's sources in which the real book was built."""
    root = copied_sources(tmp_path_factory.mktemp("real"))
    # With an address, as where it is deployed.
    done = surveybook(root, "build", env={"SURVEYBOOK_ADDRESS": "https://survey.example"})
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the real book's PDFs; tests that use it are of the xdist group "pdf"."""
    root = copied_sources(tmp_path_factory.mktemp("printed"))
    done = surveybook(root, "pdf")
    assert done.returncode == 0, done.stderr
    return root / "_build" / "pdf"


@pytest.fixture(scope="session")
def site(built_root: Path) -> Path:
    """The real book's pages."""
    return built_root / "_build" / "html"


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The repository's catalog."""
    return load(ROOT)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The real book's pages, served on loopback."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with chromium() as browser:
        yield browser
