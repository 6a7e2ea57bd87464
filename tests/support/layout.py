"""The layout of a page at every width: one load, then resized, one probe each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

WIDTHS = (320, 390, 768, 820, 1024, 1280, 1920, 2560)
"""CSS pixels: phones, tablets upright and across, laptops, large screens."""
_SETTLED = """async () => {
    const after = (time) => new Promise((done) => setTimeout(done, time));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const moves = document.getAnimations().filter(({ playState }) => playState === "running");
    await Promise.race([after(600), Promise.allSettled(moves.map(({ finished }) => finished))]);
}"""
_PROBE = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8")

Fault = tuple[str, ...]
"""The kind of a fault, where, and what; of several widths after the width and the scheme."""


def layout_faults(page: Page, address: str, widths: Sequence[int] = WIDTHS) -> list[Fault]:
    """Open a page and look at it at each width, in light and in dark."""
    page.set_viewport_size({"width": widths[-1], "height": 900})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    # Tables get their tools when they come near.
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")
    found: list[Fault] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [(str(width), scheme, *fault) for fault in faults_now(page)]
    return found


def faults_now(page: Page) -> list[Fault]:
    """What is wrong with the page as it stands: the kind of each fault, where, and what."""
    # What follows the size of the page is laid out anew within two frames, or begins to move.
    page.evaluate(_SETTLED)
    return [tuple(fault) for fault in page.evaluate(_PROBE)]
