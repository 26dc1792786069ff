"""Single changes that a vendor could make to a listing, each a statement that is true or false.

None of them adds words for the sake of words: a fact is stated as the need asks for it, a
requirement is said to be met, a theme is added, the listing is confirmed. Whether the statement
is true, only the vendor knows. What a change does to a ranking is found out in `what_if`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import islice

from matching.profiles import Money, Need, NeedFacts, Offering, OfferingFacts, TextField
from matching.ranking.explanation import Evidence, RequirementVerdict
from matching.ranking.facts import FactVerdict, Verdict, fact_verdicts
from matching.ranking.scoring import freshness

MOST_STATEMENTS = 8
"""Requirements that are tried, essential ones first: each makes a text that has to be encoded."""

MOST_THEMES = 6
"""Themes that are tried."""

STATEMENTS = "description"
"""The field of an offering to which the statement of a requirement is added, as a line."""

_WEEK = 7


class ChangeKind(StrEnum):
    """What is changed, the smallest first."""

    CONFIRM = "confirm"
    STATE_FACT = "state_fact"
    ADD_THEME = "add_theme"
    STATE_REQUIREMENT = "state_requirement"
    ALTER_FACT = "alter_fact"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Change:
    """One change, and the offering as it would be.

    `subject` is the name of the fact, the theme, the text of the requirement, or the key of the
    listing that is withdrawn; "" for a confirmation. `value` is what a fact would state, as
    `FactVerdict.offered`. `removed` is the sentence that would have to go because it says
    otherwise, and `without` are the listings that would no longer be there.
    """

    kind: ChangeKind
    subject: str
    offering: Offering
    value: str = ""
    removed: str = ""
    without: tuple[str, ...] = ()


def possible_changes(
    need: Need,
    offering: Offering,
    facts: tuple[FactVerdict, ...],
    requirements: tuple[RequirementVerdict, ...],
    today: date,
) -> list[Change]:
    """Return the changes to one listing that could bring it nearer to a need, smallest first.

    Args:
        need: what is asked for.
        offering: the listing as it is.
        facts: what it says to the facts of the need.
        requirements: what it says to the requirements of the need.
        today: the day of the change. Who changes a listing confirms it, unless nobody was ever
            asked to confirm it.
    """
    asked = offering.confirmed_on is not None
    fresh = replace(offering, confirmed_on=today) if asked else offering
    changes = [
        *_confirmation(offering, fresh, today),
        *_stated_facts(need.facts, fresh, facts, today),
        *_added_themes(need, fresh),
        *_stated_requirements(fresh, requirements),
    ]
    order = list(ChangeKind)
    return sorted(changes, key=lambda change: order.index(change.kind))


def _confirmation(offering: Offering, fresh: Offering, today: date) -> Iterator[Change]:
    if freshness(offering.confirmed_on, today) < freshness(fresh.confirmed_on, today):
        yield Change(ChangeKind.CONFIRM, "", fresh)


def _stated_facts(
    asked: NeedFacts, fresh: Offering, facts: tuple[FactVerdict, ...], today: date
) -> Iterator[Change]:
    for fact in facts:
        stated = (
            None if fact.verdict is Verdict.MET else STATED[fact.name](asked, fresh.facts, today)
        )
        if stated is None:
            continue
        said = {item.name: item.offered for item in fact_verdicts(asked, stated, today)}
        otherwise = fact.verdict is Verdict.NOT_MET
        kind = ChangeKind.ALTER_FACT if otherwise else ChangeKind.STATE_FACT
        yield Change(kind, fact.name, replace(fresh, facts=stated), said[fact.name])


def _added_themes(need: Need, fresh: Offering) -> Iterator[Change]:
    for theme in islice(sorted(need.themes - fresh.themes), MOST_THEMES):
        changed = replace(fresh, themes=fresh.themes | {theme})
        yield Change(ChangeKind.ADD_THEME, theme, changed)


def _stated_requirements(
    fresh: Offering, requirements: tuple[RequirementVerdict, ...]
) -> Iterator[Change]:
    if STATEMENTS not in {item.name for item in fresh.fields}:
        return
    open_ones = [item for item in requirements if item.stated and item.verdict is not Verdict.MET]
    open_ones.sort(key=lambda item: not item.essential)
    for item in open_ones[:MOST_STATEMENTS]:
        against = item.evidence if item.verdict is Verdict.NOT_MET else None
        fields, removed = _without(fresh.fields, against)
        changed = replace(fresh, fields=_stating(fields, item.requirement))
        yield Change(ChangeKind.STATE_REQUIREMENT, item.requirement, changed, removed=removed)


def _stating(fields: tuple[TextField, ...], sentence: str) -> tuple[TextField, ...]:
    return tuple(
        TextField(item.name, f"{item.text}\n{sentence}") if item.name == STATEMENTS else item
        for item in fields
    )


def _without(
    fields: tuple[TextField, ...], said: Evidence | None
) -> tuple[tuple[TextField, ...], str]:
    """The fields without a sentence, and the sentence if it was in one of them."""
    kept: list[TextField] = []
    removed = ""
    for item in fields:
        if said is None or item.name != said.field or said.text not in item.text:
            kept.append(item)
            continue
        removed = said.text
        left = f"{item.text[: said.start].rstrip()}\n{item.text[said.end :].lstrip()}".strip()
        if left or item.name == STATEMENTS:
            kept.append(TextField(item.name, left))
    return tuple(kept), removed


def _country(asked: NeedFacts, facts: OfferingFacts, _: date) -> OfferingFacts | None:
    here = frozenset({asked.country or ""})
    return replace(
        facts,
        countries_served=facts.countries_served | here,
        countries_not_served=facts.countries_not_served - here,
    )


def _languages(asked: NeedFacts, facts: OfferingFacts, _: date) -> OfferingFacts | None:
    return replace(facts, languages=facts.languages | asked.languages)


def _budget(asked: NeedFacts, facts: OfferingFacts, _: date) -> OfferingFacts | None:
    """A price begins at what the city can spend at most; a new one goes up to that."""
    budget, price = asked.budget, facts.price
    if budget is None or budget.maximum is None:
        return None
    least: Decimal | None = None
    most: Decimal | None = budget.maximum
    if price is not None and (price.currency, price.interval) == (budget.currency, budget.interval):
        least, most = budget.maximum, price.maximum
    stated = Money(least, most, budget.currency, budget.interval)
    return replace(facts, price=stated)


def _start(asked: NeedFacts, facts: OfferingFacts, today: date) -> OfferingFacts | None:
    """The time to deploy ends by the day; nobody can promise that for a day too near."""
    weeks = 0 if asked.start is None else (asked.start - today).days // _WEEK
    return replace(facts, weeks_to_deploy_maximum=weeks) if weeks > 0 else None


def _trl(asked: NeedFacts, facts: OfferingFacts, _: date) -> OfferingFacts | None:
    return replace(facts, trl=asked.trl_minimum)


def _standards(asked: NeedFacts, facts: OfferingFacts, _: date) -> OfferingFacts | None:
    return replace(facts, standards=facts.standards | asked.standards)


def _data_location(asked: NeedFacts, facts: OfferingFacts, _: date) -> OfferingFacts | None:
    return replace(facts, data_location=asked.data_location)


def _population(asked: NeedFacts, facts: OfferingFacts, _: date) -> OfferingFacts | None:
    """The range is widened so far that the city lies in it; a new one has an upper end only."""
    residents, least, most = asked.population, facts.population_minimum, facts.population_maximum
    if residents is None:
        return None
    if least is None and most is None:
        return replace(facts, population_maximum=residents)
    return replace(
        facts,
        population_minimum=None if least is None else min(least, residents),
        population_maximum=None if most is None else max(most, residents),
    )


STATED: Mapping[str, Callable[[NeedFacts, OfferingFacts, date], OfferingFacts | None]] = {
    "country": _country,
    "languages": _languages,
    "budget": _budget,
    "start": _start,
    "trl": _trl,
    "standards": _standards,
    "data_location": _data_location,
    "population": _population,
}
"""For each fact that is not met, the facts of an offering with this one stated as the need asks
for it; None where nothing that could be stated would meet it. Nothing else is changed."""
