"""The facts of a need against those of an offering: met, not met, not stated.

Every fact has two faces that mean the same, held together by a property test: `verdict` for
one offering, `met` and `refused` for a whole library in columns. Only what is stated can refuse.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.indexing.columns import Columns
from matching.profiles import DATA_LOCATIONS, Money, NeedFacts, Offering, OfferingFacts
from matching.ranking.weights import NOT_STATED_WORTH

Mask = NDArray[np.bool_]


class Verdict(StrEnum):
    """What an offering says to a fact or a requirement."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class FactVerdict:
    """One fact: what is needed, what is offered ("" when not stated), and the verdict."""

    name: str
    needed: str
    offered: str
    verdict: Verdict
    essential: bool


class FactColumns(NamedTuple):
    """The facts of one offering as sets and numbers, for `Columns.put`."""

    sets: Mapping[str, Collection[str]]
    numbers: Mapping[str, float | None]


def fact_columns(offering: Offering) -> FactColumns:
    """Return what the columns have to know of an offering to judge and to filter it."""
    facts, price = offering.facts, offering.facts.price
    return FactColumns(
        {
            "served": facts.countries_served,
            "not_served": facts.countries_not_served,
            "languages": facts.languages,
            "standards": facts.standards,
            "estimated": facts.estimated,
            "price_unit": [_unit(price)] if price else [],
            "themes": offering.themes,
            "technologies": offering.technologies,
        },
        {
            "price_minimum": _number(price.minimum if price else None),
            "price_maximum": _number(price.maximum if price else None),
            "trl": facts.trl,
            "data_location": _reach(facts.data_location),
            "confirmed": offering.confirmed_on.toordinal() if offering.confirmed_on else None,
            "weeks": facts.weeks_to_deploy_maximum,
            "population_minimum": facts.population_minimum,
            "population_maximum": facts.population_maximum,
        },
    )


