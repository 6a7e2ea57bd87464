"""Tell the author of a pull request what changes in the survey, in one comment kept current.

Usage, on GitHub: python3 scripts/comment_on_pull_request.py

Reads the report of the workflow run RUN_ID, which the code of the pull request has made. So it
is data: it is read within limits, never unpacked, and quoted as code, in which GitHub
shows markup as it is and notifies nobody. Needs nothing but Python and gh.
"""

import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from io import BytesIO

MARK = "<!-- surveybook: report -->"
AUTHOR = "github-actions[bot]"
MOST_BYTES = 500_000
MOST_LINES = 60
MOST_CHARACTERS = 28_000
"""Of each part; GitHub takes 65,536 in all."""
LONGEST_LINE = 300
PARTS = (
    ("changes.txt", "What changes", "The report does not say what changes."),
    ("problems.txt", "Problems", "None was found."),
)


class UnreadableReportError(Exception):
    """The report is not one, or is too large; says why."""


def main() -> int:
    """Find the pull request and the report of the run, and comment; the exit code."""
    repository = f"repos/{os.environ['GITHUB_REPOSITORY']}"
    number = pull_request(repository)
    archive = report(repository)
    if number is None or archive is None:
        print("There is no open pull request at this commit, or no report.")
        return 0
    body = json.dumps({"body": comment(archive, os.environ["RUN_URL"])})
    for known in pages(f"{repository}/issues/{number}/comments"):
        if known["user"]["login"] == AUTHOR and known["body"].startswith(MARK):
            gh("--method", "PATCH", f"{repository}/issues/comments/{known['id']}", given=body)
            return 0
    gh("--method", "POST", f"{repository}/issues/{number}/comments", given=body)
    return 0


def pull_request(repository: str) -> int | None:
    """The open pull request whose last commit the run was for, by what GitHub itself says."""
    head = f"head={os.environ['HEAD_OWNER']}:{os.environ['HEAD_BRANCH']}"
    found = json.loads(gh("--method", "GET", f"{repository}/pulls", "-f", "state=open", "-f", head))
    for pull in found:
        if pull["head"]["sha"] == os.environ["HEAD_SHA"]:
            return int(pull["number"])
    return None


def report(repository: str) -> bytes | None:
    """The archive that the run left; empty if it is too large."""
    run = f"{repository}/actions/runs/{int(os.environ['RUN_ID'])}/artifacts"
    listed = json.loads(gh("--method", "GET", run, "-f", "name=report"))["artifacts"]
    if not listed:
        return None
    if listed[0]["size_in_bytes"] > MOST_BYTES:
        return b""
    return gh(f"{repository}/actions/artifacts/{int(listed[0]['id'])}/zip")


def comment(archive: bytes, run: str) -> str:
    """The comment's Markdown for a report."""
    lines = [MARK, ""]
    try:
        for name, title, nothing in PARTS:
            told = [line for line in member(archive, name).splitlines() if line.strip()]
            shown = [quoted(line) for line in told[:MOST_LINES]]
            while sum(map(len, shown)) > MOST_CHARACTERS:
                shown.pop()
            lines += [f"### {title}", "", *shown]
            if len(told) > len(shown):
                lines.append(f"- and {len(told) - len(shown)} more lines")
            if not told:
                lines.append(nothing)
            lines.append("")
    except UnreadableReportError as error:
        lines += [f"The report could not be read: {error}.", ""]
    lines.append(f"The site as it would be, and all of the report: [this run]({run}).")
    return "\n".join(lines) + "\n"


def member(archive: bytes, name: str) -> str:
    """The text of one file of the archive, of bounded size."""
    try:
        with zipfile.ZipFile(BytesIO(archive)) as opened, opened.open(name) as file:
            text = file.read(MOST_BYTES + 1)
    except KeyError as error:
        raise UnreadableReportError(f"{name} is missing") from error
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError) as error:
        raise UnreadableReportError("it is no archive, or is too large") from error
    if len(text) > MOST_BYTES:
        raise UnreadableReportError(f"{name} is too large")
    return text.decode("utf-8", "replace")


def quoted(line: str) -> str:
    """A line as an item of a list, in code: markup, links and names in it do nothing."""
    plain = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in line)
    text = " ".join(plain.split())
    text = text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1] + "…"
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{'  ' if line[:1].isspace() else ''}- {fence} {text} {fence}"


def pages(path: str) -> list[dict]:
    """All items of a list that GitHub gives in pages."""
    found: list[dict] = []
    for page in range(1, 11):
        query = ("-f", "per_page=100", "-f", f"page={page}")
        items = json.loads(gh("--method", "GET", path, *query))
        found += items
        if len(items) < 100:
            break
    return found


def gh(*arguments: str, given: str | None = None) -> bytes:
    """What ``gh api`` answers; ``given`` is the body of the request."""
    command = ["gh", "api", *arguments, *(["--input", "-"] if given is not None else [])]
    done = subprocess.run(
        command, input=(given or "").encode(), stdout=subprocess.PIPE, check=True, timeout=120
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
