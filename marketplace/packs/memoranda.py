"""The memorandum of understanding: how the cities prepare, before anybody is bound."""

from marketplace.foundation.saying import say
from marketplace.packs.content import Block, Heading, Listing, Paragraph, phrase
from marketplace.packs.facts import Facts
from marketplace.packs.lines import (
    buyers,
    by_hand,
    challenge,
    city,
    currency,
    decisions,
    governing_law,
    lead_buyer,
    mode,
    parties,
    signatures,
    standing,
    summary,
    title,
)
from marketplace.packs.money import sharing
from marketplace.packs.needs import common_need, timetable


def memorandum(facts: Facts) -> tuple[Block, ...]:
    """The memorandum of all that take part."""
    return (
        Heading(say("The parties")),
        *parties(facts),
        *_purpose(facts),
        Heading(say("What they need in common")),
        *common_need(facts),
        *_together(facts),
        Heading(say("Timetable")),
        timetable(facts),
        *_money(facts),
        *_ending(),
        *signatures(facts.view.taking_part),
    )


def _purpose(facts: Facts) -> tuple[Block, ...]:
    return (
        Heading(say("What it is about")),
        Paragraph(
            phrase(
                say("The parties prepare the joint procurement “%(title)s”. %(summary)s"),
                title=title(facts),
                summary=summary(facts),
            )
        ),
        *standing(
            say(
                "They find out whether they need the same, whether they can pay for it in the same "
                "period, and under which law they can buy it together. If so, they prepare a joint "
                "procurement agreement."
            ),
        ),
        Heading(say("What each party brings")),
        Listing(
            tuple(
                phrase(
                    say("%(city)s: the challenge “%(challenge)s”, version %(number)s"),
                    city=city(one),
                    challenge=challenge(one),
                    number=str(one.challenge_version),
                )
                for one in facts.view.taking_part
            )
        ),
    )


def _together(facts: Facts) -> tuple[Block, ...]:
    return (
        Heading(say("How the parties work together")),
        Paragraph(
            phrase(
                say(
                    "The lead buyer is %(lead)s. How the cities mean to buy: %(mode)s. The country "
                    "whose law governs: %(law)s."
                ),
                lead=lead_buyer(facts),
                mode=mode(facts),
                law=governing_law(facts),
            )
        ),
        Paragraph(phrase(say("Those who buy decide together: %(cities)s."), cities=buyers(facts))),
        *standing(
            say(
                "Each party that buys has one vote. Every decision is put on record, with those "
                "who took part in it. Followers and observers read along and do not vote."
            ),
            say(
                "The lead buyer calls the meetings, keeps the papers, and speaks to suppliers for "
                "all. It does nothing that binds another party without that party's consent in "
                "writing."
            ),
            say(
                "All suppliers are given the same information at the same time. What a supplier "
                "says in confidence stays with the group."
            ),
        ),
        Heading(say("Decisions so far"), 2),
        *decisions(facts),
    )


def _money(facts: Facts) -> tuple[Block, ...]:
    return (
        Heading(say("Money")),
        Paragraph(phrase(say("Money is counted in %(currency)s."), currency=currency(facts))),
        Paragraph(
            phrase(say("How shared costs are divided: %(key)s."), key=sharing(facts)),
        ),
        *standing(
            say(
                "Each party bears its own costs of preparation. Costs that are shared are agreed "
                "in writing before they arise."
            ),
        ),
    )


def _ending() -> tuple[Block, ...]:
    return (
        Heading(say("Beginning, end and leaving")),
        Paragraph(
            phrase(
                say("This memorandum holds from the last signature until %(end)s."),
                end=by_hand(say("the day on which it ends")),
            )
        ),
        *standing(
            say(
                "A party can leave at any time by saying so, with the reason. Others can join "
                "until the call is published, if those who buy agree."
            ),
            say(
                "This memorandum is not legally binding, except that what is told in confidence "
                "stays confidential after it has ended."
            ),
        ),
    )
