"""ChemBench: chemical knowledge and reasoning of language models (Mirza et al.).

Source: https://github.com/lamalab-org/chembench-paper, commit 8fe22914b81978d180e6182ea982eb58e2e0e8dc, files
src/tex/output/performance_table.tex (all questions) and performance_table_human_subset.tex,
performance_topic_table_human_subset.tex (questions that chemists answered too). Rows at temperature 1 are left out;
values are copied unchanged.
"""

import re

from carry import args, put, row

src, out = args()


def table(name):
    for line in (src / "src/tex/output" / name).read_text().splitlines():
        if (
            line.rstrip().endswith("\\\\")
            and line.count("&") > 5
            and not line.startswith(("\\multirow", " &", "Model"))
        ):
            c = [
                re.sub(r"\\textbf\{([^}]*)\}", r"\1", x).strip()
                for x in line.rstrip().rstrip("\\").split("&")
            ]
            if not c[0].endswith("-T-one"):
                yield c


rows = []
for c in table("performance_table.tex"):
    for name, i in (
        ("overall", 8),
        ("calculation", 1),
        ("knowledge", 2),
        ("reasoning", 3),
        ("preference", 4),
    ):
        rows.append(row("chembench-" + name, ("", c[0], ""), c[i]))
for c in table("performance_table_human_subset.tex"):
    rows.append(
        row(
            "chembench-human-subset-overall",
            ("", "Chemists" if c[0] == "Human" else c[0], ""),
            c[7],
        )
    )
for c in table("performance_topic_table_human_subset.tex"):
    rows.append(
        row(
            "chembench-human-subset-toxicity-safety",
            ("", "Chemists" if c[0] == "Human" else c[0], ""),
            c[8],
        )
    )
put(out, rows)
