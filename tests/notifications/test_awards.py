"""Evaluators, the group and the suppliers hear of an evaluation, and of what came of it."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from marketplace.awards.content import Claim
from marketplace.awards.outcomes import (
    claim_saving,
    confirm_saving,
    record_outcome,
    tell_supplier,
)
from marketplace.awards.scoring import open_consensus
from marketplace.notifications.models import OutgoingMail
from marketplace.services import Services
from tests.awards.conftest import Panel, make_panel
from tests.awards.test_outcomes import awarded
from tests.notifications.test_procurements import lines

ONE, LINZ, VENDOR = (f"owner{number}@org.example" for number in (0, 1, 5))


@pytest.fixture
def panel(services: Services) -> Panel:
    return make_panel(services)


def test_each_hears_what_concerns_them_and_no_letter_says_more(panel: Panel) -> None:
    first = panel.offers[0]
    panel.score(panel.one, first, "7", "8", comment="Weasel")
    with panel.services.unit_of_work(panel.lead) as uow:
        open_consensus(uow, panel.id)
        record_outcome(uow, panel.id, awarded(panel, "7531"), expected_version=0)
        tell_supplier(uow, panel.id, first, "Ferret", expected_version=1)

    heard = lines(panel.buyers, LINZ)
    assert "Your city has named you as an evaluator for Heat from the river" in heard
    assert "The evaluators of Heat from the river read each other now" in heard
    assert "The outcome of Heat from the river is on record" in heard
    with panel.services.unit_of_work(writes=False) as uow:
        mails = [
            f"{mail.subject} {mail.text}" for mail in uow.session.scalars(select(OutgoingMail))
        ]
    assert any(f"/feedback/{first}" in mail for mail in mails)
    assert not any(word in mail for mail in mails for word in ("Weasel", "Ferret", "7531"))


def test_a_city_is_asked_to_confirm_its_saving_and_the_lead_buyer_hears_that_it_did(
    panel: Panel,
) -> None:
    graz, linz = panel.buyers.cities[:2]
    claim = Claim(amount=Decimal(7531), basis="Ferret")
    asked = "Confirm what your city has saved in Heat from the river"
    with panel.services.unit_of_work(panel.lead) as uow:
        record_outcome(uow, panel.id, awarded(panel, "7531"), expected_version=0)
        claim_saving(uow, panel.id, graz, claim, expected_version=0)
        claim_saving(uow, panel.id, linz, claim, expected_version=0)
    assert asked in lines(panel.buyers, LINZ)
    assert asked not in lines(panel.buyers, ONE)

    with panel.services.unit_of_work(panel.two) as uow:
        confirm_saving(uow, panel.id, linz, expected_version=1)
    heard = "Linz has confirmed what it saved in Heat from the river"
    assert lines(panel.buyers, ONE).count(heard) == 1
    assert heard not in lines(panel.buyers, LINZ)
