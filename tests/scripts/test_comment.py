"""The comment on a pull request: made of data that its author controls, so nothing in it acts."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "comment_on_pull_request.py"
RUN = "https://example.org/runs/7"
# Answers as a stand-in for GitHub: what is asked for is in its arguments.
GH = """#!/bin/sh
exec "{python}" "{answers}" "$@"
"""
ANSWERS = """
import json, pathlib, sys
told = json.loads(pathlib.Path({told!r}).read_text())
given = sys.argv[1:]
log = pathlib.Path({log!r})
body = sys.stdin.read() if "--input" in given else ""
with log.open("a") as file:
    file.write(json.dumps([given, body]) + "\\n")
path = next(word for word in given if word.startswith("repos/"))
if path.endswith("/zip"):
    sys.stdout.buffer.write(pathlib.Path({archive!r}).read_bytes())
elif path.endswith("/artifacts"):
    print(json.dumps({{"artifacts": told["artifacts"]}}))
elif path.endswith("/pulls"):
    print(json.dumps(told["pulls"]))
elif path.endswith("/comments") and "GET" in given:
    print(json.dumps(told["comments"] if "page=1" in given else []))
else:
    print("{{}}")
"""


class GitHub:
    """A stand-in for ``gh`` on the path, and what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: dict[str, Any] = {
            "pulls": [
                {"number": 4, "head": {"sha": "old"}},
                {"number": 5, "head": {"sha": "abc"}},
            ],
            "artifacts": [{"id": 9, "size_in_bytes": 1000}],
            "comments": [],
        }
        self.archive = zipped({"changes.txt": "no entry differs\n", "problems.txt": ""})

    def comment(self) -> list[tuple[list[str], str]]:
        """Run the script; what it wrote: the arguments and the body of the comment."""
        log, told, archive = (self.folder / name for name in ("log", "told", "archive"))
        answers = self.folder / "answers.py"
        answers.write_text(
            ANSWERS.format(told=str(told), log=str(log), archive=str(archive)), encoding="utf-8"
        )
        program = self.folder / "gh"
        program.write_text(GH.format(python=sys.executable, answers=answers), encoding="utf-8")
        program.chmod(0o755)
        told.write_text(json.dumps(self.told), encoding="utf-8")
        archive.write_bytes(self.archive)
        given = {
            "PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_REPOSITORY": "group/survey",
            "RUN_ID": "7",
            "RUN_URL": RUN,
            "HEAD_SHA": "abc",
            "HEAD_OWNER": "someone",
            "HEAD_BRANCH": "a; echo b",
        }
        done = subprocess.run(
            [sys.executable, str(SCRIPT)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | given,
        )
        assert done.returncode == 0, done.stderr
        asked = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        self.asked = [arguments for arguments, _ in asked]
        return [(arguments, json.loads(body)["body"]) for arguments, body in asked if body]


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.fixture
def github(tmp_path: Path) -> GitHub:
    return GitHub(tmp_path)


def test_a_comment_is_made(github: GitHub) -> None:
    changes = "Models\n  added: MedCPT (medcpt)\n"
    problem = "data/models.csv:33: unknown-reference: 'foo2023' is not in references.bib; add it"
    github.archive = zipped({"changes.txt": changes, "problems.txt": f"{problem}\n"})
    ((arguments, body),) = github.comment()
    assert arguments[1:4] == ["--method", "POST", "repos/group/survey/issues/5/comments"]
    assert "- ` Models `\n  - ` added: MedCPT (medcpt) `\n" in body
    assert f"- ` {problem} `\n" in body
    assert RUN in body
    assert github.asked[0][-2:] == ["-f", "head=someone:a; echo b"]


def test_it_is_one_comment_kept_current(github: GitHub) -> None:
    ((_, body),) = github.comment()
    github.told["comments"] = [
        {"id": 1, "user": {"login": "someone"}, "body": body},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "Another workflow's."},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": body},
    ]
    arguments, _ = github.comment()[-1]
    assert arguments[1:4] == ["--method", "PATCH", "repos/group/survey/issues/comments/3"]


def test_without_a_problem_it_says_so(github: GitHub) -> None:
    ((_, body),) = github.comment()
    assert "### Problems\n\nNone was found." in body


