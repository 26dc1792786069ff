"""`marketplace match` and `marketplace evaluate`: the main job and its measure, in the shell."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from marshmallow import ValidationError
from rich.console import Console
from rich.progress import Progress

from marketplace.cli.running import Failed, open_services, plainly
from marketplace.foundation.errors import Invalid, shown
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations import evaluation
from marketplace.recommendations.results import Band, Filters, SolutionMatch, nothing_fits
from marketplace.schemas.fields import Money
from marketplace.schemas.matches import SolutionMatchSchema
from marketplace.settings import read_settings
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import unknown_code_faults

_BANDS = {
    Band.STRONG: "a strong fit",
    Band.POSSIBLE: "a possible fit",
    Band.WEAK: "a weak fit",
    Band.NONE: "hardly a fit",
}


class Amount(click.ParamType[Decimal]):
    """An amount of money, as forms and JSON take it."""

    name = "amount"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        """The amount, or click's error with what is wrong with it."""
        try:
            amount: Decimal = Money().deserialize(value)
        except ValidationError as error:
            self.fail(f"{' '.join(map(str, error.messages))} (sent: {shown(value)})", param, ctx)
        return amount


@click.command()
@click.option("--text", required=True, help="The need, in a sentence or more.")
@click.option("--theme", help="Only this theme (a code of the taxonomy).")
@click.option("--country", help="Only solutions served in this country (ISO code).")
@click.option("--budget", type=Amount(), help="Most to pay, in EUR.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plainly
def match(
    text: str,
    theme: str | None,
    country: str | None,
    budget: Decimal | None,
    limit: int,
    *,
    as_json: bool,
) -> None:
    """Rank the solutions that fit a need, with the sentence that says why."""
    services = open_services()
    filters = Filters(
        themes=frozenset([theme] if theme else ()),
        countries=frozenset([country] if country else ()),
        price_max=budget,
    )
    with services.unit_of_work(writes=False) as uow:
        _require_known(uow, filters)
        found = services.matcher.suppliers_for_text(uow, text, filters=filters, limit=limit)
    if as_json:
        click.echo(json.dumps(SolutionMatchSchema(many=True).dump(found), ensure_ascii=False))
        return
    if found and nothing_fits(one.band for one in found):
        click.echo("Nothing that is listed fits. These come closest all the same:")
    for one in found:
        _print(one)
    if not found:
        click.echo("Nothing that is listed fits; try fewer filters or other words.")


def _require_known(uow: UnitOfWork, filters: Filters) -> None:
    """Say that a code is unknown, rather than that nothing fits it."""
    asked = [
        ("--theme", TermList.THEMES, filters.themes),
        ("--country", TermList.COUNTRIES, filters.countries),
    ]
    if found := unknown_code_faults(uow.session, asked):
        raise Invalid(found)


def _print(one: SolutionMatch) -> None:
    click.echo(f"{one.rank:2}. {one.solution.name} ({one.solution.vendor_name})  "
               f"{one.score:.2f}, {_BANDS[one.band]}")  # fmt: skip
    for verdict in one.requirements:
        if verdict.evidence:
            click.echo(f"      {verdict.verdict.replace('_', ' ')}: “{verdict.evidence.text}”")
            break


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option(
    "--compare",
    default="engine,lexical,dense",
    show_default=True,
    is_flag=False,
    flag_value=",".join(evaluation.SYSTEMS),
    help=f"Which rankings to measure, of {', '.join(evaluation.SYSTEMS)}; without a list all.",
)
@plainly
def evaluate(folders: tuple[Path, ...], *, as_json: bool, compare: str) -> None:
    """Measure the ranking on judged sets: corpus.jsonl, queries.jsonl, qrels.tsv in a folder."""
    systems = tuple(name.strip() for name in compare.split(",") if name.strip())
    unknown = set(systems) - set(evaluation.SYSTEMS)
    if unknown or not systems:
        raise Failed(f"--compare takes some of {', '.join(evaluation.SYSTEMS)}.")
    # Files beside the folders, such as a README, come with a pattern like “evaluation/*”.
    sets = [folder for folder in folders if folder.is_dir()]
    if not sets:
        raise Failed("name at least one folder with corpus.jsonl, queries.jsonl and qrels.tsv.")
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("Measuring", total=None)
        results = evaluation.evaluate(
            sets,
            encoder=read_settings().encoder,
            systems=systems,
            progress=lambda name, system, done, total: bar.update(
                task, description=f"{name}, {system}", completed=done, total=total
            ),
        )
    if as_json:
        click.echo(json.dumps([result.as_json() for result in results]))
    else:
        click.echo(evaluation.as_table(results))
