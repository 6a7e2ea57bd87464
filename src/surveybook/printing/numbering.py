"""The numbers of the printed book: those of chapters, sections, figures, tables and equations.

On the site figures and tables are counted through the book. On paper they are counted by
chapter, as in "Table 4.2", and so are references to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from docutils import nodes
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

EQUATION = "displaymath"
"""What Sphinx calls the kind of an equation, beside "figure" and "table"."""


def number_chapters(env: BuildEnvironment, chapters: Sequence[Sequence[str]]) -> None:
    """Give everything that is referred to by number its number on paper, in ``env``.

    Args:
        env: the environment; the numbers that it had before are replaced.
        chapters: the pages of each chapter in their order, the first the chapter's own.
    """
    env.toc_secnumbers = {}
    env.toc_fignumbers = {}
    for number, pages in enumerate(chapters, 1):
        counted: Counter[str] = Counter()
        sections: Counter[int] = Counter()
        for position, docname in enumerate(pages):
            tree = env.get_doctree(docname)
            _number_sections(env, docname, tree, number, sections, below=position > 0)
            _number_figures(env, docname, tree, number, counted)


def _number_sections(
    env: BuildEnvironment,
    docname: str,
    tree: nodes.document,
    chapter: int,
    counted: Counter[int],
    *,
    below: bool,
) -> None:
    numbers = env.toc_secnumbers.setdefault(docname, {})
    for top in tree.findall(nodes.section):
        if isinstance(top.parent, nodes.section):
            continue
        if below:
            counted[0] += 1
        numbers[""] = (chapter, counted[0]) if below else (chapter,)
        if not below:
            for section in top.children:
                if isinstance(section, nodes.section):
                    counted[0] += 1
                    numbers.update(dict.fromkeys(_anchors(section), (chapter, counted[0])))


def _anchors(node: nodes.Element) -> list[str]:
    return [f"#{name}" for name in node["ids"]]


def _number_figures(
    env: BuildEnvironment,
    docname: str,
    tree: nodes.document,
    chapter: int,
    counted: Counter[str],
) -> None:
    domain = env.get_domain("std")
    assert isinstance(domain, StandardDomain)
    numbers = env.toc_fignumbers.setdefault(docname, {})
    for node in tree.findall(nodes.Element):
        kind = EQUATION if isinstance(node, nodes.math_block) else None
        if kind is None and domain.is_enumerable_node(node):
            kind = domain.get_enumerable_node_type(node)
            if kind == "code-block" or (kind and not domain.get_numfig_title(node)):
                continue
        if kind == EQUATION and not node.get("label"):
            continue
        if kind and node["ids"]:
            counted[kind] += 1
            known = numbers.setdefault(kind, {})
            known.update(dict.fromkeys(node["ids"], (chapter, counted[kind])))


def number_of(env: BuildEnvironment, docname: str, kind: str, node: nodes.Element) -> str:
    """The number of a figure, table or equation, such as "4.2"; "" if it has none."""
    known = env.toc_fignumbers.get(docname, {}).get(kind, {})
    for name in node["ids"]:
        if name in known:
            return ".".join(map(str, known[name]))
    return ""


def section_number(env: BuildEnvironment, docname: str, anchors: Sequence[str]) -> str:
    """The number of a section, such as "4.2", of a chapter by no anchors; "" if it has none."""
    known = env.toc_secnumbers.get(docname, {})
    for name in [f"#{anchor}" for anchor in anchors] or [""]:
        if name in known:
            return ".".join(map(str, known[name]))
    return ""
