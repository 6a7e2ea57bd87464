"""The forms on GitHub speak the survey's vocabulary, and entry pages lead to them filled in."""

from __future__ import annotations

import dataclasses
import gzip
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser

from surveybook.catalog import Catalog, load
from surveybook.catalog.addresses import REFERENCES
from surveybook.site.entrypages import EntryPage, EntryPages, Fact, Part
from surveybook.site.repositorylinks import correction_link
from tests.conftest import ROOT, surveybook
from tests.support.browsing import served
from tests.support.tiny import replace, set_cell, write_tiny_book

FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"
REPOSITORY = "https://example.org/group/survey"
AWKWARD = "100 % & “50” <b>#1?\\input"


def form(name: str) -> dict[str, Any]:
    told = yaml.safe_load((FORMS / name).read_text(encoding="utf-8"))
    assert isinstance(told, dict)
    return told


def fields(name: str) -> dict[str, dict[str, Any]]:
    """A form's fields by their ids."""
    return {part["id"]: part for part in form(name)["body"] if part["type"] != "markdown"}


def options(field: dict[str, Any]) -> list[str]:
    listed = field["attributes"]["options"]
    assert isinstance(listed, list)
    return listed


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("new-work.yml", {"identifier": True, "table": True, "family": True, "remarks": False}),
        (
            "correction.yml",
            {"table": True, "id": True, "field": True, "says": False, "should": True,
             "source": True},
        ),
        (
            "chapter.yml",
            {"topic": True, "answers": True, "works": False, "form": True, "author": True},
        ),
    ],
)  # fmt: skip
def test_a_form_asks_for_what_is_needed(name: str, expected: dict[str, bool]) -> None:
    assert {
        field: part["validations"]["required"] for field, part in fields(name).items()
    } == expected


@pytest.mark.parametrize("name", ["new-work.yml", "correction.yml", "chapter.yml"])
def test_a_form_is_one_that_github_takes(name: str) -> None:
    told = form(name)
    assert set(told) == {"name", "description", "title", "labels", "body"}
    assert all(told[key] for key in told)
    for part in told["body"]:
        assert part["type"] in ("markdown", "input", "textarea", "dropdown")
        attributes = part["attributes"]
        assert attributes["value"] if part["type"] == "markdown" else attributes["label"]
        if part["type"] == "dropdown":
            listed = options(part)
            # YAML reads a bare Yes as a truth value, which GitHub refuses.
            assert all(isinstance(option, str) for option in listed)
            assert len(set(listed)) == len(listed) > 1
            assert "None" not in listed
    labels = [part["attributes"].get("label") for part in told["body"]]
    assert len(set(labels)) == len(labels)


def test_the_choices_are_those_of_the_data(catalog: Catalog) -> None:
    given = fields("new-work.yml")
    tables = [table.name for table in catalog.schema.entry_tables]
    assert options(given["table"]) == tables
    families = [f"{term}: {catalog.label('family', term)}" for term in catalog.terms("family")]
    assert options(given["family"])[:-1] == families
    described = fields("correction.yml")["table"]["attributes"]["description"]
    assert f"One of {', '.join(tables)}; or {REFERENCES}." == described


def test_a_link_fills_in_texts_only() -> None:
    """GitHub shows an empty form if a link names a list of choices."""
    filled = set(parse_qs(urlsplit(link_of_a_fact()).query)) - {"template", "title"}
    assert filled == {"table", "id", "field", "says"}
    kinds = {fields("correction.yml")[name]["type"] for name in filled}
    assert kinds <= {"input", "textarea"}


def page(tiny: Path) -> EntryPage:
    return next(iter(EntryPages(load(tiny))))


def link_of_a_fact(said: str = "110M") -> str:
    fact = Fact("parameters", "Parameters", "", (Part(said),), "", None)
    entry = EntryPage(
        "models", "Model", "medcpt", "MedCPT", None, (fact,), (), (), (), (), (), ()
    )  # fmt: skip
    return correction_link(REPOSITORY, entry, fact)


