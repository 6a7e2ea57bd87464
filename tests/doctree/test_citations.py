"""Citations: each leads to the bibliography and carries the address of its paper."""

from __future__ import annotations

import shutil
from pathlib import Path

from lxml import html

from surveybook.site.bibstyle import BRIEF, register
from tests.conftest import ROOT
from tests.support.pages import build_pages

WORKS = """\
@article{jin2023medcpt, title = {MedCPT}, author = {Jin, Qiao}, year = {2023},
  doi = {10.1093/a&b}}
@misc{he2024plain, title = {Plain}, author = {He, Yu and Lee, Ann and Ek, Bo and Ash, Cy},
  year = {2024}, retracted = {2024-05-03}}
"""
ROLES = {"t": "2023", "p": "Jin, 2023", "author": "Jin", "year": "2023"}
PAGES = {
    "index": "# One\n\n"
    + "".join(f"{{cite:{role}}}`jin2023medcpt`, {{cite:{role}}}`he2024plain`.\n" for role in ROLES),
    "back/works": "# Works\n\n{cite:t}`jin2023medcpt`\n\n```{bibliography}\n```\n",
}


def build(folder: Path, builder: str) -> tuple[Path, str]:
    (folder / "source" / "back").mkdir(parents=True)
    shutil.copy(ROOT / "CITATION.cff", folder / "source")
    register()
    bibliography = folder / "source" / "works.bib"
    bibliography.write_text(WORKS, encoding="utf-8")
    return build_pages(
        folder,
        PAGES,
        builder=builder,
        extensions=(
            "surveybook.doctree",
            "surveybook.site.nodewriters",
            "surveybook.printing",
        ),
        settings={
            "bibtex_bibfiles": ["works.bib"],
            "bibtex_default_style": "survey",
            "bibtex_reference_style": "survey",
            "bibtex_tooltips_style": BRIEF,
        },
    )


def test_a_citation_names_its_paper(tmp_path: Path) -> None:
    site, _ = build(tmp_path, "html")
    links = html.parse(str(site / "index.html")).xpath("//span[@class='bibtex-citation']//a")
    with_address, without = links[::2], links[1::2]
    assert [link.text_content() for link in with_address] == list(ROLES.values())
    assert with_address[0].get("data-paper") == "https://doi.org/10.1093/a%26b"
    assert len({link.get("href") for link in with_address}) == 1
    assert with_address[0].get("href").startswith("back/works.html#id")
    assert not any(link.get("data-paper") for link in without)
    assert all(link.text_content().endswith("2024, retracted") for link in without[:2])
    works = html.parse(str(site / "back" / "works.html"))
    (own,) = works.xpath("//span[@class='bibtex-citation']//a/@href")
    assert works.xpath(f"//*[@id='{own.removeprefix('#')}']")
    assert not works.xpath("//*[@class='citation-list']/@role | //*[@class='citation']/@role")


def test_a_page_tells_each_work_once(tmp_path: Path) -> None:
    site, _ = build(tmp_path, "html")
    links = html.parse(str(site / "index.html")).xpath("//span[@class='bibtex-citation']//a")
    told = [(link.get("title") is not None, link.get("data-paper") is not None) for link in links]
    assert told == [(True, True), (True, False)] + [(False, False)] * (len(links) - 2)


def test_a_citation_names_the_first_of_many_authors_and_the_bibliography_all(
    tmp_path: Path,
) -> None:
    site, _ = build(tmp_path, "html")
    pages = {name: html.parse(str(site / f"{name}.html")) for name in ("index", "back/works")}
    (told,) = pages["index"].xpath("//a[contains(@href, '#')]/@title[contains(., 'Plain')]")
    assert "Yu He, Ann Lee, Bo Ek, et al. Plain." in told
    (work,) = (each for each in pages["back/works"].xpath("//p") if "Plain" in each.text_content())
    assert "Yu He, Ann Lee, Bo Ek, Cy Ash. Plain." in work.text_content()


def test_in_print_a_citation_leads_to_its_work(tmp_path: Path) -> None:
    pages, _ = build(tmp_path, "print")
    written = (pages / "chapters" / "index.typ").read_text(encoding="utf-8")
    assert written.count('cited("back/works:id') == len(ROLES) * 2
    assert "10.1093" not in written
