"""What the commands of this room take, beside what they are called for."""

from __future__ import annotations

import click

RECORDING = (
    click.Option(
        ["--record"],
        is_flag=True,
        help="write a row for each of its works into data/sources.csv, and the list into lists.csv",
    ),
    click.Option(["--id"], help="with --record: the list's slug"),
    click.Option(["--title"], help="with --record: what the list is, if it is new"),
    click.Option(["--address"], help="with --record: the list's web address"),
    click.Option(
        ["--state"], help="with --record: the day of the list's state, YYYY-MM-DD (default: today)"
    ),
    click.Option(
        ["--subfield"], help="with --record: the part of the field of rows that do not tell it"
    ),
    click.Option(
        ["--kind"], help="with --record: the kind of rows that do not tell it (default: model)"
    ),
)
"""Of `surveybook import`."""
SCREENING = (
    click.Option(["--list"], is_flag=True, help="list them, likeliest first"),
    click.Option(["--json"], is_flag=True, help="list them as JSON"),
    click.Option(["--limit"], type=int, default=0, metavar="N", help="the first N alone"),
    click.Option(
        ["--decisions"],
        metavar="FILE",
        help="take decisions from a CSV file with the columns row, decision (include, exclude, "
        "later), reason and note; - for the input",
    ),
    click.Option(
        ["--match"], is_flag=True, help="let the rows whose work is an entry by now lead to it"
    ),
    click.Option(["--yes"], is_flag=True, help="add included works without asking"),
)
"""Of `surveybook screen`."""
