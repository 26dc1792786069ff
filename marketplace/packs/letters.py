"""The letter of intent of one city: what it means to do, and what it does not promise."""

from marketplace.foundation.saying import say
from marketplace.packs.content import Block, Heading, Paragraph, Runs, joined, phrase
from marketplace.packs.facts import Facts
from marketplace.packs.lines import (
    challenge,
    city,
    governing_law,
    lead_buyer,
    mandate,
    mode,
    role,
    signatures,
    standing,
    state,
    summary,
    title,
)
from marketplace.packs.money import commitment_of, quantities, unit
from marketplace.procurements.queries import MemberView


def letter_of_intent(facts: Facts, member: MemberView) -> tuple[Block, ...]:
    """The letter of one member that takes part."""
    return (
        Heading(say("Who writes to whom")),
        Paragraph(_address(facts, member)),
        *_intention(facts, member),
        *_demand(facts, member),
        *_limits(member),
        *signatures([member]),
    )


def _intention(facts: Facts, member: MemberView) -> tuple[Block, ...]:
    return (
        Heading(say("What the city intends")),
        Paragraph(
            phrase(
                say("%(city)s intends to take part in it. Its role is: %(role)s."),
                city=city(member),
                role=role(member),
            )
        ),
        Paragraph(phrase(say("What is bought together: %(summary)s"), summary=summary(facts))),
        Paragraph(
            phrase(
                say(
                    "How the cities mean to buy: %(mode)s. The country whose law governs: %(law)s."
                ),
                mode=mode(facts),
                law=governing_law(facts),
            )
        ),
        Paragraph(
            phrase(
                say("Its need is described in its challenge “%(challenge)s”, version %(number)s."),
                challenge=challenge(member),
                number=str(member.challenge_version),
            )
        ),
    )


def _demand(facts: Facts, member: MemberView) -> tuple[Block, ...]:
    return (
        Heading(say("What the city expects to need")),
        Paragraph(phrase(say("Counted in: %(unit)s."), unit=unit(facts))),
        quantities(facts, budgets=True, only=member),
        Paragraph(
            phrase(
                say("What the city has committed so far: %(amount)s."),
                amount=commitment_of(facts, member),
            )
        ),
    )


def _limits(member: MemberView) -> tuple[Block, ...]:
    return (
        Heading(say("What this letter is, and what it is not")),
        *standing(
            say(
                "This letter states a serious intention. It obliges the city neither to buy nor to "
                "pay, and it is no contract. Obligations begin with an agreement that is signed."
            ),
        ),
        Paragraph(
            phrase(
                say("State of the mandate of its council or board: %(mandate)s"),
                mandate=mandate(member),
            )
        ),
        *standing(
            say(
                "The city tells the others early what it needs, what it can spend and when its "
                "decisions fall. What others tell it in confidence it keeps to itself."
            ),
            say(
                "If it can no longer take part, it says so at once, and why, so that the others "
                "can go on."
            ),
        ),
    )


def _address(facts: Facts, member: MemberView) -> Runs:
    if facts.view.lead_buyer != member:
        return phrase(
            say(
                "%(city)s (%(country)s) writes to %(lead)s, the lead buyer of the joint "
                "procurement “%(title)s”."
            ),
            city=city(member),
            country=state(member),
            lead=lead_buyer(facts),
            title=title(facts),
        )
    return phrase(
        say(
            "%(city)s (%(country)s), the lead buyer of the joint procurement “%(title)s”, writes "
            "to the other cities that take part: %(others)s."
        ),
        city=city(member),
        country=state(member),
        title=title(facts),
        others=joined(city(one) for one in facts.view.taking_part if one != member),
    )
