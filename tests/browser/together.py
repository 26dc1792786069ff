"""Joint procurements that the pages show: one under way, and one that waits for its cities.

`procurement` is led by the demonstration's city; others of its cities take part, have declined or
have not answered. To `procurement_asked` the same city is only invited.
"""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from marketplace.challenges.content import JointRole
from marketplace.challenges.models import Challenge
from marketplace.common_needs.content import LotContent
from marketplace.common_needs.cutting import add_lot
from marketplace.common_needs.operations import draw_up
from marketplace.common_needs.queries import need_of
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.pooled_demand.content import (
    Cap,
    DemandContent,
    Pledge,
    SharingKey,
    Terms,
    YearNeed,
)
from marketplace.pooled_demand.operations import agree_on, commit, set_cap, write_demand
from marketplace.procurements.content import Invited, Letter, Mandate, Mode, OnRecord
from marketplace.procurements.content import ProcurementContent as Said
from marketplace.procurements.members import (
    accept,
    decline,
    state_letter,
    state_mandate,
)
from marketplace.procurements.models import Procurement
from marketplace.procurements.operations import choose_mode, propose
from tests.browser.furniture import CITY, STAFF, Furniture
from tests.factories.procurements import let_lead

SUMMARY = "We all want to find older residents who live alone, and to visit them in time."
REASON = "Our council has bought something of the kind last year."


def furnish_together(made: Furniture) -> None:
    """Both of them, by the people who would do it."""
    with made.installation.services.unit_of_work() as uow:
        others = _examples(uow)
        made.acting(uow, STAFF)
        asked = [Invited(challenge_id=made.id_of("challenge_open")), *others]
        row = propose(uow, Said(title="Visiting older residents", summary=SUMMARY), asked)
        made.ids["procurement"] = str(row.id)
        again = [Invited(challenge_id=made.id_of("challenge_newer")), *others[:2]]
        waiting = propose(uow, Said(title="A telephone for everybody", summary=SUMMARY), again)
        made.ids["procurement_asked"] = str(waiting.id)
    _answer(made)
    _lead(made)
    _pool(made)
    _share_a_need(made)


def _examples(uow: UnitOfWork) -> list[Invited]:
    """Three examples of three cities, the same in every run."""
    chosen = select(Challenge).where(Challenge.external_key.is_not(None))
    rows = uow.session.scalars(chosen.order_by(Challenge.external_key)).all()
    by_city = {row.city_id: row.id for row in reversed(rows)}
    return [Invited(challenge_id=id_) for id_ in list(by_city.values())[-3:]]


def _answer(made: Furniture) -> None:
    id_, city = made.id_of("procurement"), made.id_of("city")
    with made.installation.services.unit_of_work() as uow:
        made.acting(uow, CITY)
        accept(uow, id_, city, JointRole.BUYER, expected_version=1)
        letter = state_letter(uow, id_, city, Letter.SIGNED, uow.now.date(), expected_version=2)
        note = "Decision 12 of 3 May; the head of social services may sign."
        state_mandate(uow, id_, city, Mandate.GIVEN, note, expected_version=letter.version)
        made.acting(uow, STAFF)
        challenges = [one.challenge_id for one in _examples(uow)]
        owners = [uow.session.get_one(Challenge, id_).city_id for id_ in challenges]
        accept(uow, id_, owners[0], JointRole.BUYER, expected_version=1)
        decline(uow, id_, owners[1], REASON, expected_version=1)
        made.ids["partner_city"] = str(owners[0])


def _lead(made: Furniture) -> None:
    id_, city, partner = (made.id_of(name) for name in ("procurement", "city", "partner_city"))
    with made.installation.services.unit_of_work() as uow:
        made.acting(uow, STAFF)
        let_lead(uow, id_, city, "It has the people and has done it before.", partner)
        said = OnRecord(text="We are in different countries.", took_part=(city, partner))
        version = uow.session.get_one(Procurement, id_).version
        choose_mode(uow, id_, Mode.CROSS_BORDER_JOINT, "AT", said, expected_version=version)


def _share_a_need(made: Furniture) -> None:
    """What both that take part need, with two lots of it."""
    id_, city = made.id_of("procurement"), made.id_of("city")
    services = made.installation.services
    with services.unit_of_work() as uow:
        made.acting(uow, CITY)
        draw_up(uow, services.matcher, id_)
        need = need_of(uow, id_)
        items = tuple(item.id for item in need.items) if need else ()
        made.ids["need_item"] = str(items[0])
        about = LotContent(title="Telephones", items=items, members=(city,), unit="telephones")
        said = replace(about, quantity=Decimal(1200), value=Decimal(96_000), country="AT")
        made.ids["lot"] = str(add_lot(uow, id_, said).id)
        add_lot(uow, id_, LotContent(title="Training"))


def _pool(made: Furniture) -> None:
    """The city says what it needs over seven years, and commits a part of it."""
    id_, city = made.id_of("procurement"), made.id_of("city")
    years = tuple(
        YearNeed(year=2027 + n, units=40 * n, budget=Decimal("216000.50") - 9000 * n)
        for n in range(7)
    )
    with made.installation.services.unit_of_work() as uow:
        made.acting(uow, CITY)
        terms = Terms(unit="telephone", sharing=SharingKey.POPULATION)
        agree_on(uow, id_, terms, expected_version=0)
        needs = DemandContent(currency="EUR", years=years, own_share=Decimal(90_000))
        write_demand(uow, id_, city, needs, expected_version=0)
        version = uow.session.get_one(Procurement, id_).version
        set_cap(uow, id_, Cap(currency="EUR", cap=Decimal(900_000)), expected_version=version)
        commit(uow, id_, city, Pledge(amount=Decimal("518327.40"), currency="EUR"))
