"""What the code of chapters would show, as far as reading tells: drawings that only scripts show,
and figures that say nothing to who cannot see them.

The build looks at what cells did show (:mod:`surveybook.build.shown`); this is told before
anything runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from ..sources.chapterfiles import python_tree

INTERACTIVE = frozenset(
    (
        *("plotly", "bokeh", "holoviews", "hvplot", "panel", "ipywidgets", "folium", "ipyleaflet"),
        *("altair", "pyecharts", "pyvis", "k3d", "dash", "gradio", "streamlit"),
    )
)
"""Modules whose drawings are scripts: pages run no scripts of chapters, and paper none at all."""
_PYPLOT = "matplotlib.pyplot"
_SEABORN = "seaborn"
_DRAWS = frozenset(
    (
        *("figure", "subplots", "subplot", "subplot_mosaic", "subplot2grid", "axes", "plot"),
        *("scatter", "bar", "barh", "hist", "hist2d", "hexbin", "imshow", "matshow", "pie"),
        *("boxplot", "violinplot", "errorbar", "fill_between", "stem", "step", "stackplot"),
        *("contour", "contourf", "pcolormesh", "quiver", "semilogx", "semilogy", "loglog"),
    )
)
"""Functions of pyplot after which the cell shows a figure."""
UNSHOWN = frozenset({"remove-output", "remove_output", "remove-cell", "remove_cell"})
"""Tags of cells whose outputs nobody sees."""
ALTERNATIVE_REMEDY = (
    "say in the cell's metadata what it shows: "
    '"mystnb": {"image": {"alt": "…"}, "figure": {"name": "fig-…", "caption": "…"}}'
)
"""What to do about a figure without alternative text."""


@dataclass(frozen=True)
class Import:
    """An import of a module that draws by scripts: the place of the cell among all cells, the
    line of the cell (both from 0), the module's name."""

    cell: int
    line: int
    name: str


def interactive_imports(notebook: NotebookNode) -> Iterator[Import]:
    """Each module of :data:`INTERACTIVE` where it is imported first, in order."""
    seen: set[str] = set()
    for number, tree in _trees(notebook):
        for node, module in _imports(tree):
            name = module.split(".")[0]
            if name in INTERACTIVE - seen:
                seen.add(name)
                yield Import(number, node.lineno - 1, name)


def mute_figures(notebook: NotebookNode) -> Iterator[tuple[int, int]]:
    """The cells (from 0) that draw a figure by pyplot or seaborn and give no alternative text,
    each with the line (from 0) of the first call that draws."""
    pyplot: set[str] = set()
    seaborn: set[str] = set()
    for number, tree in _trees(notebook):
        for node, module in _imports(tree):
            _bind(node, module, pyplot, seaborn)
        cell = notebook["cells"][number]
        if has_alternative_text(cell) or UNSHOWN & set(cell["metadata"].get("tags", ())):
            continue
        calls = list(_calls(tree))
        if any(owner in pyplot and name == "close" for owner, name, _ in calls):
            continue
        lines = [
            line
            for owner, name, line in calls
            if (owner in pyplot and name in _DRAWS)
            or (owner in seaborn and name.endswith(("plot", "map")))
        ]
        if lines:
            yield number, min(lines) - 1


def has_alternative_text(cell: NotebookNode) -> bool:
    """Whether a cell's metadata say what its figure shows."""
    settings = cell["metadata"].get("mystnb")
    image = settings.get("image") if isinstance(settings, dict) else None
    return isinstance(image, dict) and bool(str(image.get("alt") or "").strip())


def _trees(notebook: NotebookNode) -> Iterator[tuple[int, ast.Module]]:
    for number, cell in enumerate(notebook["cells"]):
        tree = python_tree(cell["source"]) if cell["cell_type"] == "code" else None
        if tree is not None:
            yield number, tree


def _imports(tree: ast.Module) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module


def _bind(
    node: ast.Import | ast.ImportFrom, module: str, pyplot: set[str], seaborn: set[str]
) -> None:
    """Note the names that stand for pyplot and seaborn after an import."""
    for alias in node.names:
        if isinstance(node, ast.Import) and alias.asname:
            if alias.name == module and module in (_PYPLOT, _SEABORN):
                (pyplot if module == _PYPLOT else seaborn).add(alias.asname)
        elif isinstance(node, ast.Import) and alias.name == _SEABORN:
            seaborn.add(_SEABORN)
        elif isinstance(node, ast.ImportFrom) and f"{module}.{alias.name}" == _PYPLOT:
            pyplot.add(alias.asname or alias.name)


def _calls(tree: ast.Module) -> Iterator[tuple[str, str, int]]:
    """Calls such as ``plt.plot()`` with their lines, but for those within functions, which may
    never run."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        waiting += ast.iter_child_nodes(node)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            yield node.func.value.id, node.func.attr, node.lineno
