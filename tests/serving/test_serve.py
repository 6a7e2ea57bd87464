"""``surveybook serve``: what is edited is on screen, and what is wrong with it too."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.tiny import replace, set_cell, write_tiny_book

pytestmark = pytest.mark.xdist_group("serve")
PATIENCE = 90_000
"""Milliseconds; a loaded machine may take its time."""


@dataclass
class Served:
    """A running server: its address and what it has said."""

    address: str = ""
    lines: list[str] = field(default_factory=list)
    ready: threading.Event = field(default_factory=threading.Event)

    def listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr
        for line in process.stderr:
            self.lines.append(line)
            found = re.match(r"(http://127\.0\.0\.1:\d+/)", line)
            self.address = found[1] if found else self.address
            if "all pages are up to date" in line:
                self.ready.set()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One book for all tests here; each leaves it without faults."""
    return write_tiny_book(tmp_path_factory.mktemp("served") / "book with a space")


@pytest.fixture(scope="module")
def server(tiny: Path) -> Iterator[Served]:
    command = [sys.executable, "-m", "surveybook", "serve", "--port", "0"]
    process = subprocess.Popen(command, cwd=tiny, stderr=subprocess.PIPE, text=True)
    served = Served()
    threading.Thread(target=served.listen, args=(process,), daemon=True).start()
    try:
        assert served.ready.wait(PATIENCE / 1000), served.lines
        yield served
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    tab = browser.new_page()
    yield tab
    tab.close()


def test_an_edit_shows_on_the_open_page_by_itself(server: Served, tiny: Path, tab: Page) -> None:
    tab.goto(f"{server.address}book/introduction.html")
    expect(tab.locator("article table")).not_to_contain_text("110M")
    set_cell(tiny, "models", "medcpt", "parameters", "110M")
    expect(tab.locator("article table")).to_contain_text("110M", timeout=PATIENCE)
    # A technical fact without evidence is shown, and what is wrong with it is told.
    expect(tab.get_by_role("alert")).to_contain_text("entry-without-evidence", timeout=PATIENCE)
    tab.goto(f"{server.address}models/medcpt.html")
    expect(tab.locator("#field-parameters")).to_contain_text("110M", timeout=PATIENCE)
    set_cell(tiny, "models", "medcpt", "parameters", "")
    expect(tab.get_by_role("alert")).to_be_hidden(timeout=PATIENCE)


def test_a_mistake_is_told_on_the_page_and_goes_when_it_is_mended(
    server: Served, tiny: Path, tab: Page
) -> None:
    tab.goto(f"{server.address}book/data.html")
    expect(tab.get_by_role("alert")).to_be_hidden()
    set_cell(tiny, "models", "medcpt", "pretraining", "contrastve")
    alert = tab.get_by_role("alert")
    expect(alert).to_contain_text("did you mean 'contrastive'", timeout=PATIENCE)
    expect(alert).to_contain_text("data/models.csv:2")
    set_cell(tiny, "models", "medcpt", "pretraining", "contrastive")
    expect(alert).to_be_hidden(timeout=PATIENCE)


def test_a_chapter_that_fails_is_told_and_the_old_page_stays(
    server: Served, tiny: Path, tab: Page
) -> None:
    tab.goto(f"{server.address}book/data.html")
    replace(tiny / "book/data.md", "import surveybook as sb\n", "import surveybook as sb\n1 / 0\n")
    expect(tab.get_by_role("alert")).to_contain_text("ZeroDivisionError", timeout=PATIENCE)
    expect(tab.locator("article table")).to_contain_text("Notes")
    replace(tiny / "book/data.md", "\n1 / 0\n", "\n")
    expect(tab.get_by_role("alert")).to_be_hidden(timeout=PATIENCE)


def test_only_the_site_is_served(server: Served, tiny: Path) -> None:
    (tiny / "secret.html").write_text("secret", encoding="utf-8")
    for path in ("../../../secret.html", "..%2f..%2f..%2fsecret.html", "missing.html"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{server.address}{path}")
        assert refused.value.code == 404


def test_a_taken_port_is_told(server: Served, tiny: Path) -> None:
    port = server.address.rstrip("/").rsplit(":", 1)[1]
    command = [sys.executable, "-m", "surveybook", "serve", "--port", port]
    done = subprocess.run(command, cwd=tiny, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert port in done.stderr
    assert "--port" in done.stderr
