"""`surveybook add`: a work by its identifier or BibTeX, whole or not at all."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveybook.catalog import load
from surveybook.checks import check
from surveybook.cli import main
from surveybook.contribute.naming import make_id, make_key, protect_capitals
from surveybook.sources.bibliography import Work, read_bibliography
from tests.conftest import surveybook
from tests.support.scholarly import Scholarly, arxiv_entry, csl, serving
from tests.support.tiny import set_cell

DOI = "10.1038/s41467-024-44824-z"
BIBTEX = """\
@article{%s,
  title={%s: Scaling Pretraining},
  author={Chen, Zeming and Cano, Alejandro Hern{\\'a}ndez},
  journal={arXiv preprint arXiv:%s},
  year={2023}
}
"""


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scholarly]:
    with serving(Scholarly()) as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        yield service


def add(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), "add", *arguments])


def works(root: Path) -> dict[str, Work]:
    found, problems = read_bibliography(root)
    assert not problems
    return found


def sources(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "_build" not in path.parts
    }


def test_a_new_model(tiny: Path, known: Scholarly, capsys: pytest.CaptureFixture[str]) -> None:
    title = "MEDITRON-70B: Scaling Medical Pretraining for &lt;LLMs&gt; at 50%"
    known.arxiv["2311.16079"] = arxiv_entry("2311.16079", title, "Zeming Chen", "Anna Müller")
    assert add(tiny, "2311.16079", "--family", "LFM", "--yes") == 0
    assert "+  eprint = {2311.16079}," in capsys.readouterr().out
    work = works(tiny)["chen2023meditron70b"]
    assert work.fields["title"] == (
        r"{MEDITRON-70B}: Scaling Medical Pretraining for {<LLMs>} at 50\%"
    )
    assert work.authors == ("Chen, Zeming", "Müller, Anna")
    assert work.text("provenance") == "arXiv record of 2311.16079v2"
    assert len(work.text("checked")) == 10
    row = load(tiny).models.set_index("id").loc["meditron-70b"]
    assert (row["name"], row["family"], row["reference"]) == ("MEDITRON-70B", "LFM", work.key)
    assert check(tiny) == []
    assert main(["--root", str(tiny), "fmt", "--check"]) == 0


def test_untouched_bytes_stay(tiny: Path, known: Scholarly) -> None:
    known.dois[DOI] = csl(DOI, "Segment anything in medical images")
    untidy = '\n\n@comment{a note}\n\n\n@misc{zz2020,\n title="X",year = 2020}'
    path = tiny / "references.bib"
    before = path.read_text(encoding="utf-8") + untidy
    path.write_text(before, encoding="utf-8")
    table = (tiny / "data/models.csv").read_text(encoding="utf-8").replace("MedCPT", '"MedCPT"')
    (tiny / "data/models.csv").write_text(table, encoding="utf-8")
    everything = sources(tiny)
    assert add(tiny, DOI, "--family", "VFM", "--topic", "segment-anything", "--yes") == 0
    text = path.read_text(encoding="utf-8")
    start = text.index("\n\n@article{ma2024segment")
    entry = text[start : text.index("\n}\n", start) + 2]
    assert text.replace(entry, "") == before
    assert text.endswith(untidy)
    assert (tiny / "data/models.csv").read_text(encoding="utf-8").startswith(table)
    changed = {name for name, data in sources(tiny).items() if everything[name] != data}
    assert changed == {"references.bib", "data/models.csv"}


def test_a_row_stands_with_its_group(tiny: Path, known: Scholarly) -> None:
    for number, name in (("2301.00001", "Beta"), ("2301.00002", "Zeta"), ("2301.00003", "Alpha")):
        topic = "rna" if name == "Zeta" else "domain-pretraining"
        family = "BFM" if name == "Zeta" else "LFM"
        known.arxiv[number] = arxiv_entry(number, f"{name}: a model of {name}s", f"A {name}")
        assert add(tiny, number, "--family", family, "--topic", topic, "--yes") == 0
    assert load(tiny).text("models")["id"].tolist() == ["alpha", "beta", "medcpt", "zeta"]
    assert list(works(tiny)) == sorted(works(tiny))


def test_the_same_work_is_not_added_again(
    tiny: Path, known: Scholarly, capsys: pytest.CaptureFixture[str]
) -> None:
    known.dois["10.1093/bioinformatics/BTAD651"] = csl("10.1093/bioinformatics/BTAD651", "Other")
    before = sources(tiny)
    assert add(tiny, "10.1093/bioinformatics/BTAD651", "--family", "LFM", "--yes") == 0
    assert sources(tiny) == before
    said = capsys.readouterr().err
    assert "there already as 'jin2023medcpt': it has the same DOI" in said
    assert "data/models.csv has it as 'medcpt'" in said


def test_a_sister_paper_is_another_work(tiny: Path, known: Scholarly) -> None:
    for number, name in (("2308.16184", "SAM-Med2D"), ("2310.15161", "SAM-Med3D")):
        known.arxiv[number] = arxiv_entry(number, f"{name}: segmentation of scans", "Junlong Ye")
        assert add(tiny, number, "--family", "VFM", "--topic", "segment-anything", "--yes") == 0
    assert {"ye2023sammed2d", "ye2023sammed3d"} <= set(works(tiny))


def test_the_preprint_of_a_known_work(tiny: Path, known: Scholarly) -> None:
    known.arxiv["2207.00974"] = arxiv_entry(
        "2207.00974", "MedCPT -- Contrastive Retrievals", "Qiao Jin", year=2022
    )
    assert add(tiny, "2207.00974", "--family", "LFM", "--yes") == 0
    assert set(works(tiny)) == {"he2024foundation", "jin2023medcpt"}
    work = works(tiny)["jin2023medcpt"]
    assert (work.text("eprint"), work.text("firstyear")) == ("2207.00974", "2022")
    assert (work.text("title"), work.text("year")) == ("MedCPT: contrastive retrieval", "2023")
    assert check(tiny) == []


def test_the_published_version_of_a_known_preprint(tiny: Path, known: Scholarly) -> None:
    known.arxiv["2304.12306"] = arxiv_entry("2304.12306", "Segment Anything in Medicine", "Jun Ma")
    assert add(tiny, "2304.12306", "--family", "VFM", "--topic", "segment-anything", "--yes") == 0
    known.dois[DOI] = csl(DOI, "Segment anything in medical images")
    assert add(tiny, DOI, "--family", "VFM", "--yes") == 0
    work = works(tiny)["ma2023segment"]
    assert (work.type, work.text("doi"), work.text("eprint")) == ("article", DOI, "2304.12306")
    assert (work.text("firstyear"), work.text("year")) == ("2023", "2024")
    assert work.text("earliertitle") == "Segment Anything in Medicine"
    assert len(load(tiny).models) == 2
    assert check(tiny) == []


def test_a_known_work_without_a_row_gets_one(tiny: Path) -> None:
    set_cell(tiny, "datasets", "notes", "reference", "jin2023medcpt")
    (tiny / "one.bib").write_text(
        "@misc{x, title={Foundation model for advancing healthcare}, author={He, Yuting},"
        " year=2024}"
    )
    before = works(tiny)
    arguments = ["--bibtex", str(tiny / "one.bib"), "--table", "studies", "--kind", "survey"]
    assert add(tiny, *arguments, "--yes") == 0
    assert works(tiny) == before
    assert load(tiny).studies["reference"].tolist() == ["he2024foundation"]


def test_another_work_with_a_title_like_it(tiny: Path, known: Scholarly) -> None:
    known.dois[DOI] = csl(DOI, "Foundation Model for Advancing Healthcare")
    assert add(tiny, DOI, "--family", "LFM", "--new", "--yes") == 0
    assert "ma2024foundation" in works(tiny)


def test_bibtex_of_an_export(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = BIBTEX % ("chen2023meditron", "MEDITRON", "2311.16079") + (
        '@inproceedings{foo, title="Scans & {BERT} from hospitals in Germany: 50% more text", '
        'author="J{\\"o}rg M. M{\\"u}ller and {The R&D Group}", booktitle="Proc. of X", '
        'date="2021-05-03",'
        " doi={https://doi.org/10.1000/xyz_1}, abstract={...}, url={https://x.org/~a?b=1&c=2}}"
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))
    assert add(tiny, "--bibtex", "-", "--family", "LFM", "--yes") == 0
    first, second = works(tiny)["chen2023meditron"], works(tiny)["muller2021scans"]
    assert (first.type, first.text("eprint"), first.text("journal")) == ("misc", "2311.16079", "")
    assert first.authors[1] == "Cano, Alejandro Hernández"
    assert second.text("title") == "Scans & BERT from hospitals in Germany: 50% more text"
    assert second.fields["title"] == (
        r"Scans \& {BERT} from hospitals in {Germany}: 50\% more text"
    )
    assert second.authors == ("Müller, Jörg M.", "The R&D Group")
    assert second.text("doi") == "10.1000/xyz_1"
    assert second.text("url") == "https://x.org/~a?b=1&c=2"
    assert check(tiny) == []


@pytest.mark.parametrize(
    "text", ["", "no entry", "@misc{x, title={A}", "@misc{x, title={A}, year=2020}"]
)
def test_unusable_bibtex_changes_nothing(
    tiny: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny / "one.bib").write_text(text)
    before = sources(tiny)
    assert add(tiny, "--bibtex", str(tiny / "one.bib"), "--family", "LFM", "--yes") == 1
    assert sources(tiny) == before
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["2311.16079", "--bibtex", "x.bib"],
        ["--bibtex", "nowhere.bib"],
        ["--bibtex", "-"],
        ["2311.16079"],
        ["2311.16079", "--family", "XFM"],
        ["2311.16079", "--family", "LFM", "--id", "medcpt"],
        ["2311.16079", "--family", "LFM", "--id", "Not An Id"],
        ["2311.16079", "--family", "LFM", "--table", "evidence"],
        ["2311.16079", "--table", "studies"],
        ["2311.16079", "--table", "resources", "--topic", "rna"],
    ],
)
def test_wrong_use_exits_2_and_changes_nothing(
    tiny: Path, known: Scholarly, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    known.arxiv["2311.16079"] = arxiv_entry("2311.16079", "MEDITRON: Scaling", "Zeming Chen")
    before = sources(tiny)
    assert add(tiny, *arguments, *([] if "-" in arguments else ["--yes"])) == 2
    assert sources(tiny) == before
    assert capsys.readouterr().err


def test_a_service_that_fails_changes_nothing(
    tiny: Path, known: Scholarly, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sources(tiny)
    assert add(tiny, "2311.99999", "--family", "LFM", "--yes") == 1
    assert "arXiv does not know 2311.99999" in capsys.readouterr().err
    assert sources(tiny) == before


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("", 1), ("\n", 1)])
def test_it_asks(
    tiny: Path, known: Scholarly, answer: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.arxiv["2311.16079"] = arxiv_entry("2311.16079", "MEDITRON: Scaling", "Zeming Chen")
    before = sources(tiny)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    assert add(tiny, "2311.16079", "--family", "LFM") == code
    assert (sources(tiny) == before) == bool(code)


@pytest.mark.parametrize("failing", [1, 2])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interruption_leaves_all_files_as_they_were(
    tiny: Path,
    failing: int,
    error: type[BaseException] | BaseException,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tiny / "one.bib").write_text(BIBTEX % ("x", "MEDITRON", "2311.16079"))
    before = sources(tiny)
    real, calls = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing:
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    arguments = ["--bibtex", str(tiny / "one.bib"), "--family", "LFM", "--yes"]
    if error is KeyboardInterrupt:
        assert add(tiny, *arguments) == 130
    else:
        assert add(tiny, *arguments) == 1
    assert len(calls) == failing
    assert sources(tiny) == before


def test_runs_at_once_do_not_clobber_each_other(tiny: Path) -> None:
    names = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"]
    for number, name in enumerate(names):
        text = BIBTEX % (name, name, f"2311.0000{number}")
        (tiny / f"{name}.bib").write_text(text.replace("Scaling", f"a {name * 5} of"))
    command = [sys.executable, "-m", "surveybook", "add", "--family", "LFM", "--yes", "--bibtex"]
    running = [
        subprocess.Popen([*command, f"{name}.bib"], cwd=tiny, stderr=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL)
        for name in names
    ]  # fmt: skip
    assert [one.wait() for one in running] == [0] * len(names)
    assert set(load(tiny).text("models")["name"]) == {"MedCPT", *names}
    assert len(works(tiny)) == 2 + len(names)
    assert check(tiny) == []


def test_a_broken_bibliography_is_not_written_to(tiny: Path) -> None:
    path = tiny / "references.bib"
    path.write_text(path.read_text().replace("{MedCPT}: c", "{MedCPT: c"))
    (tiny / "one.bib").write_text(BIBTEX % ("x", "MEDITRON", "2311.16079"))
    before = sources(tiny)
    done = surveybook(tiny, "add", "--bibtex", "one.bib", "--family", "LFM", "--yes")
    assert done.returncode == 1
    assert "references.bib:12: bibtex-syntax" in done.stderr
    assert sources(tiny) == before


@pytest.mark.parametrize(
    ("author", "title", "key"),
    [
        ("Jin, Qiao", "MedCPT: retrieval", "jin2023medcpt"),
        ("Müller-Ødegård, X", "On the Position-based Prompting", "mullerodegard2023positionbased"),
        ("van der Łuk, X", "A 3D {SAM}", "vanderluk20233d"),
        ("李, 明", "A model", "li2023model"),
        ("Иванова, Анна", "Модель для клиник", "ivanova2023model"),
        ("{World Health Organization}", "Guidance", "worldhealthorganization2023guidance"),
        ("Jin, Q", "Taken", "jin2023takenb"),
    ],
)
def test_keys(author: str, title: str, key: str) -> None:
    assert make_key(author, 2023, title, {"jin2023taken"}) == key


def test_ids() -> None:
    assert make_id("ChatCAD+ für α", {}) == "chatcad-plus-fur-a"
    assert make_id("医学模型", {}) == "yixuemoxing"
    assert make_id("…", {}) == ""
    assert make_id("Notes", {"notes", "notes-2"}) == "notes-3"


@pytest.mark.parametrize(
    ("title", "protected"),
    [
        ("Vision: a large step in the clinic", "{Vision}: a large step in the clinic"),
        ("scGPT and GPT-4 for X-rays", "{scGPT} and {GPT}-4 for X-rays"),
        ("{BERT} and BERT, again", "{BERT} and {BERT}, again"),
        ("Diagnosis of Parkinson disease from gait", "Diagnosis of {Parkinson} disease from gait"),
        ("Towards Generalist Biomedical Models", "Towards Generalist Biomedical Models"),
    ],
)
def test_capitals(title: str, protected: str) -> None:
    assert protect_capitals(title) == protected


KILLED = """
import os, sys
from pathlib import Path
from surveybook.cli import main
real, calls = Path.replace, []
def replace(self, target):
    calls.append(target)
    if len(calls) == 2:
        os._exit(9)
    return real(self, target)
Path.replace = replace
main(sys.argv[1:])
"""


def test_a_run_that_was_killed_is_completed_by_the_next(tiny: Path) -> None:
    (tiny / "one.bib").write_text(BIBTEX % ("x", "MEDITRON", "2311.16079"))
    arguments = ["add", "--bibtex", "one.bib", "--family", "LFM", "--yes"]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=tiny, check=False)
    assert done.returncode == 9
    assert [problem.code for problem in check(tiny)] == ["unused-reference"]
    assert surveybook(tiny, *arguments).returncode == 0
    assert load(tiny).models["reference"].tolist() == ["jin2023medcpt", "chen2023meditron"]
    assert check(tiny) == []
