"""The skeleton of a joint procurement agreement, with what Article 39(4) asks it to settle.

It names each point and what the fields say of it; what only the parties can write is a gap.
"""

from marketplace.foundation.saying import say
from marketplace.packs.content import (
    Block,
    Field,
    Gap,
    Heading,
    Listing,
    Paragraph,
    Place,
    Source,
    Table,
    joined,
    phrase,
)
from marketplace.packs.facts import Facts
from marketplace.packs.lines import (
    buyers,
    by_hand,
    city,
    currency,
    decisions,
    governing_law,
    known,
    law,
    lead_buyer,
    missing_buyer,
    mode,
    parties,
    role,
    signatures,
    standing,
    state,
    summary,
    title,
)
from marketplace.packs.money import commitments, quantities, sharing, unit
from marketplace.packs.needs import lots
from marketplace.packs.wording import number


def agreement(facts: Facts) -> tuple[Block, ...]:
    """The skeleton for those who buy."""
    return (
        Heading(say("1. The parties")),
        *parties(facts),
        *_subject(facts),
        *_responsibilities(facts),
        *_provisions(facts),
        *_management(facts),
        *_distribution(facts),
        *_contracts(),
        *_between(),
        *signatures(facts.view.buyers),
    )


def _subject(facts: Facts) -> tuple[Block, ...]:
    return (
        Heading(say("2. What is bought")),
        Paragraph(
            phrase(
                say("The parties buy together: “%(title)s”. %(summary)s"),
                title=title(facts),
                summary=summary(facts),
            )
        ),
        Paragraph(phrase(say("How the cities buy: %(mode)s."), mode=mode(facts)), _basis(facts)),
        *lots(facts),
    )


def _basis(facts: Facts) -> Source:
    """Whether cities of one state buy together, or cities of several."""
    countries = {member.country for member in facts.view.buyers}
    return law(say("Article 39") if len(countries) > 1 else say("Article 38"))


def _responsibilities(facts: Facts) -> tuple[Block, ...]:
    point = law(say("Article 39(4)(a)"))
    return (
        Heading(say("3. Responsibilities of the parties")),
        *standing(
            say("The agreement says what each party answers for, alone and with the others."),
            basis=point,
        ),
        Listing(
            tuple(
                phrase(say("%(city)s: %(role)s"), city=city(one), role=role(one))
                for one in facts.view.buyers
            )
        ),
        *standing(
            say(
                "The lead buyer carries out the procedure in its own name and for the others, "
                "and answers to them for keeping to the law."
            ),
            say(
                "Each party answers for what it states of its own need and budget, and for "
                "performing its own contract or its own share of it."
            ),
        ),
        Paragraph(
            phrase(
                say("Liability between the parties: %(text)s"),
                text=by_hand(say("who is liable to whom, for what and up to which amount")),
            ),
            point,
        ),
    )


def _provisions(facts: Facts) -> tuple[Block, ...]:
    point = law(say("Article 39(4)(a)"))
    return (
        Heading(say("4. National provisions that apply")),
        Paragraph(
            phrase(
                say("The procedure follows the national provisions of: %(law)s."),
                law=governing_law(facts),
            ),
            point,
        ),
        Paragraph(
            phrase(
                say("The parties that buy are in: %(countries)s."),
                countries=joined([*map(state, facts.view.buyers), *missing_buyer(facts)]),
            )
        ),
        Paragraph(
            phrase(
                say("Who reviews decisions, and in which court disputes are heard: %(text)s"),
                text=by_hand(say("review body and court")),
            ),
            point,
        ),
        Paragraph(
            phrase(
                say("The law that governs the contracts themselves: %(text)s"),
                text=by_hand(say("law of the contracts")),
            ),
            point,
        ),
        *_bounds(),
    )


def _bounds() -> tuple[Block, ...]:
    return (
        *standing(
            say(
                "Buying together must not serve to avoid mandatory rules of public law that bind "
                "a party at home and that agree with Union law."
            ),
            basis=law(say("Article 39(1)")),
        ),
        *standing(
            say(
                "The procurement documents name how the responsibilities are shared and which "
                "national law applies."
            ),
            basis=law(say("Article 39(4), last subparagraphs")),
        ),
    )


def _management(facts: Facts) -> tuple[Block, ...]:
    point = law(say("Article 39(4)(b)"))
    return (
        Heading(say("5. Management of the procedure")),
        Paragraph(
            phrase(
                say("%(lead)s manages the procedure as lead buyer for: %(cities)s."),
                lead=lead_buyer(facts),
                cities=buyers(facts),
            ),
            point,
        ),
        *standing(
            say(
                "The parties that buy approve the specification, the criteria with their weights, "
                "and the decision to award, each by a decision on record."
            ),
            say(
                "Each party names evaluators. They declare conflicts of interest before they see "
                "an offer, and score alone before they agree."
            ),
        ),
        *_criteria(facts),
        Paragraph(
            phrase(
                say("Languages of the procedure: %(text)s"),
                text=by_hand(say("languages of documents, questions and offers")),
            ),
            point,
        ),
        Heading(say("Decisions of the group that this rests on"), 2),
        *decisions(facts),
    )


def _criteria(facts: Facts) -> tuple[Block, ...]:
    source = Source(say("Criteria of the evaluation"), Place.EVALUATION)
    if facts.criteria is None:
        return (Paragraph((Gap(say("criteria and their weights"), source),)),)
    rows = tuple(
        ((known(one.name, source, quoted=True),), (Field(number(one.weight), source),))
        for one in facts.criteria.items
    )
    header = (say("Criterion"), say("Weight of 100"))
    return (Table(say("What offers are judged by"), header, rows),)


def _distribution(facts: Facts) -> tuple[Block, ...]:
    point = law(say("Article 39(4)(b)"))
    return (
        Heading(say("6. Distribution of the works, supplies or services")),
        Paragraph(phrase(say("Counted in: %(unit)s."), unit=unit(facts)), point),
        quantities(facts, budgets=True),
        Paragraph(phrase(say("Money is counted in %(currency)s."), currency=currency(facts))),
        *commitments(facts),
        Paragraph(phrase(say("How shared costs are divided: %(key)s."), key=sharing(facts)), point),
    )


def _contracts() -> tuple[Block, ...]:
    point = law(say("Article 39(4)(b)"))
    return (
        Heading(say("7. Conclusion of the contracts")),
        Paragraph(
            phrase(
                say("Who signs the contracts with the suppliers: %(text)s"),
                text=by_hand(say("the lead buyer for all, or each party its own")),
            ),
            point,
        ),
        Paragraph(
            phrase(
                say("Who watches over performance, and who may change or end a contract: %(text)s"),
                text=by_hand(say("management of the contracts")),
            ),
            point,
        ),
    )


def _between() -> tuple[Block, ...]:
    return (
        Heading(say("8. Between the parties")),
        *standing(
            say(
                "A party that leaves after the call has been published keeps the obligations that "
                "it has entered into, unless the others release it."
            ),
            say("What is told in confidence stays confidential after this agreement has ended."),
            say("Personal data are shared only as far as the procedure needs them."),
        ),
        Listing(
            (
                phrase(
                    say("How a party can join or leave: %(text)s"),
                    text=by_hand(say("conditions and notice")),
                ),
                phrase(
                    say("How disputes are settled: %(text)s"),
                    text=by_hand(say("steps before going to court")),
                ),
                phrase(
                    say("From when until when this agreement holds: %(text)s"),
                    text=by_hand(say("first and last day")),
                ),
            )
        ),
    )
