"""The book as its contributor sees it at work: quick, never in the way, faults shown.

A preview has a stage of its own, so what is published stays. It is not strict: a page with a
fault is shown, and the fault is told. The chapters that somebody looks at can be brought up to
date before the others.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ..site.drafts import drafting
from .site import STAGE as PUBLISHING_STAGE
from .stage import faults_of, is_faultless, only_one, sphinx

STAGE = "_build/preview"
SITE = f"{STAGE}/_build/html"
_LOG = "_build/preview.log"
_HEADING = re.compile(r"Extension error|chapters failed to run")


@dataclass(frozen=True)
class Preview:
    """What came of a preview: whether its pages were written, and what Sphinx complains of."""

    written: bool
    faults: tuple[str, ...]


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
        status = running.wait()
    # Lines that only say that something failed tell nobody where.
    faults = [line for line in faults_of(root, log, status) if not _HEADING.match(line)]
    return Preview(status == 0, tuple(dict.fromkeys(faults)))
