"""The joint statement of demand: what the cities tell the market that they need."""

from marketplace.foundation.saying import say
from marketplace.packs.content import Block, Heading, Listing, Paragraph, phrase
from marketplace.packs.facts import Facts
from marketplace.packs.lines import (
    challenge,
    city,
    lead_buyer,
    missing_buyer,
    mode,
    standing,
    state,
    summary,
    title,
)
from marketplace.packs.money import quantities, unit
from marketplace.packs.needs import common_need, extras, lots, timetable


def statement_of_demand(facts: Facts) -> tuple[Block, ...]:
    """What those who buy need, for suppliers to read."""
    return (
        Heading(say("Who asks")),
        _buyers(facts),
        Heading(say("What they need")),
        *_needs(facts),
        Heading(say("How much, and when")),
        Paragraph(phrase(say("Counted in: %(unit)s."), unit=unit(facts))),
        quantities(facts, budgets=False),
        *lots(facts),
        Heading(say("How they mean to buy")),
        Paragraph(
            phrase(
                say("%(mode)s. The lead buyer is %(lead)s."),
                mode=mode(facts),
                lead=lead_buyer(facts),
            )
        ),
        timetable(facts),
        Heading(say("What this statement is, and what it is not")),
        *standing(
            say(
                "This statement lets suppliers prepare. It is no call for offers, and it obliges "
                "nobody to buy. A call, if there is one, is published where the law says."
            ),
        ),
    )


def _needs(facts: Facts) -> tuple[Block, ...]:
    return (
        Paragraph(
            phrase(say("“%(title)s”: %(summary)s"), title=title(facts), summary=summary(facts))
        ),
        Listing(
            tuple(
                phrase(
                    say("%(city)s describes its own need in “%(challenge)s”."),
                    city=city(one),
                    challenge=challenge(one),
                )
                for one in facts.view.buyers
            )
        ),
        Heading(say("What all ask for"), 2),
        *common_need(facts),
        *extras(facts),
    )


def _buyers(facts: Facts) -> Listing:
    cities = (
        phrase(say("%(city)s (%(country)s)"), city=city(one), country=state(one))
        for one in facts.view.buyers
    )
    return Listing((*cities, *((gap,) for gap in missing_buyer(facts))))
