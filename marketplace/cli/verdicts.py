"""`marketplace verdicts`: how true the verdicts on requirements are, and their weights."""

import json

import click
from rich.console import Console

from marketplace.cli.running import plainly
from marketplace.recommendations.verdict_weights import fitted
from marketplace.settings import read_settings


@click.command()
@click.option("--fit", is_flag=True, help="Print the weights that the labelled pairs give.")
@plainly
def verdicts(*, fit: bool) -> None:
    """Compare verdicts on requirements with labels that people made by reading.

    Weights are fitted to the labelled pairs of the demonstration with the model of the settings,
    each pair judged by weights that saw nothing of its solution.
    """
    with Console(stderr=True).status("Reading the demonstration"):
        found = fitted(read_settings().encoder)
    click.echo(json.dumps(found.weights, indent=2) if fit else found.measured)
