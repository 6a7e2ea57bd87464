"""How chapters are run, as options of the commands that build."""

from __future__ import annotations

import os
from types import SimpleNamespace

import click

from .clusteraddress import CLUSTER, address_fault
from .sandbox import ALLOW_NETWORK, NO_SANDBOX


def _cluster_address(
    context: click.Context, parameter: click.Parameter, given: str | None
) -> str | None:
    """The address of a cluster's scheduler, if one is given and can be used."""
    if given is not None and (fault := address_fault(given)):
        raise click.BadParameter(fault, context, parameter)
    return given


EXECUTING = (
    click.Option(
        ["--allow-network"],
        help="let chapters use the network that declare 'network: true'",
        is_flag=True,
    ),
    click.Option(
        ["--no-sandbox"],
        help="run the code of chapters with all rights of whoever starts this",
        is_flag=True,
    ),
    click.Option(
        ["--cluster"],
        help="run chapters on the Dask cluster of this scheduler, such as tcp://192.0.2.1:8786 "
        "(default: on this machine)",
        metavar="ADDRESS",
        callback=_cluster_address,
    ),
)
"""Options of every command that runs chapters."""


def allow(options: SimpleNamespace) -> None:
    """Let chapters run as the options ask, in this process and those that it starts."""
    asked = {
        NO_SANDBOX: "1" if options.no_sandbox else "",
        ALLOW_NETWORK: "1" if options.allow_network else "",
        CLUSTER: options.cluster,
    }
    os.environ.update({variable: given for variable, given in asked.items() if given})
