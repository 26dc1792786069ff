"""`marketplace import`: files of solutions, challenges or organisations."""

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeRemainingColumn

from marketplace.cli.imports import KINDS, Outcome, import_rows
from marketplace.cli.rows import count_lines, read_rows
from marketplace.cli.running import Failed, open_services, plainly, sentence, stoppable


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--all-or-nothing", is_flag=True, help="Refuse the whole file for one bad row.")
@click.option("--dry-run", is_flag=True, help="Check everything, keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plainly
def import_(kind: str, file: Path, *, all_or_nothing: bool, dry_run: bool, as_json: bool) -> None:
    """Take the rows of FILE in (JSON Lines or CSV); may be stopped and repeated."""
    services = open_services()
    console = Console(stderr=True)
    columns = (
        *Progress.get_default_columns()[:3],
        TimeRemainingColumn(),
        TextColumn("{task.completed:.0f} rows"),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(f"{kind}", total=count_lines(file))
        with stoppable(partial(bar.advance, task)) as progress:
            outcome = import_rows(
                services,
                KINDS[kind],
                read_rows(file, KINDS[kind].lists),
                dry_run=dry_run,
                all_or_nothing=all_or_nothing,
                progress=progress,
            )
        bar.update(task, completed=bar.tasks[task].total or 0)
    kept = not dry_run and not (all_or_nothing and outcome.refusals)
    if as_json:
        click.echo(json.dumps(asdict(outcome) | {"kept": kept}, ensure_ascii=False))
    else:
        _report(outcome, kept=kept)
    if outcome.refusals:
        raise Failed(f"{outcome.refusals} rows were refused; mend them and import again.")


def _report(outcome: Outcome, *, kept: bool) -> None:
    """Say what became of the rows; a refused row is named with its line and reason."""
    for line, faults in outcome.refused:
        for fault in faults:
            click.echo(f"line {line}: {sentence(fault)}", err=True)
    hidden = outcome.refusals - len(outcome.refused)
    if hidden > 0:
        click.echo(f"… and {hidden} more rows refused.", err=True)
    if outcome.held:
        click.echo(f"{outcome.held} are held for programme staff, who see why and decide.")
    if outcome.tidied:
        click.echo(f"From {outcome.tidied} rows characters that nobody sees were removed.")
    done = "" if kept else " Nothing was kept."
    click.echo(
        f"{outcome.taken} new or changed, {outcome.known} known already, "
        f"{outcome.refusals} refused.{done}"
    )
