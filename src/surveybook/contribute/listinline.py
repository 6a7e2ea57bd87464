"""The title, links, venue and year in a line of a list, from its text and how it is set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..lookup import identifier_in
from .listlabels import (
    is_authors,
    is_venue,
    kind_of_address,
    kind_of_label,
)

BREAK = "\n"
OFFER = re.compile(r"\[+(paper|code|pdf|github)\]+", re.IGNORECASE)
_PROSE = re.compile(
    r"\b(?:see|our|the|this|in|at|an?|read|from|on|to|with|of|and|or|here|visit|check|via|by|is)\s+$",
    re.I,
)
_REST = re.compile(r"\[[\s,|/]*\]|\([\s,|/]*\)|【\s*】")
_NO_WORK = re.compile(
    r"scholar\.google|//img\.shields\.io|star-history|awesome\.re|researchgate\.net/profile"
)
_BARE = re.compile(r"https?://[^\s<>()\"']+[^\s<>()\"'.,;:]")

_DATED = re.compile(
    r"(?:[A-Z][\w&-]*|and|of|in|the|for|on|&)(?:,? (?:[A-Z][\w&-]*|and|of|in|the|for|on|&)){0,6}"
    r"[\s,]*(?:['’]\d\d(?:\d\d)?|(?:19|20)\d\d)(?: (?:[A-Z]\w*|and)){0,5}"
    r"(?:, (?:in press|accepted))?"
    r"|arXiv \d{4}"
)
"""A venue with its year in brackets behind a title, whatever its name: "Molecular Systems Biology
2026", "NeurIPS 2025 Datasets and Benchmarks Track"."""

_BEFORE_YEARS = frozenset(
    {"after", "and", "before", "between", "by", "challenge", "during", "for", "from", "in", "of"}
    | {"since", "task", "the", "to", "track", "until"}
)
"""Words after which a year is part of a title."""


class Run(NamedTuple):
    """A stretch of text that is set in one way. ``link`` is the number of the link that it is
    part of (-1 for none) and ``address`` where that leads; an image's text is its label."""

    text: str
    address: str = ""
    link: int = -1
    bold: bool = False
    italic: bool = False
    code: bool = False
    image: bool = False


@dataclass(frozen=True)
class Link:
    """A link of a line: its label, its address and whether the label is an image."""

    label: str
    address: str
    image: bool

    @property
    def names_a_work(self) -> bool:
        """Whether its label may be a title."""
        bare = self.label.strip("[]() *_`\n")
        return (
            not self.image
            and bool(re.search(r"[^\W\d_]", bare))
            and kind_of_label(bare) is None
            and not is_venue(bare)
            and not is_authors(bare)
            and not bare.startswith(("http://", "https://", "doi:", "arXiv:", "@"))
        )


def links_in(runs: Sequence[Run]) -> list[Link]:
    """The links of a line in order, bare addresses among them."""
    found: dict[int, Link] = {}
    bare = []
    for run in runs:
        if run.link >= 0:
            before = found.get(run.link, Link("", run.address, True))
            image = before.image and run.image
            words = run.text if before.image and not run.image else f"{before.label}{run.text}"
            found[run.link] = Link(words, run.address, image)
        else:
            bare += [Link("", match[0], True) for match in _BARE.finditer(run.text)]
    known = {link.address for link in found.values()}
    return [*found.values(), *(link for link in bare if link.address not in known)]


def addresses(links: Sequence[Link]) -> tuple[tuple[str, str], ...]:
    """The kind and address of each link that leads to the web and can be a work's."""
    kept = []
    for link in links:
        address = _web_address(link.address)
        if address.startswith(("http://", "https://")) and not _NO_WORK.search(address):
            label = link.label.strip("[]() *_`\n")
            kind = kind_of_label(label)
            if kind is None:
                dated = label and (is_venue(label) or is_authors(label))
                kind = "paper" if dated else kind_of_address(address)
            elif kind == "" or (kind == "data" and kind_of_address(address) == "paper"):
                # A model's or project's page stays one, unless it is a repository or a paper.
                found = kind_of_address(address)
                kind = kind if found == "data" else found
            kept.append((kind, address))
    return tuple(dict.fromkeys(kept))


