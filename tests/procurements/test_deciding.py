"""Who could lead and why, and how the group buys: chosen once, on record."""

import pytest
from sqlalchemy import select

from marketplace.challenges.content import JointRole
from marketplace.foundation.errors import Forbidden, Invalid, Stale
from marketplace.organisations.content import StoryContent, StoryKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.stories import create_catalogue_story
from marketplace.procurements.content import Mode, OnRecord
from marketplace.procurements.leading import candidates
from marketplace.procurements.models import ProcurementMember
from marketplace.procurements.operations import choose_mode
from marketplace.procurements.queries import decisions_of, get_procurement
from tests.factories.challenges import make_challenge
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers


def test_cities_that_offer_come_first_then_those_that_led_then_the_larger(buyers: Buyers) -> None:
    id_ = buyers.joined(cities=4, lead=False)
    graz, linz, espoo, gent = buyers.cities
    with buyers.services.unit_of_work() as uow:
        for number, city in enumerate(buyers.cities):
            uow.session.get_one(Organisation, city).population = 1000 + number
        group = StoryContent(kind=StoryKind.BUYERS_GROUP, title="Heat")
        create_catalogue_story(uow, group, {linz: True, espoo: False}, "heat")
    willing = make_challenge(
        buyers.services,
        gent,
        title="We lead",
        joint_procurement=True,
        joint_roles=(JointRole.LEAD_BUYER,),
    )
    with buyers.services.unit_of_work() as uow:
        its = select(ProcurementMember).filter_by(procurement_id=id_, organisation_id=gent)
        uow.session.scalars(its).one().challenge_id = willing
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        found = candidates(uow, get_procurement(uow, id_))
    order = [one.member.organisation_id for one in found]
    assert order == [gent, linz, espoo, graz]
    assert [(one.offers, one.led, one.took_part) for one in found] == [
        (True, 0, 0),
        (False, 1, 1),
        (False, 0, 1),
        (False, 0, 0),
    ]


def test_mode_and_law_are_chosen_by_who_leads_and_stand_on_record(buyers: Buyers) -> None:
    id_, (one, two) = buyers.joined(), buyers.cities[:2]
    said = OnRecord(text="Two countries, one law.", took_part=(one, two))
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        version = get_procurement(uow, id_).version
    with buyers.services.unit_of_work(member(two)) as uow, pytest.raises(Forbidden):
        choose_mode(uow, id_, Mode.PCP, "AT", said, expected_version=version)
    with buyers.services.unit_of_work(member(one)) as uow:
        for law in ("XX", "ZZ"):
            with pytest.raises(Invalid):
                choose_mode(uow, id_, Mode.PCP, law, said, expected_version=version)
        with pytest.raises(Stale):
            choose_mode(uow, id_, Mode.PCP, "AT", said, expected_version=version - 1)
        choose_mode(uow, id_, Mode.PCP, "AT", said, expected_version=version)
    with buyers.services.unit_of_work(member(two), writes=False) as uow:
        view = get_procurement(uow, id_)
        decision = decisions_of(uow, id_)[0]
    assert (view.content.mode, view.content.law, view.version) == (Mode.PCP, "AT", version + 1)
    assert (decision.about, decision.text, decision.took_part) == (
        "mode",
        "Two countries, one law.",
        ("Graz", "Linz"),
    )
