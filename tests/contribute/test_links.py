"""Web addresses are asked for politely, what came of it is kept, and a page shows it."""

from __future__ import annotations

import csv
import datetime
import multiprocessing
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from surveybook.catalog import load
from surveybook.catalog.addresses import Use, addresses
from surveybook.cli import main
from surveybook.contribute.linkcheck import OfflineError, check_links
from surveybook.lookup import Answer, Services, ask_all
from surveybook.views import links
from tests.conftest import surveybook
from tests.support.linkserver import Web, serving
from tests.support.tiny import replace, set_cell

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
def web() -> Iterator[Web]:
    with serving(Web()) as started:
        yield started


def services(web: Web, pause: float = 0.01, timeout: float = 0.5) -> Services:
    return Services(doi=f"{web.address}/doi", timeout=timeout, pause=pause)


def ask(web: Web, *paths: str) -> dict[str, Answer]:
    answers = ask_all([web.address + path for path in paths], services(web))
    return {answer.address.removeprefix(web.address): answer for answer in answers}


@pytest.mark.parametrize(
    ("path", "state", "status", "moved_to"),
    [
        ("/fine", "ok", 200, ""),
        ("/fine#part", "ok", 200, ""),
        ("/no-head", "ok", 200, ""),
        ("/status/404", "gone", 404, ""),
        ("/status/410", "gone", 410, ""),
        ("/status/403", "refused", 403, ""),
        ("/status/500", "unreachable", 500, ""),
        ("/to/301/new", "moved", 200, "/new"),
        ("/to/308/new", "moved", 200, "/new"),
        ("/to/301/new#part", "moved", 200, "/new#part"),
        ("/to/302/new", "ok", 200, ""),
        ("/to/301/to/302/new", "moved", 200, "/to/302/new"),
        ("/to/302/to/301/new", "ok", 200, ""),
        ("/to/301/status/404", "gone", 404, ""),
        ("/to/302//status/404", "unreachable", 302, ""),
        ("/odd", "moved", 200, "/%60%7Bcite%7D%60?a=%3Cb%3E&c=%7C*x*%20%C3%BC"),
        ("/slow", "unreachable", 0, ""),
        ("/drops", "unreachable", 0, ""),
    ],
)
def test_what_becomes_of_an_address(
    web: Web, path: str, state: str, status: int, moved_to: str
) -> None:
    answer = ask(web, path)[path]
    assert (answer.state, answer.status) == (state, status)
    assert answer.moved_to == (web.address + moved_to if moved_to else "")


def test_a_circle_ends(web: Web) -> None:
    web.elsewhere = "/away"
    assert ask(web, "/away")["/away"].state == "unreachable"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "http://[", "http://inside/", "https:///x", "javascript:x"]
)
def test_only_the_web_is_followed(web: Web, target: str) -> None:
    web.elsewhere = target
    assert ask(web, "/away")["/away"].state == "unreachable"


def test_a_slash_more_is_no_move(web: Web) -> None:
    assert ask(web, "/to/301/new")["/to/301/new"].state == "moved"
    answers = ask_all([f"{web.address}/slash"], services(web))
    assert next(answers) == Answer(f"{web.address}/slash", "ok", 200)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "http://[", "no address"])
def test_a_host_that_is_not_there(address: str) -> None:
    (answer,) = ask_all([address], Services(pause=0.01, timeout=0.5))
    assert (answer.state, answer.status) == ("unreachable", 0)


def test_passing_faults_are_waited_out(web: Web) -> None:
    web.faults["/busy"] = [503, 429]
    web.retry_after = "0"
    assert ask(web, "/busy")["/busy"].state == "ok"
    assert web.asked == ["HEAD /busy", "GET /busy", "GET /busy"]


def test_a_host_that_asks_for_fewer_requests_is_left_alone(web: Web) -> None:
    web.faults["/1"] = [429]
    web.retry_after = "900"
    assert ask(web, "/1", "/2", "/3") == {}
    assert web.asked == ["HEAD /1"]


def test_a_host_is_asked_one_thing_at_a_time(web: Web) -> None:
    """Also when the addresses of another host lead to it."""
    with serving(Web(elsewhere=f"{web.address}/landing")) as other:
        asked = [f"{other.address}/away", *(f"{web.address}/{number}" for number in range(5))]
        answers = list(ask_all(asked, services(web)))
    assert {answer.state for answer in answers} == {"ok"}
    assert len(web.asked) == 6
    assert web.most_at_once == 1
    assert all(agent.startswith("surveybook/") for agent in web.agents)


