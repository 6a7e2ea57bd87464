"""Filter to repaint on the Explore page at ten thousand entries, in Chromium.

    python -m bench.explore --rows 10000 --runs 15

Entries are drawn from the survey's own with a fixed seed. A measure starts as the reader's
act reaches the page and ends when the frame that shows its outcome has been painted.
"""

from __future__ import annotations

import argparse
import copy
import random
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from tests.support.browsing import chromium, served
from tests.support.exploresite import ROOT, write_site

from surveybook.catalog import load
from surveybook.site import explorepayload
from surveybook.views import explore

LIMIT = 100
# A frame's callback runs before the frame is painted, a message posted in it after.
_MEASURE = """async act => {
    const start = performance.now();
    new Function(act)();
    await new Promise(done => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = done;
        port2.postMessage(null);
    }));
    return performance.now() - start;
}"""
_TYPE = """const box = document.querySelector('#explore-query');
box.value = {!r}; box.dispatchEvent(new Event('input'));"""
_CHOOSE = "document.querySelector('input[name={}][value={}]').click();"
_ORDER = """const order = document.querySelector('#explore-sort');
order.value = {!r}; order.dispatchEvent(new Event('change'));"""
_RANGE = """const most = document.querySelector('input[name=sizes-to]');
most.value = {!r}; most.dispatchEvent(new Event('change'));"""
ACTS = {
    "choose a family (and take it back)": [_CHOOSE.format("family", "VFM")] * 2,
    "choose a task (and take it back)": [_CHOOSE.format("tasks", "segmentation")] * 2,
    "choose a year (and take it back)": [_CHOOSE.format("year", '"2023"')] * 2,
    "search for a word (and for nothing)": [_TYPE.format("segment"), _TYPE.format("")],
    "search for two letters (and for nothing)": [_TYPE.format("me"), _TYPE.format("")],
    "search for a word with a typing error (and for nothing)": [
        _TYPE.format("segmnetation"),
        _TYPE.format(""),
    ],
    "parameters up to 10B (and any)": [_RANGE.format("10B"), _RANGE.format("")],
    "order by parameters (and by year)": [_ORDER.format("-sizes"), _ORDER.format("-year")],
}


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=15, help="repetitions of each act")
    options = parser.parse_args()
    catalog = load(ROOT)
    payload = grown(explorepayload.payload(catalog, "models"), options.rows)
    with tempfile.TemporaryDirectory() as folder:
        site = write_site(Path(folder), catalog, {"models": payload})
        size = (site / explore.FOLDER / "models.json").stat().st_size
        with served(site) as address, chromium() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{address}book/explore/models.html", wait_until="commit")
            page.wait_for_selector(".explore-app tbody tr")
            ready = page.evaluate("performance.now()")
            # The texts are fetched with the first word; the acts are measured with them there.
            page.locator("#explore-query").fill("model")
            page.get_by_role("button", name="Remove “model”", exact=True).wait_for()
            page.locator("#explore-query").fill("")
            print(f"{options.rows} entries, {size / 1e6:.1f} MB of JSON, ready in {ready:.0f} ms\n")
            print("| act | median, ms | slowest, ms | goal | met |\n|---|---:|---:|---:|---|")
            for what, acts in ACTS.items():
                times = measure(page, acts, options.runs)
                middle, slowest = statistics.median(times), max(times)
                # The slowest tells of the machine's other work as much as of the page.
                met = "yes" if middle <= LIMIT else "no"
                print(f"| {what} | {middle:.0f} | {slowest:.0f} | ≤ {LIMIT} | {met} |")


def measure(page: Page, acts: list[str], runs: int) -> list[float]:
    """The milliseconds of each act, ``runs`` times over."""
    return [page.evaluate(_MEASURE, act) for _ in range(runs) for act in acts]


def grown(payload: dict[str, Any], count: int) -> dict[str, Any]:
    """The payload with ``count`` rows: every field drawn from some row of the survey."""
    draw = random.Random(0)
    rows = payload["rows"]
    made = []
    for number in range(count):
        row = copy.deepcopy(draw.choice(rows))
        row["id"] = f"{row['id']}-{number}"
        row["name"] = f"{row['name']} {number}"
        for key in [*row["values"]]:
            if key != "family" and key in (other := draw.choice(rows))["values"]:
                row["values"][key] = other["values"][key]
        made.append(row)
    return payload | {"rows": made}


if __name__ == "__main__":
    main()
