"""The book as its contributor sees it at work: quick, never in the way, faults shown.

A preview has a stage of its own, so what is published stays. It is not strict: a page with a
fault is shown, and the fault is told. The chapters that somebody looks at can be brought up to
date before the others.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ..checks import check
from ..drafts import drafting
from .site import STAGE as PUBLISHING_STAGE
from .stage import faults_of, is_faultless, only_one, sphinx

STAGE = "_build/preview"
SITE = f"{STAGE}/_build/html"
_LOG = "_build/preview.log"


@dataclass(frozen=True)
class Preview:
    """What came of a preview: whether its pages were written, and what is wrong."""

    written: bool
    problems: tuple[str, ...]


def preview(root: Path, first: Collection[str] | None = None) -> Preview:
    """Bring the preview's pages up to date with the sources below ``root``.

    With ``first``, only the chapters named there (none, if it is empty) and those whose own
    text has changed are executed; the others keep what they showed until a preview without it.
    """
    (root / "_build").mkdir(exist_ok=True)
    if not (root / STAGE).exists() and is_faultless(root / PUBLISHING_STAGE):
        # What was published is nearer to the sources than nothing.
        shutil.copytree(root / PUBLISHING_STAGE, root / STAGE)
    stage, log, env = root / STAGE, root / _LOG, drafting(first)
    with only_one(root), sphinx(root, stage, log, "html", strict=False, env=env) as running:
        # Another process, so the sources are checked meanwhile.
        problems = [str(problem) for problem in check(root)]
        status = running.wait()
    faults = faults_of(root, log, status)
    return Preview(status == 0, tuple(dict.fromkeys([*problems, *faults])))
