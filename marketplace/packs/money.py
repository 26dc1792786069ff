"""Quantities and money, in blocks that several papers share."""

from decimal import Decimal

from marketplace.foundation.saying import say
from marketplace.packs.content import (
    Block,
    Field,
    Gap,
    Listing,
    Paragraph,
    Place,
    Run,
    Runs,
    Source,
    Table,
    phrase,
)
from marketplace.packs.facts import Facts
from marketplace.packs.lines import city, known
from marketplace.packs.wording import SHARING, money, number
from marketplace.pooled_demand.queries import MemberNeed
from marketplace.procurements.queries import MemberView


def unit(facts: Facts) -> Run:
    """What the group counts in."""
    terms = facts.demand.terms
    source = Source(say("Unit that the group counts in"), Place.DEMAND)
    return known(terms.unit if terms is not None else None, source, quoted=True)


def sharing(facts: Facts) -> Run:
    """By what shared costs are divided."""
    terms = facts.demand.terms
    key = terms.sharing if terms is not None else None
    source = Source(say("Sharing key"), Place.DEMAND)
    return known(say(SHARING[key]) if key is not None else None, source)


def quantities(facts: Facts, *, budgets: bool, only: MemberView | None = None) -> Table:
    """What each city that buys needs by year, with its budget where the reader is the group."""
    header = [say("City"), say("Year"), say("Units")]
    rows = [
        row
        for need in facts.demand.members
        if only is None or need.organisation_id == only.organisation_id
        for row in _years(facts, need, budgets=budgets)
    ]
    caption = say("Quantities by city and year")
    return Table(caption, (*header, *([say("Budget without VAT")] if budgets else [])), tuple(rows))


def _years(facts: Facts, need: MemberNeed, *, budgets: bool) -> list[tuple[Runs, ...]]:
    member = facts.member(need.organisation_id)
    name = (city(member),) if member is not None else ()
    source = _demand(need)
    if not need.content.years:
        gap = Gap(say("what %(city)s needs by year", city=need.name), source)
        return [(name, (gap,), (gap,), *(((gap,),) if budgets else ()))]
    return [
        (
            name,
            (Field(str(one.year), source),),
            (Field(number(one.units), source),),
            *(((Field(money(one.budget, need.content.currency), source),),) if budgets else ()),
        )
        for one in need.content.years
    ]


def _demand(need: MemberNeed) -> Source:
    return Source(say("Demand of %(city)s", city=need.name), Place.DEMAND)


def commitments(facts: Facts) -> tuple[Block, ...]:
    """What the cities have committed, and what of the cap is left."""
    counted = [one for one in facts.commitments.items if one.counts]
    source = Source(say("Commitments"), Place.COMMITMENTS)
    if not counted:
        return (Paragraph((Gap(say("what the cities commit"), source),)),)
    items = (
        phrase(
            say("%(city)s commits %(amount)s."),
            city=one.name,
            amount=Field(
                money(one.amount, one.currency),
                Source(say("Commitment of %(city)s", city=one.name), Place.COMMITMENTS),
            ),
        )
        for one in counted
    )
    total = sum((one.amount for one in counted), Decimal(0))
    whole = Field(money(total, facts.commitments.currency), source)
    return (Listing(tuple(items)), Paragraph(phrase(say("Together: %(sum)s."), sum=whole)))


def commitment_of(facts: Facts, member: MemberView) -> Run:
    """What one city has committed; a gap where it is nothing yet."""
    source = Source(say("Commitment of %(city)s", city=member.name), Place.COMMITMENTS)
    own = [
        one.amount
        for one in facts.commitments.items
        if one.counts and one.organisation_id == member.organisation_id
    ]
    if not own:
        return Gap(source.name, source)
    return Field(money(sum(own, Decimal(0)), facts.commitments.currency), source)


def estimated_value(facts: Facts) -> Run:
    """The value of all lots, as the group states it; a gap unless each has one."""
    source = Source(say("Value of the lots"), Place.LOTS)
    if facts.lots.lots and not facts.lots.without_value:
        return Field(money(facts.lots.total, facts.lots.currency), source)
    return Gap(say("estimated value"), source)
