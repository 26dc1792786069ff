"""`marketplace import`: files of solutions, challenges or organisations."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeRemainingColumn

from marketplace.cli.imports import KINDS, Outcome, import_rows
from marketplace.cli.rows import count_lines, read_rows
from marketplace.cli.running import Failed, open_services, plainly

MOST_REFUSALS_SHOWN = 100


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--all-or-nothing", is_flag=True, help="Refuse the whole file for one bad row.")
@click.option("--dry-run", is_flag=True, help="Check everything, keep nothing.")
@plainly
def import_(kind: str, file: Path, *, all_or_nothing: bool, dry_run: bool) -> None:
    """Take the rows of FILE in (JSON Lines or CSV); may be stopped and repeated."""
    services = open_services()
    console = Console(stderr=True)
    columns = (
        *Progress.get_default_columns()[:3],
        TimeRemainingColumn(),
        TextColumn("{task.completed} rows"),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(f"{kind}", total=count_lines(file))
        outcome = import_rows(
            services,
            KINDS[kind],
            read_rows(file, KINDS[kind].lists),
            dry_run=dry_run,
            all_or_nothing=all_or_nothing,
            progress=lambda rows: bar.advance(task, rows),
        )
        bar.update(task, completed=count_lines(file))
    report(outcome, kept=not dry_run and not (all_or_nothing and outcome.refused))


def report(outcome: Outcome, *, kept: bool) -> None:
    """Say what became of the rows; a refused row is named with its line and reason."""
    for line, faults in outcome.refused[:MOST_REFUSALS_SHOWN]:
        for fault in faults:
            sent = f" (sent: {fault.value})" if fault.value else ""
            click.echo(f"line {line}: {fault.field}: {fault.message}{sent}", err=True)
    hidden = len(outcome.refused) - MOST_REFUSALS_SHOWN
    if hidden > 0:
        click.echo(f"… and {hidden} more rows refused.", err=True)
    done = "" if kept else " Nothing was kept."
    click.echo(
        f"{outcome.taken} new or changed, {outcome.known} known already, "
        f"{len(outcome.refused)} refused.{done}"
    )
    if outcome.refused:
        raise Failed(f"{len(outcome.refused)} rows were refused; mend them and import again.")
