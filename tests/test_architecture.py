"""The house: imports go downward, one module opens each file, importing reads nothing."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

PACKAGE = ROOT / "src" / "surveybook"
# From the bottom up; a module may import those of lower levels, and its own package's.
LEVELS = [
    {"problems", "repository", "records"},
    {"schema", "lookup", "drafts", "chapterfiles", "contents", "requirements", "credit"},
    {"bibliography", "datafiles", "editing"},
    {"catalog"},
    {"settled", "selection", "addresses"},
    {"checks", "printed"},
    {"myst"},
    {"entries", "tables", "frames", "figures", "bibstyle", "citations"},
    {"state", "links", "contributors", "reference", "export", "tablecells", "paperlinks"},
    {"entrypages", "mentions", "pageledger"},
    {"entrysearch"},
    {"htmlpages", "metadata", "explore", "pagescripts", "repositorylinks"},
    {"publishing", "printing"},
    {"sitefiles"},
    {"build.digest", "build.kernel", "build.stage", "build.texlog", "build.offprints"},
    {"build.execute", "build.publish", "build.typeset"},
    {"build.site", "build.pdf", "sphinxext", "contribute"},
    {"build.preview"},
    {"serving"},
    {"commands"},
    {"cli"},
    {"__main__"},
]
LEVEL = {name: number for number, names in enumerate(LEVELS) for name in names}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield ".".join(path.relative_to(PACKAGE).with_suffix("").parts), path


def level(module: str) -> int | None:
    """The level of a module, or of the package it lies in."""
    return LEVEL.get(module, LEVEL.get(module.split(".")[0]))


def imported(name: str, path: Path) -> Iterator[str]:
    """Modules of this package that a module imports, wherever in its text."""
    package = name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            target = [*base, *(node.module.split(".") if node.module else [])]
            if node.module:
                yield ".".join(target)
            else:
                yield from (".".join([*target, alias.name]) for alias in node.names)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [a.name for a in node.names]
            )
            yield from (n.removeprefix("surveybook.") for n in names if n.startswith("surveybook."))


def test_imports_go_downward() -> None:
    for name, path in modules():
        if name.endswith("__init__") and name != "checks.__init__":
            continue
        own = level(name)
        assert own is not None, f"{name} has no level; put it into LEVELS"
        for target in imported(name, path):
            if target == "__version__":
                continue
            other = level(target)
            assert other is not None, f"{name} imports {target}, which has no level"
            same_package = "." in name and target.split(".")[0] == name.split(".")[0]
            assert other < own or (same_package and other == own), f"{name} imports {target}"


def test_only_the_readers_open_the_data() -> None:
    for name, path in modules():
        if name in ("bibliography", "datafiles", "schema") or name.startswith("build."):
            continue
        # These know the files as text, for those who change them.
        if name in ("editing.bibtex", "editing.table"):
            continue
        text = path.read_text(encoding="utf-8")
        for word in ("read_csv", "csv.reader", "DictReader", "bibtexparser", "parse_file"):
            assert word not in text, f"{name} uses {word}"


def test_only_the_lookup_uses_the_network() -> None:
    for name, path in modules():
        if not name.startswith("lookup."):
            used = set(re.findall(r"^\s*(?:import|from) (\w+)", path.read_text("utf-8"), re.M))
            assert not used & {"requests", "urllib3", "http", "socket", "httpx"}, name


def test_chapters_never_open_the_data() -> None:
    for path in (ROOT / "book").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        for word in ("open(", "read_csv", "Path(", "references.bib'", "data/models"):
            assert word not in text, f"{path.name} uses {word}"


def test_importing_reads_no_file(tmp_path: Path) -> None:
    code = (
        "import pandas, matplotlib.figure, bibtexparser, pybtex.database\n"
        "import pybtex.database.input.bibtex, builtins, sys\n"
        "opened = []\n"
        "def note(event, args):\n"
        "    if event == 'open':\n"
        "        opened.append(str(args[0]))\n"
        "sys.addaudithook(note)\n"
        "import surveybook\n"
        "print([name for name in opened if not name.endswith(('.py', '.pyc')) and '/' in name])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.stdout.strip() == "[]"


def test_modules_keep_to_one_job() -> None:
    for name, path in modules():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 300, f"{name} has {lines} lines; split it"
    assert not list(PACKAGE.rglob("utils.py"))
