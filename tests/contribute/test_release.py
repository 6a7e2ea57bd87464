"""A release: one version everywhere, its section of the changelog, what changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from surveybook import __version__
from surveybook.cli import main
from surveybook.contribute.release import changelog_section
from tests.conftest import ROOT
from tests.export.test_history import FIRST, SECOND, commit, git
from tests.support.tiny import replace, set_cell

CHANGELOG = f"# Changelog\n\n## {__version__}\n\n- New: x.\n\n## 2020.1.0 (old)\n\n- Older.\n"


@pytest.fixture
def kept(tiny: Path) -> Path:
    (tiny / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    git(tiny, "init", "-b", "main")
    commit(tiny, FIRST)
    return tiny


def notes(root: Path, version: str = f"v{__version__}") -> int:
    return main(["--root", str(root), "release-notes", version])


@pytest.mark.parametrize(
    ("version", "section"),
    [
        (__version__, "- New: x.\n"),
        ("2020.1.0", "- Older.\n"),
        ("2020.1", ""),
        ("2021.1.0", ""),
    ],
)
def test_the_section_of_a_version(version: str, section: str) -> None:
    assert changelog_section(CHANGELOG, version) == section


def test_a_section_that_says_nothing_is_none() -> None:
    assert changelog_section("## 2020.1.0\n\n## 2019.1.0\n\n- x\n", "2020.1.0") == ""


@pytest.mark.parametrize("version", [__version__, f"v{__version__}"])
def test_the_first_release(kept: Path, version: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert notes(kept, version) == 0
    assert capsys.readouterr().out == "- New: x.\n"


def test_the_entries_since_the_release_before(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(kept, "tag", "v2020.9.0")
    set_cell(kept, "models", "medcpt", "backbone", "BERT")
    commit(kept, SECOND)
    # 2020.10 came after 2020.9, whatever the letters say.
    git(kept, "tag", "v2020.10.0")
    set_cell(kept, "models", "medcpt", "backbone", "RoBERTa")
    commit(kept, SECOND)
    git(kept, "tag", f"v{__version__}")
    set_cell(kept, "models", "medcpt", "backbone", "T5")
    commit(kept, SECOND)
    assert notes(kept) == 0
    said = capsys.readouterr().out
    assert said.startswith("- New: x.\n\n## Entries since v2020.10.0\n\n### Models\n")
    assert "“BERT” and is now “RoBERTa”" in said
    assert "T5" not in said


def test_before_there_is_a_tag_the_last_commit_counts(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(kept, "tag", "v2020.9.0")
    set_cell(kept, "models", "medcpt", "backbone", "BERT")
    commit(kept, SECOND)
    assert notes(kept) == 0
    assert "is now “BERT”" in capsys.readouterr().out


def refused(root: Path, capsys: pytest.CaptureFixture[str], version: str = __version__) -> str:
    assert notes(root, version) == 1
    shown = capsys.readouterr()
    assert not shown.out
    return shown.err


def test_all_that_keeps_a_release_back_is_named(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(kept, capsys, "v2031.1.0")
    assert f"src/surveybook/__init__.py: the version is '{__version__}'" in said
    assert f"CITATION.cff: the version is '{__version__}', to be released is '2031.1.0'" in said
    assert "CHANGELOG.md: nothing under '## 2031.1.0'" in said


def test_another_version_in_the_citation(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(kept / "CITATION.cff", f"version: {__version__}", "version: 2019.1.0")
    assert "CITATION.cff: the version is '2019.1.0'" in refused(kept, capsys)


@pytest.mark.parametrize("text", ["- x\n", "version: [\n"])
def test_a_citation_that_says_nothing(
    kept: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (kept / "CITATION.cff").write_text(text, encoding="utf-8")
    assert "CITATION.cff: " in refused(kept, capsys)


@pytest.mark.parametrize("name", ["CHANGELOG.md", "CITATION.cff"])
def test_a_file_that_is_missing(kept: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (kept / name).unlink()
    assert f"{name}: it cannot be read" in refused(kept, capsys)


@pytest.mark.parametrize("version", ["next", "v1", "--help-me", "2026.11.0; true"])
def test_what_is_no_version(kept: Path, version: str, capsys: pytest.CaptureFixture[str]) -> None:
    if version.startswith("-"):
        with pytest.raises(SystemExit):
            notes(kept, version)
        return
    assert "is no version such as" in refused(kept, capsys, version)


def test_outside_a_repository(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tiny / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    assert "the history cannot be read" in refused(tiny, capsys)


def test_the_repository_can_be_released() -> None:
    assert changelog_section((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), __version__)
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(cited["version"]) == __version__


def test_zenodo_is_told_what_the_citation_says() -> None:
    """Zenodo reads .zenodo.json instead of CITATION.cff, and version and day from the release."""
    told = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert told["title"] == cited["title"]
    assert [creator["name"] for creator in told["creators"]] == [
        author["name"] for author in cited["authors"]
    ]
    assert told["license"] == cited["license"].lower()
    assert told["upload_type"] == cited["type"]
    assert not {"version", "doi", "publication_date"} & set(told)
