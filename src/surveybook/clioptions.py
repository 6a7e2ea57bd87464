"""Arguments and options of commands, each with what it is for."""

from __future__ import annotations

from typing import Any

import click


def argument(name: str, help: str, **settings: Any) -> click.Argument:
    """An argument with what it is."""
    return click.Argument([name], help=help, **settings)


def option(name: str, help: str, **settings: Any) -> click.Option:
    """An option with what it does."""
    return click.Option([name], help=help, **settings)


def switch(name: str, help: str) -> click.Option:
    """An option without a value."""
    return click.Option([name], help=help, is_flag=True)


RECORDING = (
    switch(
        "--record",
        "write a row for each of its works into data/sources.csv, and the list into lists.csv",
    ),
    option("--id", "with --record: the list's slug"),
    option("--title", "with --record: what the list is, if it is new"),
    option("--address", "with --record: the list's web address"),
    option("--state", "with --record: the day of the list's state, YYYY-MM-DD (default: today)"),
    option("--subfield", "with --record: the part of the field of rows that do not tell it"),
    option("--kind", "with --record: the kind of rows that do not tell it (default: model)"),
)
"""What `surveybook import` takes to record a list."""
