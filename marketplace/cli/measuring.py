"""`marketplace evaluate`: how good the ranking is on what people have judged."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from marketplace.cli.running import Failed, plainly
from marketplace.recommendations import evaluation
from marketplace.settings import read_settings


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--golden", is_flag=True, help="Measure the golden set of the demonstration too.")
@click.option("--groups", is_flag=True, help="Measure whether real buyers groups are put together.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option(
    "--compare",
    default="engine,lexical,dense",
    show_default=True,
    is_flag=False,
    flag_value=",".join(evaluation.SYSTEMS),
    help=f"Which rankings to measure, of {', '.join(evaluation.SYSTEMS)}; without a list all.",
)
@click.option(
    "--report",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Measure everything and write it between the markers of this file; without folders "
    "only what the demonstration says.",
)
@plainly
def evaluate(
    folders: tuple[Path, ...],
    *,
    golden: bool,
    groups: bool,
    as_json: bool,
    compare: str,
    report: Path | None,
) -> None:
    """Measure the ranking on judged sets: corpus.jsonl, queries.jsonl, qrels.tsv in a folder."""
    systems = tuple(name.strip() for name in compare.split(",") if name.strip())
    unknown = set(systems) - set(evaluation.SYSTEMS)
    if unknown or not systems:
        raise Failed(f"--compare takes some of {', '.join(evaluation.SYSTEMS)}.")
    # Files beside the folders, such as a README, come with a pattern like “evaluation/*”.
    sets = [folder for folder in folders if folder.is_dir()]
    if not (sets or golden or groups or report):
        raise Failed("name at least one folder with corpus.jsonl, queries.jsonl and qrels.tsv.")
    encoder = read_settings().encoder
    with _told() as progress:
        if report:
            evaluation.write_report(report, sets, encoder=encoder, progress=progress)
            return
        results = evaluation.evaluate(
            sets, encoder=encoder, systems=systems, progress=progress, golden=golden
        )
        found = evaluation.evaluate_groups(encoder=encoder, progress=progress) if groups else []
    if as_json:
        rows = [*(result.as_json() for result in results), *(one.as_json() for one in found)]
        click.echo(json.dumps(rows))
        return
    if results:
        click.echo(evaluation.as_table(results))
    if found:
        click.echo(evaluation.groups_as_table(found))


@contextmanager
def _told() -> Iterator[evaluation.Progress]:
    """Shows on the side how far the measuring is."""
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("Measuring", total=None)

        def progress(name: str, system: str, done: int, total: int) -> None:
            bar.update(task, description=f"{name}, {system}", completed=done, total=total)

        yield progress