class _Country:
    """The country of the need is served; a list of countries served is a whole list."""

    name = "country"

    def needed(self, need: NeedFacts) -> str:
        return need.country or ""

    def offered(self, facts: OfferingFacts) -> str:
        not_served = [f"not {code}" for code in sorted(facts.countries_not_served)]
        return ", ".join([*sorted(facts.countries_served), *not_served])

    def verdict(self, need: NeedFacts, facts: OfferingFacts, _: date) -> Verdict:
        if need.country in facts.countries_not_served:
            return Verdict.NOT_MET
        if not facts.countries_served:
            return Verdict.NOT_STATED
        return _judged(met=need.country in facts.countries_served)

    def met(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        country = [need.country or ""]
        return columns.any_of("served", country) & ~columns.any_of("not_served", country)

    def refused(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        country = [need.country or ""]
        elsewhere = columns.stated("served") & ~columns.any_of("served", country)
        return columns.any_of("not_served", country) | elsewhere


class _Languages:
    """All the languages needed are spoken; a list of languages is a whole list."""

    name = "languages"

    def needed(self, need: NeedFacts) -> str:
        return ", ".join(sorted(need.languages))

    def offered(self, facts: OfferingFacts) -> str:
        return ", ".join(sorted(facts.languages))

    def verdict(self, need: NeedFacts, facts: OfferingFacts, _: date) -> Verdict:
        if not facts.languages:
            return Verdict.NOT_STATED
        return _judged(met=need.languages <= facts.languages)

    def met(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        return columns.stated("languages") & columns.all_of("languages", need.languages)

    def refused(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        return columns.stated("languages") & ~columns.all_of("languages", need.languages)


class _Budget:
    """The lowest price is within the budget; only of the same currency and interval."""

    name = "budget"

    def needed(self, need: NeedFacts) -> str:
        return _amount(need.budget) if need.budget and need.budget.maximum is not None else ""

    def offered(self, facts: OfferingFacts) -> str:
        return _amount(facts.price)

    def verdict(self, need: NeedFacts, facts: OfferingFacts, _: date) -> Verdict:
        most, price = need.budget.maximum if need.budget else None, facts.price
        if most is None or price is None or _unit(need.budget) != _unit(price):
            return Verdict.NOT_STATED
        if price.minimum is not None:
            return _judged(met=price.minimum <= most)
        fits = price.maximum is not None and price.maximum <= most
        # "Up to a million" says nothing of what the city would pay.
        return Verdict.MET if fits else Verdict.NOT_STATED

    def met(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        most = _number(need.budget.maximum if need.budget else None)
        lowest, highest = columns.numbers("price_minimum"), columns.numbers("price_maximum")
        price = np.where(np.isnan(lowest), highest, lowest)
        cheap = price <= (-np.inf if most is None else most)
        return np.asarray(cheap & columns.any_of("price_unit", [_unit(need.budget)]))

    def refused(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        most = _number(need.budget.maximum if need.budget else None)
        dearer = columns.numbers("price_minimum") > (np.inf if most is None else most)
        return dearer & columns.any_of("price_unit", [_unit(need.budget)])


class _Start:
    """Counted from today, the longest time to deploy ends by the day it has to be in use."""

    name = "start"

    def needed(self, need: NeedFacts) -> str:
        return need.start.isoformat() if need.start else ""

    def offered(self, facts: OfferingFacts) -> str:
        weeks = facts.weeks_to_deploy_maximum
        return "" if weeks is None else f"{weeks} weeks"

    def verdict(self, need: NeedFacts, facts: OfferingFacts, today: date) -> Verdict:
        weeks = facts.weeks_to_deploy_maximum
        if weeks is None or need.start is None:
            return Verdict.NOT_STATED
        return _judged(met=timedelta(weeks=weeks) <= need.start - today)

    def met(self, need: NeedFacts, columns: Columns, today: date) -> Mask:
        days = -np.inf if need.start is None else (need.start - today).days
        return np.asarray(columns.numbers("weeks") * 7 <= days)

    def refused(self, need: NeedFacts, columns: Columns, today: date) -> Mask:
        days = np.inf if need.start is None else (need.start - today).days
        return np.asarray(columns.numbers("weeks") * 7 > days)


class _Trl:
    """The technology readiness level is at least the one asked for."""

    name = "trl"

    def needed(self, need: NeedFacts) -> str:
        return "" if need.trl_minimum is None else str(need.trl_minimum)

    def offered(self, facts: OfferingFacts) -> str:
        return "" if facts.trl is None else str(facts.trl)

    def verdict(self, need: NeedFacts, facts: OfferingFacts, _: date) -> Verdict:
        if facts.trl is None or need.trl_minimum is None:
            return Verdict.NOT_STATED
        return _judged(met=facts.trl >= need.trl_minimum)

    def met(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        least = np.inf if need.trl_minimum is None else need.trl_minimum
        return np.asarray(columns.numbers("trl") >= least)

    def refused(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        least = -np.inf if need.trl_minimum is None else need.trl_minimum
        return np.asarray(columns.numbers("trl") < least)


class _Standards:
    """All the standards are named. Nobody lists what he does not conform to: never "not met"."""

    name = "standards"

    def needed(self, need: NeedFacts) -> str:
        return ", ".join(sorted(need.standards))

    def offered(self, facts: OfferingFacts) -> str:
        return ", ".join(sorted(facts.standards))

    def verdict(self, need: NeedFacts, facts: OfferingFacts, _: date) -> Verdict:
        return Verdict.MET if need.standards <= facts.standards else Verdict.NOT_STATED

    def met(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        return columns.all_of("standards", need.standards)

    def refused(self, _need: NeedFacts, columns: Columns, _: date) -> Mask:
        return np.zeros_like(columns.stated("standards"))


class _DataLocation:
    """Data stays where it is asked to stay, or nearer."""

    name = "data_location"

    def needed(self, need: NeedFacts) -> str:
        return need.data_location or ""

    def offered(self, facts: OfferingFacts) -> str:
        return facts.data_location or ""

    def verdict(self, need: NeedFacts, facts: OfferingFacts, _: date) -> Verdict:
        asked, given = _reach(need.data_location), _reach(facts.data_location)
        if asked is None or given is None:
            return Verdict.NOT_STATED
        return _judged(met=given <= asked)

    def met(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        asked = _reach(need.data_location)
        return np.asarray(columns.numbers("data_location") <= (-np.inf if asked is None else asked))

    def refused(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        asked = _reach(need.data_location)
        return np.asarray(columns.numbers("data_location") > (np.inf if asked is None else asked))


class _Population:
    """The number of residents is within what the offering is made for."""

    name = "population"

    def needed(self, need: NeedFacts) -> str:
        return "" if need.population is None else str(need.population)

    def offered(self, facts: OfferingFacts) -> str:
        least, most = facts.population_minimum, facts.population_maximum
        if least is None and most is None:
            return ""
        return f"{'' if least is None else least}-{'' if most is None else most}"

    def verdict(self, need: NeedFacts, facts: OfferingFacts, _: date) -> Verdict:
        least, most = facts.population_minimum, facts.population_maximum
        if need.population is None or (least is None and most is None):
            return Verdict.NOT_STATED
        enough = least is None or least <= need.population
        return _judged(met=enough and (most is None or need.population <= most))

    def met(self, need: NeedFacts, columns: Columns, today: date) -> Mask:
        ends = columns.numbers("population_minimum"), columns.numbers("population_maximum")
        return ~np.isnan(ends).all(axis=0) & ~self.refused(need, columns, today)

    def refused(self, need: NeedFacts, columns: Columns, _: date) -> Mask:
        residents = np.nan if need.population is None else need.population
        too_small = columns.numbers("population_minimum") > residents
        return np.asarray(too_small | (columns.numbers("population_maximum") < residents))


FACTS = (
    _Country(),
    _Languages(),
    _Budget(),
    _Start(),
    _Trl(),
    _Standards(),
    _DataLocation(),
    _Population(),
)


def fact_verdicts(need: NeedFacts, offering: OfferingFacts, today: date) -> tuple[FactVerdict, ...]:
    """Judge every fact that the need asks for, in the order of `FACTS`."""
    return tuple(
        FactVerdict(
            fact.name,
            fact.needed(need),
            fact.offered(offering),
            _as_said(
                fact.verdict(need, offering, today), estimated=fact.name in offering.estimated
            ),
            fact.name in need.essential,
        )
        for fact in FACTS
        if fact.needed(need)
    )


def refused_by_facts(need: NeedFacts, columns: Columns, today: date) -> Mask:
    """Return which slots state "not met" to an essential fact, bool (slots,)."""
    refused = np.zeros_like(columns.stated("themes"))
    for fact in FACTS:
        if fact.name in need.essential and fact.needed(need):
            said = ~columns.any_of("estimated", [fact.name])
            refused |= fact.refused(need, columns, today) & said
    return refused


def facts_worth(need: NeedFacts, columns: Columns, today: date) -> NDArray[np.float64] | None:
    """Return the mean worth of what the slots say to the facts asked for, float64 (slots,).

    As `fact_verdicts` of each would give it, 0..1; None where no fact is asked for.
    """
    asked = [fact for fact in FACTS if fact.needed(need)]
    if not asked:
        return None
    worth = np.zeros(len(columns.stated("themes")))
    for fact in asked:
        refused = fact.refused(need, columns, today)
        refused &= ~columns.any_of("estimated", [fact.name])
        met = fact.met(need, columns, today)
        worth += np.where(met, 1.0, np.where(refused, 0.0, NOT_STATED_WORTH))
    return worth / len(asked)


def _as_said(verdict: Verdict, *, estimated: bool) -> Verdict:
    """What others estimated may speak for an offering, but not against it."""
    return Verdict.NOT_STATED if estimated and verdict is Verdict.NOT_MET else verdict


def _judged(*, met: bool) -> Verdict:
    return Verdict.MET if met else Verdict.NOT_MET


def _unit(money: Money | None) -> str:
    return f"{money.currency} {money.interval}" if money else ""


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _reach(location: str | None) -> int | None:
    return None if location is None else DATA_LOCATIONS.index(location)


def _amount(money: Money | None) -> str:
    if money is None or (money.minimum is None and money.maximum is None):
        return ""
    ends = ["" if end is None else f"{end:f}" for end in (money.minimum, money.maximum)]
    figures = ends[0] if ends[0] == ends[1] else "-".join(ends)
    return f"{figures} {_unit(money)}"
