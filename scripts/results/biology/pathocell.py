"""PathoCellBench: frozen pathology encoders for cell phenotyping (Luescher et al.).

Source: https://github.com/Kainmueller-Lab/Pathology-Foundation-Model-Benchmark, commit
04d4033a374144c2dbea3bf5b4223b4503539b2e, README.md, tables under "Results" and "Domain shift experiments" (macro F1; the
same numbers with more digits stand in results_tables.xlsx, column f1_score_macro). Values are copied unchanged; HoverNext,
trained as a whole, stands beside the frozen encoders of each head.
"""

from carry import args, md_tables, put, row

M = {
    "musk": ("musk", "", ""),
    "titan": ("titan", "", ""),
    "phikonv2": ("phikon-v2", "", ""),
    "provgigapath": ("prov-gigapath", "", ""),
    "virchow2": ("virchow2", "", ""),
    "uni": ("uni", "", ""),
    "uni2": ("uni-2", "", ""),
}
H = {
    "PhenoCell dataset:": "pathocell",
    "Arctique:": "arctique",
    "PanNuke:": "pannuke",
    "Lizard:": "lizard",
    "PhenoCell DII vs CLR:": "pathocell-dii-clr",
    "PhenoCell MSI vs MSS:": "pathocell-msi-mss",
    "PhenoCell stage 3 vs stage 4:": "pathocell-stage",
}
src, out = args()
rows, seen = [], set()
for h, cols, body in md_tables((src / "README.md").read_text()):
    if h not in H:
        continue
    name = (
        H[h] if h not in seen else H[h] + "-shift"
    )  # Lizard stands twice: in domain, then under domain shift
    seen.add(h)
    heads = [k for k in ("SimpleSeg", "UNetR") if any(r[1] == k for r in body)]
    for r in body:
        for head in heads:
            cid = f"pathocellbench-{name}-{head.lower()}"
            if r[0] == "HoverNext":
                rows.append(
                    row(
                        cid,
                        ("", "HoverNext", ""),
                        r[2],
                        note="trained as a whole, not a frozen encoder",
                    )
                )
            elif r[1] == head:
                rows.append(row(cid, M[r[0]], r[2]))
put(out, rows)