def offers(runs: Sequence[Run]) -> bool:
    """Whether a paragraph offers a work: "[Paper]" or "Code" as a link that no words follow."""
    text = "".join(run.text for run in runs)
    if OFFER.search(text):
        return True
    for number, run in enumerate(runs):
        if run.link < 0 or kind_of_label(run.text) is None:
            continue
        before = "".join(one.text for one in runs[:number])
        if _PROSE.search(before) or re.match(r"(?:the|our|this)\b", run.text, re.I):
            continue
        after = next((later.text for later in runs[number + 1 :] if later.text.strip()), "")
        if not re.match(r"[\s)\]]*[\w]", after) or runs[number - 1].text.rstrip().endswith("["):
            return True
        if after.startswith("\n"):
            return True
    return False


def clean_title(text: str) -> str:
    """A title without the marks around it and what follows it: year, venue, authors."""
    text = _REST.sub(" ", OFFER.sub(" ", text))
    text = " ".join(
        re.sub(r":[a-z_]+:|[\U0001f000-\U0001faff\u2b00-\u2bff\ufe0f]", " ", text).split()
    )
    match = re.match(r"^(?:\(([^()]{1,40})\)|\[([^\[\]]{1,60})\])\s*(?=\S+\s+\S)", text)
    if match:
        text = text[match.end() :]
    for _ in range(3):
        # The brackets of links behind the title stand open at its end.
        text = re.sub(r"[\s\[(（]+$", "", text).strip(" .,;:-–—|*_`/\\<>").strip()
        behind = re.search(r"\s*[\[(（]([^()\[\]]*)[\])）]$", text)
        last = re.search(r"(?<=[.,])\s+([^.,:]+)$", text)
        if behind and (is_venue(behind[1]) or _DATED.fullmatch(behind[1])):
            text = text[: behind.start()]
        elif last and is_venue(last[1]):
            text = text[: last.start()]
    text = re.sub(r"[.,]\s+(?:[^.,]+,\s*)*[^.,]*\bet al\b.*$", "", text)
    first = re.match(
        r"^[^:]{3,160}?\bet al\.?[,.:]?\s*(?:\(?\d{4}\)?[.,:]?\s*)?(?=\S+\s+\S+\s+\S)", text
    )
    if first:
        text = text[first.end() :]
    text = text.strip(" .,;:-–—|*_`/\\<>")
    for opening, closing in ("()", "[]", "“”"):
        if text.count(opening) < text.count(closing):
            text = text.strip(closing)
        elif text.count(opening) > text.count(closing):
            text = text.strip(opening)
    # "… reading tests 2021", but neither "… cases in 2021" nor "BraTS 2021".
    year = re.search(r"(?<=\s)(\w+) (?:19|20)\d\d$", text)
    if year and year[1].islower() and year[1] not in _BEFORE_YEARS and len(text.split()) > 5:
        text = text[: year.end(1)]
    # "MedQA: MedQA: a data set of questions"
    text = re.sub(r"^([^\s:]{2,30}): (?=\1\b)", "", text, flags=re.I)
    quoted = re.fullmatch(r"[\"“](.+)[\"”]", text)
    return quoted[1].strip() if quoted else text.strip()


def _web_address(address: str) -> str:
    """An address as it was meant: "((https://…))", "Https://…" and "arxiv.org/abs/…"."""
    if address.startswith("("):
        address = address.lstrip("(").removesuffix(")")
    scheme = re.match(r"https?://", address, re.I)
    if scheme:
        return scheme[0].lower() + address[scheme.end() :]
    guessed = f"https://{address}"
    return guessed if re.match(r"[\w-]+\.[\w.-]+/", address) and identifier_in(guessed) else address
