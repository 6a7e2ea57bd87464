"""The tiny book with formulas in a title, a chapter, a glossary, a caption, and a work's title."""

from __future__ import annotations

from pathlib import Path

from tests.support.tiny import HEAD, replace, write_tiny_book

CHAPTER = (
    HEAD
    + r"""
# Formulas of $\ell_2$

Attention costs $O(n^2)$, of which {eq}`eq-loss` says nothing; nor does {math}`\alpha_1`.
A display $$\beta^2 + 1$$ stands in a paragraph.

$$
\mathcal{L}(\theta) = \frac{1}{n} \sum_{i=1}^{n} \lVert x_i - \hat{x}_i \rVert^2
$$ (eq-loss)

```{math}
:label: eq-lines
a &= b \\
  &= c
```

```{glossary}
Quadratic
  What grows as $n^2$.
```

```{code-cell} ipython3
import surveybook as sb

sb.dataset_table(sb.load(), family="LFM", name="tab-more", caption="Data sets of $n > 5$.")
```
"""
)
TITLE = r"{MedCPT}: $O(N^2)$ Contrastive $\alpha$ Retrieval"


def write(root: Path, chapter: str = CHAPTER) -> Path:
    """The tiny book with formulas in a chapter, a table's caption and the title of a work."""
    write_tiny_book(root)
    (root / "book/data.md").write_text(chapter.replace("tab-more", "tab-data"), encoding="utf-8")
    replace(root / "references.bib", "{MedCPT}: contrastive retrieval", TITLE)
    return root
