"""Helpers shared by the scripts of this folder: reading Markdown tables, writing results rows.

Each script is run as `python scripts/NAME.py CHECKOUT OUTDIR`, where CHECKOUT is a checkout of the
source's repository at the commit named in the script. `put` writes OUTDIR/results.csv: rows of the
script's own comparisons are replaced, all others are kept.
"""

import csv
import pathlib
import re
import sys

HEAD = ["comparison", "model", "baseline", "variant", "value", "low", "high", "n", "note"]


def args():
    return pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


def clean(cell):
    cell = re.sub(r"<br\s*/?>", " ", cell)
    cell = re.sub(r"<[^>]+>", "", cell)
    cell = re.sub(r"\[+([^\]]*)\]+\([^)]*\)", r"\1", cell)
    cell = re.sub(r"\*\*|__", "", cell).strip()
    cell = re.sub(r"^[_*](.*)[_*]$", r"\1", cell)
    return " ".join(cell.split())


def md_tables(text):
    """All pipe tables as (heading above, header cells, rows of cells)."""
    out, head, lines, i = [], "", text.splitlines(), 0
    while i < len(lines):
        line = lines[i]
        if line.startswith("#"):
            head = line.lstrip("# ").strip()
        if (
            "|" in line
            and i + 1 < len(lines)
            and re.fullmatch(r"[\s|:\-]+", lines[i + 1])
            and "-" in lines[i + 1]
        ):
            cells = [clean(c) for c in line.strip().strip("|").split("|")]
            rows, i = [], i + 2
            while i < len(lines) and "|" in lines[i]:
                rows.append([clean(c) for c in lines[i].strip().strip("|").split("|")])
                i += 1
            out.append((head, cells, rows))
            continue
        i += 1
    return out


def row(comparison, who, value, low="", high="", n="", note=""):
    """who: (model id, '', variant) or ('', baseline name, variant)."""
    model, baseline, variant = who
    return dict(zip(HEAD, [comparison, model, baseline, variant, value, low, high, n, note]))


def spread(value, sd, places=None):
    """value - sd and value + sd, with the places of the source."""
    if places is None:
        places = max(len(str(x).split(".")[1]) if "." in str(x) else 0 for x in (value, sd))
    v, s = float(value), float(sd)
    return f"{v - s:.{places}f}", f"{v + s:.{places}f}"


def put(outdir, rows):
    path = outdir / "results.csv"
    mine = {r["comparison"] for r in rows}
    kept = []
    if path.exists():
        with path.open(newline="") as f:
            kept = [r for r in csv.DictReader(f) if r["comparison"] not in mine]
    with path.open("w", newline="") as f:
        w = csv.DictWriter(f, HEAD, lineterminator="\n")
        w.writeheader()
        w.writerows(kept + rows)
    print(len(rows), "rows,", len(mine), "comparisons")
