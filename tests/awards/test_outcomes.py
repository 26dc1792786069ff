"""What came of it is on record, everybody who took part is told, and savings are confirmed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select

from marketplace.awards.content import Award, Claim, OutcomeContent, Result
from marketplace.awards.outcomes import (
    claim_saving,
    confirm_saving,
    record_outcome,
    tell_supplier,
)
from marketplace.awards.queries import (
    Saved,
    feedback_for,
    latest_outcomes,
    outcomes_of,
    saved_by,
    savings_of,
)
from marketplace.challenges.content import JointRole
from marketplace.foundation.access import VISITOR, Actor, Role
from marketplace.foundation.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
    Unauthenticated,
)
from marketplace.foundation.outbox import OutboxFact
from marketplace.procurements.members import give_role
from tests.awards.conftest import Panel
from tests.factories.market import STAFF, member

DAY = date(2026, 11, 18)


def awarded(panel: Panel, *values: str) -> OutcomeContent:
    awards = (
        Award(tenderer_id=offer, name="", lot="", value=Decimal(value))
        for offer, value in zip(panel.offers, values, strict=False)
    )
    return OutcomeContent(
        result=Result.AWARDED, decided_on=DAY, offers=3, currency="EUR", awards=tuple(awards)
    )


def record(panel: Panel, content: OutcomeContent, expected: int = 0) -> None:
    with panel.services.unit_of_work(panel.lead) as uow:
        record_outcome(uow, panel.id, content, expected_version=expected)


def test_an_outcome_is_corrected_by_another_one_and_both_stay_on_record(panel: Panel) -> None:
    record(panel, awarded(panel, "120000.50"))
    cancelled = OutcomeContent(
        result=Result.CANCELLED, decided_on=DAY, offers=0, currency="EUR", reason="No money left."
    )
    with pytest.raises(Stale):
        record(panel, cancelled)
    record(panel, cancelled, expected=1)
    with panel.services.unit_of_work(panel.two, writes=False) as uow:
        last, first = outcomes_of(uow, panel.id)
        assert latest_outcomes(uow, [panel.id, uuid4()]) == {panel.id: last}
        facts = uow.session.scalars(select(OutboxFact.name)).all()
    assert (last.content.result, last.number) == (Result.CANCELLED, 2)
    assert first.content.awards[0].name == "Heatwise"
    assert first.content.value == Decimal("120000.50")
    assert facts.count("OutcomeRecorded") == 2


def test_what_cannot_be_is_refused_with_its_field(panel: Panel) -> None:
    good = awarded(panel, "1000")
    (award,) = good.awards
    wrong = {
        "currency": replace(good, currency="SEK"),
        "decided_on": replace(good, decided_on=date(2026, 11, 21)),
        "offers": replace(good, offers=0),
        "awards": replace(good, awards=()),
        "awards.0.value": replace(good, awards=(replace(award, value=Decimal(0)),)),
        "awards.0.tenderer_id": replace(good, awards=(replace(award, tenderer_id=uuid4()),)),
        "awards.0.ends": replace(good, awards=(replace(award, begins=DAY, ends=date(2025, 1, 1)),)),
        "reason": replace(good, result=Result.NONE_SUITABLE, awards=()),
    }
    for field, content in wrong.items():
        with pytest.raises(Invalid) as refused:
            record(panel, content)
        assert field in {fault.field for fault in refused.value.faults}
    for value in ("NaN", "Infinity", "1E+18", "-1", "0.001"):
        with pytest.raises(Invalid):
            record(panel, replace(good, awards=(replace(award, value=Decimal(value)),)))
    buyer = member(panel.buyers.cities[1])
    with panel.services.unit_of_work(buyer) as uow, pytest.raises(Forbidden):
        record_outcome(uow, panel.id, good, expected_version=0)


def test_a_supplier_reads_what_it_is_told_and_nothing_else(panel: Panel) -> None:
    first, second = panel.offers
    vendor = member(panel.buyers.vendor, Role.VIEWER)

    def tell(text: str, expected: int) -> None:
        with panel.services.unit_of_work(panel.lead) as uow:
            tell_supplier(uow, panel.id, first, text, expected_version=expected)

    with pytest.raises(Conflict):
        tell("Thank you.", 1)
    record(panel, awarded(panel, "1000"))
    for actor in (vendor, panel.lead):
        with panel.services.unit_of_work(actor, writes=False) as uow, pytest.raises(NotFound):
            feedback_for(uow, first)
    with pytest.raises(Invalid):
        tell(" ", 1)
    tell("You were the best in quality.", 1)
    with pytest.raises(Stale):
        tell("Again.", 1)
    with panel.services.unit_of_work(vendor, writes=False) as uow:
        told = feedback_for(uow, first)
        assert (told.text, told.is_awarded) == ("You were the best in quality.", True)
        with pytest.raises(NotFound):
            feedback_for(uow, second)
    for actor, error in ((VISITOR, Unauthenticated), (member(panel.buyers.stranger), NotFound)):
        with panel.services.unit_of_work(actor, writes=False) as uow, pytest.raises(error):
            feedback_for(uow, first)


def test_every_city_that_buys_is_asked_what_it_saved(panel: Panel) -> None:
    with panel.services.unit_of_work(STAFF, writes=False) as uow:
        found = savings_of(uow, panel.id)
    assert [(one.name, one.version) for one in found] == [("Espoo", 0), ("Graz", 0), ("Linz", 0)]


def test_nobody_claims_a_saving_for_a_city_that_does_not_buy(panel: Panel) -> None:
    linz = panel.buyers.cities[1]
    record(panel, awarded(panel, "1000"))
    said = Claim(amount=Decimal(10), basis="The last contract.")
    with panel.services.unit_of_work(STAFF) as uow:
        part = panel.buyers.version(panel.id, linz)
        give_role(uow, panel.id, linz, JointRole.FOLLOWER, expected_version=part)
    with pytest.raises(Conflict, match="buys here"), panel.services.unit_of_work(panel.lead) as uow:
        claim_saving(uow, panel.id, linz, said, expected_version=0)


def test_a_saving_is_claimed_and_then_confirmed_by_the_city_itself(panel: Panel) -> None:
    linz = panel.buyers.cities[1]

    def claim(actor: Actor, amount: str, expected: int) -> None:
        with panel.services.unit_of_work(actor) as uow:
            claim_saving(
                uow,
                panel.id,
                linz,
                Claim(amount=Decimal(amount), basis="The last contract."),
                expected_version=expected,
            )

    def confirm(actor: Actor, expected: int) -> None:
        with panel.services.unit_of_work(actor) as uow:
            confirm_saving(uow, panel.id, linz, expected_version=expected)

    with pytest.raises(Conflict):
        claim(panel.lead, "10", 0)
    record(panel, awarded(panel, "1000"))
    for amount in ("NaN", "1E+18", "-1"):
        with pytest.raises(Invalid):
            claim(panel.lead, amount, 0)
    with pytest.raises(Forbidden):
        claim(member(panel.buyers.cities[2]), "10", 0)
    claim(panel.lead, "10000.10", 0)
    for stranger in (panel.lead, STAFF):
        with pytest.raises(Forbidden):
            confirm(stranger, 1)
    confirm(member(linz), 1)
    with pytest.raises(Conflict):
        confirm(member(linz), 2)
    with panel.services.unit_of_work(STAFF, writes=False) as uow:
        assert saved_by(uow, [panel.id]) == [
            Saved(currency="EUR", claimed=Decimal("10000.10"), confirmed=Decimal("10000.10"))
        ]
    claim(member(linz), "9000", 2)
    with panel.services.unit_of_work(STAFF, writes=False) as uow:
        (saved,) = saved_by(uow, [panel.id])
        assert (saved.claimed, saved.confirmed) == (Decimal(9000), Decimal(0))
