"""Helpers of the scripts that carry published results over: reading of tables, names of models, writing of parts.

Every script is run as `python scripts/NAME.py CHECKOUT OUTDIR`; it writes OUTDIR/NAME.benchmarks.csv,
NAME.comparisons.csv, NAME.results.csv, NAME.evidence.csv and NAME.log.csv."""

import csv
import html
import pathlib
import re
import sys
from decimal import Decimal

CHECKED = "2026-11-27"
B = "id,name,family,kind,reference,modalities,tasks,specialty,holds_stated,holds,unit,datasets,metrics,homepage,access,licence,cautions".split(
    ","
)
C = "id,benchmark,reference,title,setting,shots,data,metric,direction,unit,cases,interval,conditions,interest,source,locator,checked".split(
    ","
)
R = "comparison,model,baseline,variant,value,low,high,n,note".split(",")
E = "table,id,field,source,locator,checked".split(",")
EV = "modalities tasks specialty holds_stated holds unit datasets metrics homepage access licence cautions".split()


def clean(text):
    """A table cell without markup."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = text.replace("**", "").replace("\\.", ".").replace("~", " ").replace("`", "")
    return re.sub(r"\s+", " ", text).strip()


def markdown(path, first, last=None):
    """Rows (lists of clean cells) of the lines first..last of a Markdown file, counted from 1."""
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()[first - 1 : last or first]
    rows = []
    for line in lines:
        if line.count("|") < 2 or re.fullmatch(r"[\s|:\-]+", line):
            continue
        line = line.strip()
        line = line[1:] if line.startswith("|") else line
        line = line[:-1] if line.endswith("|") else line
        rows.append([clean(c) for c in line.split("|")])
    return rows


def block(text):
    """Rows of a literal block of a table, cells parted by |."""
    return [
        [clean(c) for c in line.strip().strip("|").split("|")] for line in text.strip().splitlines()
    ]


def htmlrows(text):
    """Rows of every table row in HTML text."""
    return [
        [clean(c) for c in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", text, re.S)
    ]


def number(cell):
    """The number in a cell as the source writes it, or None."""
    m = re.search(r"-?\d*\.?\d+", cell.replace(",", ""))
    return m.group(0) if m else None


def plusminus(cell):
    """Value, lower and upper bound of `value ± spread`."""
    v, s = (Decimal(x) for x in re.findall(r"-?\d*\.?\d+", cell)[:2])
    return str(v), str(v - s), str(v + s)


class Part:
    def __init__(self, name, default=None):
        self.name, self.default = name, default or {}
        self.checkout, self.out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
        self.b, self.c, self.r, self.e = [], [], [], []

    def bench(self, source, locator, places=None, **cells):
        """A benchmark; source and locator hold for all its cells but those in places {field: (source, locator)}."""
        row = {k: str(cells.pop(k, "")) for k in B}
        assert not cells, cells
        self.b.append(row)
        for f in EV:
            if row[f] and row[f] != "n/a":
                s, l = (places or {}).get(f, (source, locator))
                self.e.append(
                    dict(
                        table="benchmarks",
                        id=row["id"],
                        field=f,
                        source=s,
                        locator=l,
                        checked=CHECKED,
                    )
                )

    def comp(self, id, title, **cells):
        row = {
            **{k: "" for k in C},
            **self.default,
            **cells,
            "id": id,
            "title": title,
            "checked": CHECKED,
        }
        row.setdefault("direction", "higher")
        row["direction"] = row["direction"] or "higher"
        assert set(row) == set(C), set(row) ^ set(C)
        assert len(title) <= 90, (len(title), title)
        self.c.append({k: str(v) for k, v in row.items()})
        return id

    def row(self, comp, who, value, low="", high="", n="", note=""):
        """who: (model id, variant) or (None, baseline name[, variant])."""
        if value in (None, ""):
            return
        model, rest = who[0], who[1:]
        base, variant = (
            ("", rest[0] if rest else "") if model else (rest[0], rest[1] if len(rest) > 1 else "")
        )
        self.r.append(
            dict(
                comparison=comp,
                model=model or "",
                baseline=base,
                variant=variant,
                value=value,
                low=low,
                high=high,
                n=n,
                note=note,
            )
        )

    def write(self):
        self.out.mkdir(parents=True, exist_ok=True)
        for kind, head, rows in (
            ("benchmarks", B, self.b),
            ("comparisons", C, self.c),
            ("results", R, self.r),
            ("evidence", E, self.e),
        ):
            with open(self.out / f"{self.name}.{kind}.csv", "w", newline="", encoding="utf-8") as f:
                w = csv.DictWriter(f, head, lineterminator="\n")
                w.writeheader()
                w.writerows(rows)
        print(
            self.name, len(self.b), "benchmarks", len(self.c), "comparisons", len(self.r), "results"
        )


def who(name, table):
    """(model id, variant) from table {name: (id, variant)}; what is not in it is a baseline under its own name."""
    hit = table.get(name)
    return hit if hit else (None, name)
