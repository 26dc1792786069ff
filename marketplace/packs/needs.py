"""What is needed, in blocks that several papers share: the common need, extras, lots, days."""

from collections.abc import Iterator

from marketplace.common_needs.lots import LotView
from marketplace.common_needs.queries import ItemView
from marketplace.foundation.saying import say, say_in
from marketplace.packs.content import (
    Block,
    Field,
    Gap,
    Heading,
    Listing,
    Paragraph,
    Place,
    Run,
    Runs,
    Source,
    Table,
    joined,
    phrase,
)
from marketplace.packs.facts import Facts
from marketplace.packs.lines import city, known
from marketplace.packs.wording import STEPS, country, day, number
from marketplace.procurements.lifecycle import Step

AWAITED = (Step.AGREEMENT, Step.PUBLISHED, Step.AWARDED)
"""The steps whose days everybody plans by."""


def common_need(facts: Facts) -> tuple[Block, ...]:
    """What all ask for, and what is still contradictory."""
    items = facts.need.items if facts.need is not None else ()
    wanted = [item for item in items if item.is_requirement and item.says]
    if not wanted:
        source = Source(say("Common need"), Place.NEED)
        return (Paragraph((Gap(say("what the cities need in common"), source),)), *_open(facts))
    return (Listing(tuple(map(_asked, wanted))), *_open(facts))


def _asked(item: ItemView) -> Runs:
    wording = known(item.says, _item(item), quoted=True)
    if item.is_essential:
        return phrase(say("%(wording)s (essential)"), wording=wording)
    if not item.essential_for:
        return phrase(say("%(wording)s (nice to have)"), wording=wording)
    cities = ", ".join(item.essential_for)
    return phrase(say("%(wording)s (essential for %(cities)s)"), wording=wording, cities=cities)


def _item(item: ItemView) -> Source:
    return Source(say("Common need: wish of %(cities)s", cities=", ".join(item.cities)), Place.NEED)


def _open(facts: Facts) -> tuple[Block, ...]:
    undecided = facts.need.open if facts.need is not None else ()
    gaps = (
        Gap(
            say("a decision between: %(texts)s", texts=" / ".join(_texts(item))),
            Source(say("Contradictions in the common need"), Place.NEED),
        )
        for item in undecided
    )
    return tuple(Paragraph((gap,)) for gap in gaps)


def _texts(item: ItemView) -> list[str]:
    return list(dict.fromkeys(one.source.text for one in item.sources))


def extras(facts: Facts) -> tuple[Block, ...]:
    """What single cities ask for beside it."""
    wishes = tuple(_extras(facts))
    return (Heading(say("What single cities need besides"), 2), Listing(wishes)) if wishes else ()


def _extras(facts: Facts) -> Iterator[Runs]:
    for item in facts.need.items if facts.need is not None else ():
        for one in item.sources if item.is_requirement else ():
            member = facts.member(one.source.organisation_id)
            if member is not None and member.organisation_id in item.own_wish_of:
                yield phrase(
                    say("%(city)s: %(wish)s"),
                    city=city(member),
                    wish=known(one.source.text, _item(item), quoted=True),
                )


def lots(facts: Facts) -> tuple[Block, ...]:
    """The lots, or that there are none."""
    whole = Source(say("Lots"), Place.LOTS)
    if not facts.lots.lots:
        none = Field(say("The purchase is not divided into lots."), whole)
        return (Paragraph((none,)),)
    header = (
        say("Lot"),
        say_in("for whom", "For"),
        say("Quantity"),
        say_in("where", "Place"),
        say("CPV"),
    )
    return (Table(say("The lots"), header, tuple(map(_lot, facts.lots.lots))),)


def lot_source(lot: LotView) -> Source:
    """A lot as it is cut."""
    return Source(say("Lot %(number)s", number=lot.number), Place.LOTS)


def lot_title(lot: LotView) -> Run:
    """What a lot is called."""
    return known(lot.content.title, lot_source(lot), quoted=True)


def quantity(lot: LotView) -> Run:
    """How much a lot is of what."""
    amount, source = lot.content.quantity, lot_source(lot)
    if amount is None:
        return Gap(say("quantity of lot %(number)s", number=lot.number), source)
    return Field(" ".join(filter(None, (number(amount), lot.content.unit))), source)


def place(lot: LotView) -> Run:
    """Where a lot is delivered."""
    said, source = lot.content, lot_source(lot)
    where = [country(said.country)] if said.country else []
    text = ", ".join([*where, *([said.region] if said.region else [])])
    return (
        Field(text, source)
        if text
        else Gap(say("place of lot %(number)s", number=lot.number), source)
    )


def cpv(lot: LotView) -> Run:
    """By which code of the Common Procurement Vocabulary a lot goes."""
    source = lot_source(lot)
    if lot.content.cpv:
        return Field(lot.content.cpv, source)
    return Gap(say("CPV code of lot %(number)s", number=lot.number), source)


def _lot(lot: LotView) -> tuple[Runs, ...]:
    names = joined([Field(name, lot_source(lot)) for name in lot.cities])
    title = phrase(say("%(number)s. %(title)s"), number=str(lot.number), title=lot_title(lot))
    return (title, names, (quantity(lot),), (place(lot),), (cpv(lot),))


def timetable(facts: Facts) -> Table:
    """The steps with a day: reached or due; those that suppliers wait for are gaps without one."""
    shown = [
        one.step
        for one in facts.passages
        if one.taken_at is not None or one.due is not None or one.step in AWAITED
    ]
    rows = tuple((phrase(say(STEPS[step])), (day_of(facts, step),)) for step in shown)
    return Table(say("The steps and their days"), (say("Step"), say("Reached, or due")), rows)


def day_of(facts: Facts, step: Step) -> Run:
    """When a step was reached or is due."""
    passage = next(one for one in facts.passages if one.step is step)
    source = Source(say("Step: %(step)s", step=say(STEPS[step])), Place.STEPS)
    if passage.taken_at is not None:
        return Field(say("reached on %(day)s", day=day(passage.taken_at)), source)
    if passage.due is not None:
        return Field(say("due on %(day)s", day=day(passage.due)), source)
    return Gap(say("the day of: %(step)s", step=say(STEPS[step])), source)
