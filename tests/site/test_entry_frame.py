"""The pages of entries are, to the byte, those that the theme would make one by one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tiny import replace, set_cell

pytestmark = pytest.mark.book

WHOLE = '{% extends "layout.html" %}{% block body %}\n{% include "entry.html" %}\n{% endblock %}'
ONE_BY_ONE = """
from jupyter_book.cli.main import main
from surveybook.site.entryframe import EntryFrame

def init(self, app, table):
    self.app = app

def write(self, page, own):
    self.app.builder.handle_page(page, {**own, "theme_show_prev_next": False}, "whole.html")

EntryFrame.__init__, EntryFrame.write = init, write
main()
"""
FRAMED = "from jupyter_book.cli.main import main; main()"


def pages(root: Path, program: str, stage: Path) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", program, "build", str(root), "--path-output", str(stage)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SURVEYBOOK_ADDRESS": "https://survey.example/book/"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = stage / "_build" / "html"
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
    }


def test_framed_pages_are_those_of_the_theme(tiny: Path, tmp_path: Path) -> None:
    set_cell(tiny, "models", "medcpt", "name", r"<b>A</b> & \"B\" \1 {{ title }} surveybook")
    (tiny / "templates").mkdir()
    (tiny / "templates" / "whole.html").write_text(WHOLE, encoding="utf-8")
    shared = "    html_static_path: [book/_static]\n"
    replace(tiny / "_config.yml", shared, f"    templates_path: [templates]\n{shared}")
    option = "      search_bar_text: Search this book\n"
    given = "      repository_url: https://github.com/someone/survey\n"
    replace(tiny / "_config.yml", option, f"{option}{given}")
    framed = pages(tiny, FRAMED, tmp_path / "framed")
    whole = pages(tiny, ONE_BY_ONE, tmp_path / "whole")
    assert framed.keys() == whole.keys()
    assert {"models/medcpt.html", "datasets/notes.html"} <= framed.keys()
    assert [name for name in framed if framed[name] != whole[name]] == []
    assert 'href="https://survey.example/book/models/medcpt.html"' in framed["models/medcpt.html"]
    assert not any("surveybook-place" in text for text in framed.values())
