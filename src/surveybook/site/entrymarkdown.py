"""The page of an entry as Markdown: the twin for programs, with every fact and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..export.citation import Citation
from .entrypages import EntryPage, Fact, Part
from .markdowntwin import escape, table_of
from .resultparts import ResultParts


def entry_markdown(
    page: EntryPage,
    sentence: str,
    works: Iterable[str],
    results: ResultParts | None,
    citation: Citation,
) -> str:
    """The text; ``sentence`` says what the entry is, ``works`` are the references of its works as
    Markdown. Addresses are relative to the entry's own page."""
    parts = [*_head(page, sentence, works), *_facts(page), *(_results(results) if results else ())]
    parts += [f"{head}: {_links(links)}." for head, links in _linked(page) if links]
    return "\n\n".join([*parts, f"Cite this entry: {escape(citation.text)}"]) + "\n"


def _head(page: EntryPage, sentence: str, works: Iterable[str]) -> Iterator[str]:
    yield f"# {escape(page.name)}"
    yield page.kind + (f", {escape(page.family.text)}" if page.family else "") + "."
    yield escape(sentence)
    for notice in page.notices:
        yield f"**{escape(notice.sentence)}**"
    yield from works


def _facts(page: EntryPage) -> Iterator[str]:
    yield "## Facts and where they were read"
    rows = ([escape(fact.label), _value(fact), *_proof(fact)] for fact in page.facts)
    yield table_of(("Fact", "Value", "Source", "Read on"), rows)


def _value(fact: Fact) -> str:
    return f"*{fact.state}*" if fact.state else _links(fact.parts)


def _proof(fact: Fact) -> tuple[str, str]:
    if not fact.proof:
        return "", ""
    locator = f", {escape(fact.proof.locator)}" if fact.proof.locator else ""
    return _link(fact.proof.source) + locator, fact.proof.checked


def _results(results: ResultParts) -> Iterator[str]:
    yield "## Results"
    yield "Values may be compared within one comparison only."
    if results.summaries:
        yield escape(" ".join(results.summaries))
    if results.lines:
        heads = ("Benchmark", "Comparison", "Protocol", "Rank", "Value", "By", "Source")
        yield table_of(
            heads,
            (
                [
                    *(_link(line.benchmark), _link(line.title), escape(line.protocol)),
                    *(line.rank, escape(line.value), line.hands, _link(line.work)),
                ]
                for line in results.lines
            ),
        )
    for block in results.blocks:
        yield f"### {escape(block.title)}"
        told = [f"{label}: {escape(text)}" for label, text in block.facts]
        yield f"Measured by {_link(block.work)}. {'; '.join(told)}. Read in: {_link(block.source)}."
        yield table_of(
            ("Rank", "System", escape(block.metric), "By"),
            (
                [str(each.rank), _link(each.name), escape(each.value), each.hands or "–"]
                for each in block.systems
            ),
        )
    if results.benchmarks:
        yield f"Benchmarks that use it: {_links(results.benchmarks)}."


def _linked(page: EntryPage) -> Iterator[tuple[str, tuple[Part, ...]]]:
    yield "Starts from", page.bases
    yield "Models that start from it", page.descendants
    yield "Models trained on it", page.users


def _links(parts: Iterable[Part]) -> str:
    return ", ".join(map(_link, parts))


def _link(part: Part) -> str:
    return f"[{escape(part.text)}](<{part.href}>)" if part.href else escape(part.text)
