"""Figures that everybody may see: how much is offered and asked for, by theme, country, value.

They count what is public and nothing else. Of budgets only those count that are stated to
everybody, so that no figure tells of one that is not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, literal, select, union_all
from sqlalchemy.orm import Session

from marketplace.challenges.budgets import public_budgets
from marketplace.challenges.content import Nature
from marketplace.challenges.lifecycle import AWARDED, ENDED
from marketplace.challenges.models import Challenge, ChallengeFacet
from marketplace.foundation.access import VISITOR
from marketplace.foundation.lists import AnySelect
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import PUBLIC
from marketplace.solutions.models import Solution, SolutionFacet
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.models import Term

CURRENCY = "EUR"
STEPS = (25_000, 100_000, 500_000, 2_000_000)
"""Where one range of amounts ends, in EUR, and the next begins."""

IS_LISTED = Solution.published_version.is_not(None)
IS_OPEN = and_(Challenge.published_version.is_not(None), Challenge.state.not_in(ENDED))
OFFERED = "offered"
"""What stands in place of the nature of a challenge where solutions are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What is offered and asked for under one code.

    Calls are open challenges of cities that ask now, examples were drawn from published plans.
    """

    code: str
    solutions: int
    calls: int
    examples: int

    @property
    def challenges(self) -> int:
        """Calls and examples."""
        return self.calls + self.examples


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """How many name an amount from `least` up to below `most` (EUR, once or a year)."""

    least: int
    most: int | None
    solutions: int
    challenges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much of everything is public."""

    solutions: int
    vendors: int
    cities: int
    calls: int
    examples: int
    awarded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All of it at one moment.

    `unpriced` and `unbudgeted` count what names no amount to everybody, `foreign` what names
    one in another currency.
    """

    made_at: datetime
    totals: Totals
    themes: tuple[Tally, ...]
    countries: tuple[Tally, ...]
    values: tuple[Range, ...]
    unpriced: int
    unbudgeted: int
    foreign: int


def figures(uow: UnitOfWork) -> Figures:
    """The figures as they are now, the same for everybody."""
    by_country = countries(uow.session)
    totals = _totals(uow.session, by_country)
    prices = list(_prices(uow.session))
    budgets = [(found.amount, found.currency) for found in public_budgets(uow.session)]
    euro_prices, euro_budgets = _in_euro(prices), _in_euro(budgets)
    return Figures(
        made_at=uow.now,
        totals=totals,
        themes=themes(uow.session),
        countries=by_country,
        values=_ranges(euro_prices, euro_budgets),
        unpriced=totals.solutions - len(prices),
        unbudgeted=totals.calls + totals.examples - len(budgets),
        foreign=len(prices) + len(budgets) - len(euro_prices) - len(euro_budgets),
    )


def themes(session: Session) -> tuple[Tally, ...]:
    """Supply and demand by theme; a thing with several themes counts in each."""
    top = func.coalesce(Term.parent, Term.code)
    of_challenges = and_(ChallengeFacet.code == Term.code, ChallengeFacet.kind == "theme")
    of_solutions = and_(SolutionFacet.code == Term.code, SolutionFacet.kind == "theme")
    of_solution = (
        select(top, literal(OFFERED), func.count(SolutionFacet.solution_id.distinct()))
        .join(SolutionFacet, of_solutions)
        .join(Solution, Solution.id == SolutionFacet.solution_id)
        .where(Term.list == TermList.THEMES, IS_LISTED)
        .group_by(top)
    )
    of_challenge = (
        select(top, Challenge.nature, func.count(ChallengeFacet.challenge_id.distinct()))
        .join(ChallengeFacet, of_challenges)
        .join(Challenge, Challenge.id == ChallengeFacet.challenge_id)
        .where(Term.list == TermList.THEMES, IS_OPEN)
        .group_by(top, Challenge.nature)
    )
    return _tallies(session, of_solution, of_challenge)


def countries(session: Session) -> tuple[Tally, ...]:
    """Supply by the country of the vendor, demand by that of the city."""
    of_solution = (
        select(Organisation.country, literal(OFFERED), func.count())
        .join(Solution, Solution.vendor_id == Organisation.id)
        .where(IS_LISTED)
        .group_by(Organisation.country)
    )
    of_challenge = (
        select(Organisation.country, Challenge.nature, func.count())
        .join(Challenge, Challenge.city_id == Organisation.id)
        .where(IS_OPEN)
        .group_by(Organisation.country, Challenge.nature)
    )
    return _tallies(session, of_solution, of_challenge)


def _tallies(
    session: Session, of_solution: AnySelect, of_challenge: AnySelect
) -> tuple[Tally, ...]:
    """The two counts side by side, the most asked for first."""
    rows: Iterable[Any] = session.execute(union_all(of_solution, of_challenge))
    counted = {(code, nature): int(count) for code, nature, count in rows}
    found = (
        Tally(
            code=code,
            solutions=counted.get((code, OFFERED), 0),
            calls=counted.get((code, Nature.CALL.value), 0),
            examples=counted.get((code, Nature.EXAMPLE.value), 0),
        )
        for code in {code for code, _ in counted}
    )
    return tuple(sorted(found, key=lambda one: (-one.challenges, -one.solutions, one.code)))


def _totals(session: Session, by_country: Iterable[Tally]) -> Totals:
    """What is public in all; each solution and challenge is of one country."""
    counted = tuple(by_country)
    vendors = select(func.count(Solution.vendor_id.distinct())).where(IS_LISTED)
    cities = select(func.count()).where(
        Organisation.kind == OrganisationKind.CITY.value, PUBLIC.where(VISITOR)
    )
    awarded = select(func.count()).where(
        Challenge.published_version.is_not(None), Challenge.state == AWARDED
    )
    row = session.execute(
        select(vendors.scalar_subquery(), cities.scalar_subquery(), awarded.scalar_subquery())
    ).one()
    return Totals(
        solutions=sum(one.solutions for one in counted),
        vendors=int(row[0]),
        cities=int(row[1]),
        calls=sum(one.calls for one in counted),
        examples=sum(one.examples for one in counted),
        awarded=int(row[2]),
    )


def _prices(session: Session) -> Iterator[tuple[Decimal, str]]:
    rows = session.execute(
        select(Solution.price_from, Solution.price_currency).where(
            IS_LISTED, Solution.price_from.is_not(None)
        )
    )
    for cents, currency in rows:
        yield Decimal(cents or 0) / 100, (currency or CURRENCY) if cents else CURRENCY


def _in_euro(amounts: Iterable[tuple[Decimal, str]]) -> list[Decimal]:
    return [amount for amount, currency in amounts if currency == CURRENCY]


def _ranges(prices: list[Decimal], budgets: list[Decimal]) -> tuple[Range, ...]:
    ends = (*STEPS, None)
    return tuple(
        Range(
            least=least,
            most=most,
            solutions=_within(prices, least, most),
            challenges=_within(budgets, least, most),
        )
        for least, most in zip((0, *STEPS), ends, strict=True)
    )


def _within(amounts: Iterable[Decimal], least: int, most: int | None) -> int:
    return sum(least <= amount and (most is None or amount < most) for amount in amounts)
