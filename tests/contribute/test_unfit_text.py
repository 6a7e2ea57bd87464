"""Text that no source may hold is refused where it comes in; fmt leaves half a merge alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveybook.cli import main
from tests.contribute.test_add import BIBTEX, sources
from tests.support.tiny import replace

ENTRY = BIBTEX % ("chen2023", "Meditron", "2311.16079")


def run(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), *arguments])


@pytest.mark.parametrize("letter", ["\u202e", "\u200b", "\x00", "\ue000", "\uffff", "\ufeff"])
def test_add_refuses_what_no_source_may_hold(
    tiny: Path, tmp_path: Path, letter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given.bib"
    given.write_text(ENTRY.replace("Scaling", f"Sca{letter}ling"), encoding="utf-8")
    before = sources(tiny)
    assert run(tiny, "add", "--bibtex", str(given), "--family", "LFM", "--yes") == 1
    said = capsys.readouterr().err
    assert f"U+{ord(letter):04X}" in said
    assert "given.bib:2" in said
    assert sources(tiny) == before


def test_add_refuses_it_in_a_given_cell(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given.bib"
    given.write_text(ENTRY, encoding="utf-8")
    arguments = ("--bibtex", str(given), "--family", "LFM", "--name", "Medi\u200btron", "--yes")
    before = sources(tiny)
    assert run(tiny, "add", *arguments) == 2
    assert "U+200B" in capsys.readouterr().err
    assert sources(tiny) == before


def test_add_refuses_a_doi_that_is_none(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given.bib"
    text = ENTRY.replace("year={2023}", "year={2023}, doi={10.1093/x><svg/onload=alert(1)>}")
    given.write_text(text, encoding="utf-8")
    before = sources(tiny)
    assert run(tiny, "add", "--bibtex", str(given), "--family", "LFM", "--yes") == 1
    assert "doi is '10.1093/x><svg" in capsys.readouterr().err
    assert sources(tiny) == before


@pytest.mark.parametrize("raw", [b"\xff\xfe@\x00", b"@article{\xe4", b"PK\x03\x04", b""])
def test_add_says_what_a_file_is(
    tiny: Path, tmp_path: Path, raw: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given.bib"
    given.write_bytes(raw)
    assert run(tiny, "add", "--bibtex", str(given), "--yes") == 1
    said = capsys.readouterr().err
    assert "not-utf8" in said or "empty-file" in said
    assert "codec" not in said


def test_import_refuses_items_and_passes_over_headings(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "list.md"
    item = "- [Model{}](https://example.org/model) - a tool.\n"
    given.write_text("# \u2764\ufe0f Models\n\n" + item.format(""), encoding="utf-8")
    assert run(tiny, "import", str(given)) == 0
    capsys.readouterr()
    given.write_text("# Models\n\n" + item.format("\u202e"), encoding="utf-8")
    assert run(tiny, "import", str(given)) == 1
    done = capsys.readouterr()
    assert "list.md:3: " in done.err
    assert "U+202E" in done.err
    assert not done.out


def test_import_says_what_a_file_is(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tiny, "import", str(tmp_path / "none.md")) == 2
    assert "[Errno" not in capsys.readouterr().err
    (tmp_path / "list.md").write_bytes(b"\xff\xfe-\x00")
    assert run(tiny, "import", str(tmp_path / "list.md")) == 2
    assert "UTF-16" in capsys.readouterr().err


def test_a_chapter_is_not_named_by_it(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sources(tiny)
    assert run(tiny, "new", "chapter", "Ultra\u200bsound") == 2
    assert "U+200B" in capsys.readouterr().err
    assert sources(tiny) == before


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", ">>>>>>> other", "=======", "||||||| base"])
@pytest.mark.parametrize("name", ["references.bib", "data/models.csv"])
def test_fmt_leaves_a_half_merged_file_alone(
    tiny: Path, name: str, mark: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tiny / name
    path.write_text(f"{path.read_text(encoding='utf-8')}{mark}\n", encoding="utf-8")
    # Another file that is not in its form is still put into it.
    replace(tiny / "data/taxonomy.csv", "\n", "\r\n")
    before = path.read_bytes()
    assert run(tiny, "fmt") == 1
    assert path.read_bytes() == before
    assert b"\r" not in (tiny / "data/taxonomy.csv").read_bytes()
    said = capsys.readouterr().err
    assert f"{name}: line {before.count(bytes([10]))} holds a mark of a merge" in said
