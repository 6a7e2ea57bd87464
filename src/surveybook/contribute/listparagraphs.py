"""Paragraphs of a list: whether one is a work, and which of its lines are."""

from __future__ import annotations

import re

from .listinline import BREAK, Run, addresses, links_in, offers
from .listlabels import is_venue
from .listtitle import read_line


def bold_alone(runs: list[Run]) -> bool:
    """Whether a paragraph is nothing but bold text, as a title above its links is."""
    return any(run.bold for run in runs) and all(
        run.bold or not re.search(r"\w", run.text) or run.code for run in runs
    )


def with_title_line(runs: list[Run]) -> list[Run]:
    """A paragraph whose lines but the first are told apart from its title."""
    kept: list[Run] = []
    for run in runs:
        head, newline, rest = run.text.partition(BREAK)
        if newline and not run.image and re.search(r"\w", "".join(r.text for r in kept) + head):
            kept += [run._replace(text=head), Run(BREAK * 2), run._replace(text=rest)]
        else:
            kept.append(run)
    return kept


def headed_by_a_work(runs: list[Run]) -> bool:
    """Whether a paragraph's first line is nothing but a link that names a work, bold or one that
    leads to a paper."""
    told = [run for run in runs if run.text.strip() and not run.image]
    while told and (told[0].code or not re.search(r"\w", told[0].text) or is_venue(told[0].text)):
        told = told[1:]
    if not told or told[0].link < 0:
        return False
    first = told[0].link
    links = {link.address: link for link in links_in([run for run in told if run.link == first])}
    link = next(iter(links.values()))
    after = next((run for run in told if run.link != first), None)
    alone = after is None or not re.match(r"\s*[a-z]", after.text) or BREAK in after.text[:2]
    paper = any(kind == "paper" for kind, _ in addresses([link]))
    return link.names_a_work and alone and (told[0].bold or paper)


def lines_that_name(runs: list[Run]) -> list[tuple[int, list[Run]]]:
    """The lines of a paragraph if each is a work of its own, with their numbers."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split(BREAK) if not run.image else [run.text]
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=text)] for text in more]
    told = [(n, one) for n, one in enumerate(lines) if "".join(run.text for run in one).strip()]
    works = [
        one for _, one in told if headed_by_a_work(one) or (offers(one) and read_line(one, 0).title)
    ]
    return told if len(told) > 1 and len(works) == len(told) else []
