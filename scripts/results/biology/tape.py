"""TAPE: five tasks for protein embeddings (temporary leaderboard of its authors).

Source: https://github.com/songlab-cal/tape, commit 6d345c2b2bbf52cd32cf179325c222afd92aec7e, README.md, tables under
"Leaderboard". Values are copied unchanged.
"""

from carry import args, md_tables, put, row

N = {
    "Secondary Structure": "secondary-structure",
    "Contact Prediction": "contact",
    "Remote Homology Detection": "remote-homology",
    "Fluorescence": "fluorescence",
    "Stability": "stability",
}
src, out = args()
put(
    out,
    [
        row("tape-" + N[h], ("", r[1], ""), r[2])
        for h, c, body in md_tables((src / "README.md").read_text())
        if h in N and c[0] == "Ranking"
        for r in body
    ],
)
