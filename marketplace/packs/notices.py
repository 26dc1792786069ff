"""A draft of the prior information notice, in the fields of eForms (Regulation (EU) 2019/1780).

The codes (BT-…) are those of the business terms. Codes of lists that only the buyer can choose,
such as its legal type, are gaps to be filled in where the notice is sent from.
"""

from collections.abc import Iterable

from marketplace.common_needs.lots import LotView
from marketplace.foundation.saying import say
from marketplace.packs.content import (
    Block,
    Field,
    Heading,
    Place,
    Run,
    Runs,
    Source,
    Table,
    Words,
)
from marketplace.packs.facts import Facts
from marketplace.packs.lines import (
    by_hand,
    city,
    governing_law,
    known,
    law,
    standing,
    state,
    summary,
    title,
)
from marketplace.packs.money import estimated_value
from marketplace.packs.needs import cpv, day_of, lot_source, lot_title, lots, place, quantity
from marketplace.packs.wording import money
from marketplace.procurements.lifecycle import Step
from marketplace.procurements.queries import MemberView

EFORMS = "https://eur-lex.europa.eu/eli/reg_impl/2019/1780/oj"
DIRECTIVE_CODE = "32014L0024"

Line = tuple[str, str, Runs]


def prior_information_notice(facts: Facts) -> tuple[Block, ...]:
    """What the notice says of the procedure and of each buyer."""
    return (
        *standing(
            say("This is a draft. A notice is sent with the tools of the Publications Office."),
            basis=Source(say("Implementing Regulation (EU) 2019/1780"), Place.LAW, EFORMS),
        ),
        Heading(say("The procurement")),
        _table(say("Fields of the notice"), _procedure(facts)),
        Heading(say("The buyers")),
        *(_table(one.name, _buyer(facts, one)) for one in facts.view.buyers),
        *_lots(facts),
    )


def _lots(facts: Facts) -> tuple[Block, ...]:
    if not facts.lots.lots:
        return lots(facts)
    tables = (_table(lot_source(lot).name, _lot(facts, lot)) for lot in facts.lots.lots)
    return (Heading(say("The lots")), *tables)


def _lot(facts: Facts, lot: LotView) -> Iterable[Line]:
    source, value = lot_source(lot), lot.content.value
    worth = money(value, facts.lots.currency) if value is not None else None
    yield "BT-137", say("Number of the lot"), (Field(str(lot.number), source),)
    yield "BT-21", say("Title"), (lot_title(lot),)
    yield "BT-24", say("Description"), (known(lot.content.description, source, quoted=True),)
    yield "BT-262", say("Main classification (CPV)"), (cpv(lot),)
    yield "BT-25", say("Quantity"), (quantity(lot),)
    yield "BT-27", say("Estimated value without VAT"), (known(worth, source),)
    yield "BT-5071", say("Place of performance"), (place(lot),)


def _procedure(facts: Facts) -> Iterable[Line]:
    yield "BT-01", say("Legal basis"), (Field(DIRECTIVE_CODE, law(say("Article 48"))),)
    yield "BT-09", say("Law that applies across borders"), (governing_law(facts),)
    yield "BT-21", say("Title"), (title(facts),)
    yield "BT-24", say("Description"), (summary(facts),)
    yield "BT-23", say("Main nature of the contract"), _hand(say("works, supplies or services"))
    yield "BT-27", say("Estimated value without VAT"), (estimated_value(facts),)
    yield "BT-36", say("Duration"), _hand(say("duration"))
    yield "BT-127", say("Expected day of the call"), (day_of(facts, Step.PUBLISHED),)
    if not facts.lots.lots:
        yield "BT-262", say("Main classification (CPV)"), _hand(say("CPV code"))


def _buyer(facts: Facts, member: MemberView) -> Iterable[Line]:
    said = facts.own_text(member)
    key, of = str(member.organisation_id), Place.ORGANISATION
    nuts = said.city.nuts if said.city is not None else None
    region = Source(say("Region of %(city)s", city=member.name), of, key)
    site = Source(say("Website of %(city)s", city=member.name), of, key)
    yield "BT-500", say("Official name"), (city(member),)
    yield "BT-501", say("Registration number"), _hand(say("registration number"))
    yield "BT-11", say("Legal type of the buyer"), _hand(say("legal type"))
    yield "BT-10", say("Main activity of the authority"), _hand(say("main activity"))
    yield "BT-507", say("Region (NUTS)"), (known(nuts, region),)
    yield "BT-514", say("Country"), (state(member),)
    yield "BT-505", say("Internet address"), (known(said.website, site),)
    yield "BT-506", say("E-mail address"), _hand(say("address for questions"))


def _hand(what: str) -> tuple[Run, ...]:
    return (by_hand(what),)


def _table(caption: str, lines: Iterable[Line]) -> Table:
    header = (say("Code"), say("Field"), say("Value"))
    rows = tuple(((Words(code),), (Words(name),), value) for code, name, value in lines)
    return Table(caption, header, rows)
