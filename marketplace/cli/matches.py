"""`marketplace match`: the main job, in the shell."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import click
from marshmallow import ValidationError

from marketplace.cli.running import open_services, plainly
from marketplace.foundation.errors import Invalid, shown
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations.results import Band, Filters, SolutionMatch, nothing_fits
from marketplace.schemas.fields import Money
from marketplace.schemas.matches import SolutionMatchSchema
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import labels, unknown_code_faults

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
        language = _unknown_language(uow, found)
    if as_json:
        click.echo(json.dumps(SolutionMatchSchema(many=True).dump(found), ensure_ascii=False))
        return
    if language:
        click.echo(f"This looks like {language}. The language model was not trained on it, "
                   "so words in common count more than meaning.")  # fmt: skip
    if found and nothing_fits(one.band for one in found):
        click.echo("Nothing that is listed fits. These come closest all the same:")
    for one in found:
        _print(one)
    if not found:
        click.echo("Nothing that is listed fits; try fewer filters or other words.")


def _unknown_language(uow: UnitOfWork, found: Sequence[SolutionMatch]) -> str | None:
    """The name of the language of the need, if the model was not trained on it."""
    code = found[0].unknown_language if found else None
    if code is None:
        return None
    named = labels(uow.session, {TermList.LANGUAGES: [code]})
    return named.get((TermList.LANGUAGES, code), "another language")


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