def test_hosts_are_asked_at_once(web: Web) -> None:
    """The slow one answers only after the other has been asked."""
    with serving(Web()) as other:
        asked = ask_all([f"{web.address}/slow", f"{other.address}/fine"], services(web, timeout=5))
        assert next(asked).address == f"{other.address}/fine"
        web.held.set()
        assert next(asked).address == f"{web.address}/slow"


@pytest.fixture
def book(tiny: Path, web: Web) -> Path:
    """The tiny book, whose addresses all lead to the server."""
    set_cell(tiny, "models", "medcpt", "code", f"{web.address}/status/404")
    replace(tiny / "references.bib", "https://example.org/medcpt", f"{web.address}/to/301/new")
    return tiny


def kept(root: Path) -> dict[str, dict[str, str]]:
    with (root / "data" / "links.csv").open(encoding="utf-8", newline="") as file:
        return {row["address"]: row for row in csv.DictReader(file)}


def check(root: Path, web: Web, days: int = 28, today: datetime.date = TODAY) -> list[str]:
    return sorted(answer.state for answer in check_links(root, services(web), days, today))


def test_addresses_are_those_of_entries_and_references(book: Path, web: Web) -> None:
    assert addresses(load(book)) == {
        f"{web.address}/status/404": [Use("models", "medcpt", "code")],
        "https://doi.org/10.1093/bioinformatics/btad651": [
            Use("references", "jin2023medcpt", "doi")
        ],
        f"{web.address}/to/301/new": [Use("references", "jin2023medcpt", "url")],
    }


def test_a_state_is_no_address(book: Path) -> None:
    set_cell(book, "models", "medcpt", "code", "not published")
    assert all("://" in address for address in addresses(load(book)))


def test_the_answers_are_kept(book: Path, web: Web) -> None:
    assert check(book, web) == ["gone", "moved", "ok"]
    gone = f"{web.address}/status/404"
    assert kept(book)[gone] == {
        "address": gone, "state": "gone", "status": "404", "moved_to": "", "checked": "2026-11-22",
    }  # fmt: skip
    assert kept(book)[f"{web.address}/to/301/new"]["moved_to"] == f"{web.address}/new"
    assert list(kept(book)) == sorted(kept(book))
    assert main(["--root", str(book), "check"]) == 0
    assert main(["--root", str(book), "fmt", "--check"]) == 0


def test_what_was_asked_lately_is_not_asked_again(book: Path, web: Web) -> None:
    check(book, web)
    asked = len(web.asked)
    assert check(book, web, today=TODAY + datetime.timedelta(days=27)) == []
    assert len(web.asked) == asked
    assert len(check(book, web, today=TODAY + datetime.timedelta(days=28))) == 3


def test_what_was_unreachable_is_asked_again(book: Path, web: Web) -> None:
    set_cell(book, "models", "medcpt", "code", f"{web.address}/drops")
    assert check(book, web) == ["moved", "ok", "unreachable"]
    assert check(book, web) == ["unreachable"]


def test_rows_of_addresses_that_are_given_no_more_go(book: Path, web: Web) -> None:
    check(book, web)
    set_cell(book, "models", "medcpt", "code", "not published")
    assert check(book, web) == []
    assert f"{web.address}/status/404" not in kept(book)
    assert len(kept(book)) == 2


def test_a_run_that_is_stopped_keeps_what_it_has(book: Path, web: Web) -> None:
    # One host is asked for one address after the other, in their order.
    set_cell(book, "models", "medcpt", "code", f"{web.address}/fast")
    set_cell(book, "models", "medcpt", "weights", f"{web.address}/slow")
    run = check_links(book, services(web, timeout=30), 28, TODAY)
    first = next(run)
    run.close()
    assert first.address in kept(book)
    assert f"{web.address}/slow" not in kept(book)


def test_without_a_network_nothing_is_written(book: Path) -> None:
    set_cell(book, "models", "medcpt", "code", "http://127.0.0.1:9/x")
    text = (book / "references.bib").read_text(encoding="utf-8")
    text = re.sub(r"  (doi|url) = .*\n", "", text)
    (book / "references.bib").write_text(text, encoding="utf-8")
    with pytest.raises(OfflineError, match="are you online"):
        list(check_links(book, Services(pause=0.01, timeout=0.5), 28, TODAY))
    assert kept(book) == {}


def _check_in_process(root: Path, doi: str) -> None:
    list(check_links(root, Services(doi=doi, pause=0.01, timeout=2), 28, TODAY))


