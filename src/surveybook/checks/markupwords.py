"""The directives, roles and commands of TeX that chapters may use, and those that they may not."""

from __future__ import annotations

import difflib
import re

TEXTS = frozenset(
    (
        *("admonition", "attention", "caution", "danger", "error", "hint", "important", "note"),
        *("tip", "warning", "seealso", "margin", "sidebar", "topic", "epigraph", "pull-quote"),
        *("highlights", "container", "compound", "rubric", "glossary", "list-table", "table"),
        *("figure", "dropdown", "card", "grid", "grid-item", "grid-item-card", "tab-set"),
        *("tab-item", "csv-table", "versionadded", "versionchanged", "deprecated", "centered"),
        "parsed-literal",
    )
)
"""Directives that hold text, which is looked at like the rest of a chapter."""
VERBATIM = frozenset(
    (
        *("code", "code-block", "code-cell", "sourcecode", "math", "image", "bibliography"),
        *("contents", "tableofcontents", "glue:figure", "glue:math", "glue:md", "index"),
        *("literalinclude", "include"),
    )
)
"""Directives whose content is no text."""
NAMES_FILE = ("figure", "image", "include", "literalinclude")
"""Directives whose argument is a file."""
FILE_OPTIONS = {"csv-table": ("file",), "literalinclude": ("diff",)}
REFUSED_OPTIONS = {
    "csv-table": ("url",),
    "code-cell": ("load",),
    "include": ("parser",),
    "figure": ("onclick", "style"),
}
ROLES = re.compile(
    r"cite(:[a-z]+)?|footcite(:[a-z]+)?|ref|numref|doc|eq|term|math|abbr|sub|sup|subscript|"
    r"superscript|kbd|code|literal|strong|emphasis|download|glue(:(text|any|md))?|guilabel|index"
)
# Commands of TeX that read or write files or define others, and those of MathJax that make HTML.
REFUSED_TEX = re.compile(
    r"\\(input|include\w*|openin|openout|read|write\w*|immediate|csname|catcode|special|directlua|"
    r"def|edef|gdef|let|newcommand|renewcommand|usepackage|verbatiminput|lstinputlisting|href|url|"
    r"html\w*|style|class|cssId|require|data|unicode|toggle|mmlToken)(?![A-Za-z])"
)


def likely(name: str) -> str:
    """A remedy that names the directive or role most like this one, if one is close."""
    known = [*TEXTS, *VERBATIM, "cite:t", "cite:p", "ref", "numref", "term", "glue:text"]
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
    return f"did you mean '{close[0]}'?" if close else "write it in Markdown"
