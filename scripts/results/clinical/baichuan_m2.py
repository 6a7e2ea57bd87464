"""Baichuan-M2 on HealthBench: github.com/baichuan-inc/Baichuan-M2-32B, README.md, commit 836b246b575061549f3d79b2a4c27a435ac72f13, section HealthBench.
The block is copied from the README as read; no checkout is needed."""

from _lib import *

S = "https://github.com/baichuan-inc/Baichuan-M2-32B"
T = block("""
Baichuan-M2 | 60.1 | 34.7 | 91.5
gpt-oss-120b | 57.6 | 30 | 90
Qwen3-235B-A22B-Thinking-2507 | 55.2 | 25.9 | 90.6
Deepseek-R1-0528 | 53.6 | 22.6 | 91.5
GLM-4.5 | 47.8 | 18.7 | 85.3
Kimi-K2 | 43 | 10.7 | 90.9
gpt-oss-20b | 42.5 | 10.8 | 82.6
""")
P = Part(
    "baichuan_m2",
    dict(
        reference="m2team2025baichuanm2",
        benchmark="healthbench",
        setting="zero-shot",
        unit="percent",
        metric="rubric score",
        source=S,
        interest="the makers of Baichuan-M2 measured all systems",
    ),
)
for i, slug, name in (
    (1, "all", "HealthBench"),
    (2, "hard", "HealthBench Hard"),
    (3, "consensus", "HealthBench Consensus"),
):
    c = P.comp(
        f"healthbench-{slug}-baichuan",
        f"Health conversations judged by rubrics ({name}): open models",
        data=name,
        conditions="graded by a language model with the rubrics of HealthBench",
        locator=f"README, HealthBench table, column {i}",
    )
    for r in T:
        P.row(c, ("baichuan-m2", "32B") if r[0] == "Baichuan-M2" else (None, r[0]), r[i])
P.write()