def test_what_a_link_says_is_data() -> None:
    link = link_of_a_fact(AWKWARD)
    assert parse_qs(urlsplit(link).query)["says"] == [AWKWARD]
    assert not urlsplit(link).fragment
    assert not set('<>"\\ ') & set(link)


def test_a_long_fact_is_cut() -> None:
    (said,) = parse_qs(urlsplit(link_of_a_fact("word " * 1000)).query)["says"]
    assert len(said) == 400
    assert said.endswith("…")


def test_a_link_repeats_the_cell(tiny: Path) -> None:
    set_cell(tiny, "models", "medcpt", "backbone", "not published")
    entry = page(tiny)
    facts = {fact.field: fact for fact in entry.facts}

    def said(field: str, fact: Fact | None = None) -> str:
        link = correction_link(REPOSITORY, entry, fact or facts[field])
        return parse_qs(urlsplit(link).query)["says"][0]

    assert said("code") == "https://example.org/code"
    assert said("backbone") == "not published"
    both = dataclasses.replace(facts["code"], parts=(Part("one"), Part("two", "../models/x.html")))
    assert said("code", both) == "one; two"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny book whose repository has an address, built."""
    root = write_tiny_book(tmp_path_factory.mktemp("forms") / "book")
    options = "    html_theme_options:\n"
    # The theme knows the provider of addresses at github.com by itself.
    given = f"      repository_provider: github\n      repository_url: {REPOSITORY}/\n"
    replace(root / "_config.yml", options, options + given)
    done = surveybook(root, "build")
    assert done.returncode == 0, done.stderr
    return root / "_build" / "html"


@pytest.mark.book
def test_each_proven_fact_leads_to_its_form(published: Path) -> None:
    tree = html.document_fromstring((published / "models" / "medcpt.html").read_bytes())
    links = {
        fact.get("id"): fact.xpath(".//details[@class='proof']//a[@rel='nofollow']")
        for fact in tree.xpath("//div[@class='fact'][.//details]")
    }
    assert set(links) == {"field-modalities", "field-pretraining", "field-code"}
    for name, found in links.items():
        (link,) = found
        label = tree.xpath(f"//div[@id='{name}']/dt")[0].text_content()
        assert link.text_content() == f"Correct this: {label}"
        parts = urlsplit(link.get("href"))
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{REPOSITORY}/issues/new"
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        assert query["template"] == "correction.yml"
        assert (FORMS / query["template"]).is_file()
        assert (query["table"], query["id"]) == ("models", "medcpt")
        assert f"field-{query['field']}" == name
        assert query["title"] == f"Correct: models/medcpt, {query['field']}"
        assert query["says"]
    (whole,) = tree.xpath("//section[@id='correct']//a | //h2[@id='correct']/following::p[1]/a")
    assert parse_qs(urlsplit(whole.get("href")).query)["id"] == ["medcpt"]


@pytest.mark.book
def test_the_links_cost_little(published: Path) -> None:
    text = (published / "models" / "medcpt.html").read_text(encoding="utf-8")
    without, count = re.subn(r'<a href="[^"]*issues/new[^"]*" rel="nofollow">.*?</a>', "", text)
    assert count == 3
    assert len(text) - len(without) < 400 * count
    assert len(gzip.compress(text.encode())) - len(gzip.compress(without.encode())) < 200 * count


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_links_are_no_barrier(
    published: Path, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    with served(published) as address:
        tab = browser.new_page(color_scheme=scheme)
        tab.goto(f"{address}models/medcpt.html")
        tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        tab.wait_for_load_state("networkidle")
        tab.wait_for_function(
            "document.getAnimations().every(each => each.playState !== 'running')"
        )
        assert tab.get_by_role("link", name=re.compile(r"Correct this\s*: Code")).is_visible()
        found = Axe().run(tab).response["violations"]
        tab.close()
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in serious] == []


@pytest.mark.xdist_group("real")
def test_without_an_address_there_is_no_link(site: Path) -> None:
    """The repository's address is not known yet, and none is made up."""
    assert "\n      repository_url:" not in (ROOT / "_config.yml").read_text(encoding="utf-8")
    assert "Correct this" not in (site / "models" / "medcpt.html").read_text(encoding="utf-8")
