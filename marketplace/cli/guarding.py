"""`marketplace guard`: what the ranking answers now, beside what it answered before."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from marketplace.cli.running import Failed, plainly
from marketplace.recommendations import guarding
from marketplace.recommendations.guarding import Comparison, Interval, Run
from marketplace.settings import read_settings

MOST_SHOWN = 15


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--baselines",
    default=guarding.BASELINES,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the earlier answers are; those of the repository by default.",
)
@click.option("--accept", is_flag=True, help="Let what is answered now be the new baseline.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plainly
def guard(folders: tuple[Path, ...], *, baselines: Path, accept: bool, as_json: bool) -> None:
    """Rank the golden set, and judged FOLDERS, and show which pairs moved and why.

    Fails when a figure is lower than in the baseline, beyond chance.
    """
    sets = [folder for folder in folders if folder.is_dir()]
    console = Console(stderr=True)
    with console.status("Ranking") as status:
        found = list(guarding.runs(sets, encoder=read_settings().encoder, progress=status.update))
    if accept:
        guarding.accept(found, baselines)
        for run in found:
            click.echo(f"{run.name}: {_figure(run)} is the baseline now.")
        return
    compared = guarding.against_baselines(found, baselines)
    if as_json:
        click.echo(json.dumps([_plain(comparison) for comparison in compared]))
    else:
        for comparison in compared:
            _print(comparison)
    fallen = [comparison.now.name for comparison in compared if comparison.has_fallen]
    if fallen:
        raise Failed(
            f"{', '.join(fallen)}: nDCG@10 has fallen beyond chance. Mend the ranking, or, where "
            "the change is wanted all the same, let it be the baseline with --accept."
        )


def _print(comparison: Comparison) -> None:
    now, before = comparison.now, comparison.before
    click.echo(f"{now.name}: nDCG@10 {_figure(now)}, was {before.figure.mean:.3f}: "
               f"{_signed(comparison.difference)}")  # fmt: skip
    if now.made_by != before.made_by:
        click.echo("  by another model")
    for move in comparison.moves[:MOST_SHOWN]:
        points = ", ".join(f"{name} {by:+.4f}" for name, by in move.points.items())
        why = f"{move.by:+.4f} ({points})" if points else "others moved"
        place = f"{move.was or 'below'} → {move.now or 'below'}"
        click.echo(f"  {move.question}: {move.key}  {place}  {why}")
    hidden = len(comparison.moves) - MOST_SHOWN
    if hidden > 0:
        click.echo(f"  and {hidden} more")


def _plain(comparison: Comparison) -> dict[str, object]:
    return {
        "set": comparison.now.name,
        "nDCG@10": asdict(comparison.now.figure),
        "before": comparison.before.figure.mean,
        "difference": asdict(comparison.difference),
        "has_fallen": comparison.has_fallen,
        "moves": [{**asdict(move), "by": move.by} for move in comparison.moves],
    }


def _figure(run: Run) -> str:
    value = run.figure
    return f"{value.mean:.3f} ({value.low:.3f} to {value.high:.3f})"


def _signed(value: Interval) -> str:
    return f"{value.mean:+.3f} ({value.low:+.3f} to {value.high:+.3f})"