@pytest.mark.parametrize(
    ("name", "value"),
    [("pulls", []), ("pulls", [{"number": 4, "head": {"sha": "old"}}]), ("artifacts", [])],
)
def test_without_a_pull_request_or_report_nothing_is_said(
    github: GitHub, name: str, value: list[Any]
) -> None:
    github.told[name] = value
    assert github.comment() == []


HOSTILE = [
    "@everyone please look",
    "see #1 and group/other#2 and GH-3",
    "![x](https://example.org/pixel.png)",
    "[click](https://example.org)",
    "https://github.com/group/other/issues/1",
    "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "` @everyone `",
    "``` @everyone ```` @everyone `",
    "`",
    "```",
    "~~~",
    "<!-- ",
    "--> @everyone",
    "- [ ] @everyone",
    "| a | b |",
    "# Heading",
    "&#64;everyone",
    "\\` @everyone",
    "a\x00b\x1b[31m\u202ec\u200b@everyone",
    "line\r@everyone\u2028@everyone\x0b@everyone",
    "${{ github.token }} $(id) `id`",
]


@pytest.mark.parametrize("line", HOSTILE)
@pytest.mark.parametrize("indent", ["", "  ", "\t", "      "])
def test_what_an_author_wrote_does_nothing(github: GitHub, line: str, indent: str) -> None:
    github.archive = zipped(
        {"changes.txt": f"Models\n{indent}{line}\n", "problems.txt": f"{indent}{line}\nx\n"}
    )
    ((_, body),) = github.comment()
    shown = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(body)
    outside = []
    for token in shown:
        assert token.type in {
            "html_block", "heading_open", "heading_close", "inline", "paragraph_open",
            "paragraph_close", "bullet_list_open", "bullet_list_close", "list_item_open",
            "list_item_close",
        }  # fmt: skip
        if token.type == "html_block":
            assert token.content.strip() == "<!-- surveybook: report -->"
        for child in token.children or []:
            assert child.type in {"text", "code_inline", "link_open", "link_close"}
            if child.type == "text":
                outside.append(child.content)
            if child.type == "link_open":
                assert child.attrs == {"href": RUN}
    assert set(filter(None, outside)) <= {
        "What changes", "Problems", "this run", ".",
        "The site as it would be, and all of the report: ",
    }  # fmt: skip
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u200b\u202e\u2028]", body)


def test_it_is_of_bounded_length(github: GitHub) -> None:
    github.archive = zipped(
        {"changes.txt": f"{'`' * 499}\n" * 900, "problems.txt": f"{'ü' * 400}\n" * 500}
    )
    ((_, body),) = github.comment()
    assert re.search(r"^- and 8\d\d more lines$", body, re.MULTILINE)
    assert "- and 440 more lines" in body
    # GitHub takes 65,536 characters.
    assert len(body) < 65_000


@pytest.mark.parametrize(
    "archive",
    [
        b"",
        b"no archive",
        zipped({"problems.txt": ""}),
        zipped({"../changes.txt": "x", "problems.txt": ""}),
        zipped({"changes.txt": b"\n" * 50_000_000, "problems.txt": ""}),
        zipped({"changes.txt": "x" * 2000, "problems.txt": ""})[:-40],
    ],
    ids=["empty", "no archive", "incomplete", "elsewhere", "bomb", "cut"],
)
def test_a_report_that_is_none(github: GitHub, archive: bytes) -> None:
    github.archive = archive
    ((_, body),) = github.comment()
    assert "The report could not be read: " in body


def test_a_report_that_is_too_large_is_not_fetched(github: GitHub) -> None:
    github.told["artifacts"] = [{"id": 9, "size_in_bytes": 10_000_000}]
    ((_, body),) = github.comment()
    assert "too large" in body
    assert not any(word.endswith("/zip") for words in github.asked for word in words)
    assert not (github.folder / "changes.txt").exists()


def test_bytes_that_are_no_text(github: GitHub) -> None:
    github.archive = zipped({"changes.txt": b"\xff\xfe a", "problems.txt": ""})
    ((_, body),) = github.comment()
    assert "\ufffd" in body