def test_two_runs_at_once_do_not_lose_each_others_answers(book: Path, web: Web) -> None:
    text = (book / "references.bib").read_text(encoding="utf-8")
    for number in range(8):
        text += (
            f"@misc{{doe20{number:02}work,\n  title = {{Work {number}}},\n  year = {{2020}},\n"
            f"  url = {{{web.address}/{number}}},\n}}\n"
        )
    (book / "references.bib").write_text(text, encoding="utf-8")
    context = multiprocessing.get_context("spawn")
    runs = [
        context.Process(target=_check_in_process, args=(book, f"{web.address}/doi"))
        for _ in range(2)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert [run.exitcode for run in runs] == [0, 0]
    assert set(kept(book)) == set(addresses(load(book)))


def test_the_command(
    book: Path, web: Web, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SURVEYBOOK_DOI", f"{web.address}/doi")
    monkeypatch.setenv("SURVEYBOOK_PAUSE", "0.01")
    assert main(["--root", str(book), "links"]) == 0
    shown = capsys.readouterr()
    assert f"gone 404 {web.address}/status/404" in shown.out
    assert "1 gone, 1 moved, 1 ok" in shown.err
    assert main(["--root", str(book), "links", "--days", "2"]) == 0
    assert "no address was due" in capsys.readouterr().err


def test_the_command_without_a_network(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (("DOI", "http://127.0.0.1:9"), ("PAUSE", "0.01"), ("TIMEOUT", "0.5")):
        monkeypatch.setenv(f"SURVEYBOOK_{name}", value)
    set_cell(book, "models", "medcpt", "code", "http://127.0.0.1:9/x")
    text = (book / "references.bib").read_text(encoding="utf-8")
    (book / "references.bib").write_text(re.sub(r"  url = .*\n", "", text), encoding="utf-8")
    assert main(["--root", str(book), "links"]) == 1
    assert "are you online" in capsys.readouterr().err


def test_a_page_without_a_check_says_so(tiny: Path) -> None:
    said = links.report(load(tiny), name="t")
    assert said == "None of the 3 web addresses has been asked for yet.\n"


def test_the_page_shows_the_answers_where_they_matter(book: Path, web: Web) -> None:
    check(book, web)
    catalog = load(book)
    assert "of 3 of the 3 addresses, were made on 2026-11-22" in links.report(catalog, name="t")
    states = links.state_table(catalog, name="t", caption="c")
    assert re.search(r"- Gone\n  - .*\n  - 1\n", states)
    assert re.search(r"- Not checked\n  - .*\n  - 0\n", states)
    broken = links.broken_table(catalog, name="t", caption="c")
    assert "<model-medcpt>" in broken
    assert "Gone \\(404\\)" in broken
    assert "jin2023medcpt" not in broken
    moved = links.moved_table(catalog, name="t", caption="c")
    assert "{cite:t}`jin2023medcpt`" in moved
    assert f"<{web.address}/new>" in moved


def test_a_check_of_an_address_that_is_given_no_more_is_not_shown(book: Path, web: Web) -> None:
    check(book, web)
    set_cell(book, "models", "medcpt", "code", "not published")
    catalog = load(book)
    assert "{numref}`t-moved`" in links.report(catalog, name="t")
    assert "t-broken" not in links.report(catalog, name="t")
    assert "medcpt" not in links.broken_table(catalog, name="t", caption="c")


@pytest.mark.book
def test_the_chapter_builds_with_what_was_found(tiny: Path) -> None:
    """What a server answers is data."""
    moved = "https://example.org/*x*_[a](b)_$1$?c=%60&d"
    with (tiny / "data" / "links.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["https://example.org/code", "gone", "404", "", "2026-11-01"])
        writer.writerow(["https://example.org/medcpt", "moved", "200", moved, "2026-11-02"])
    replace(
        tiny / "book" / "data.md",
        "# Data\n",
        "# Data\n\n```{code-cell} ipython3\nimport surveybook as sb\n\n"
        'sb.links.report(sb.load(), name="tab-links")\n```\n',
    )
    done = surveybook(tiny, "build")
    assert done.returncode == 0, done.stderr
    page = html.document_fromstring((tiny / "_build/html/book/data.html").read_bytes())
    text = " ".join(page.xpath("//article")[0].text_content().split())
    assert "of 2 of the 3 addresses, were made between 2026-11-01 and 2026-11-02" in text
    (broken,) = page.xpath("//table[@id='tab-links-broken']/tbody/tr")
    assert " ".join(broken.text_content().split()) == (
        "MedCPT Code example.org/code Gone (404) 2026-11-01"
    )
    assert broken.xpath(".//a/@href") == ["../models/medcpt.html", "https://example.org/code"]
    (new,) = page.xpath("//table[@id='tab-links-moved']/tbody/tr/td[4]//a")
    assert new.text_content() == moved.removeprefix("https://")
