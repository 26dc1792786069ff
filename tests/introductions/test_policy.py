"""Each rule says the same of a row and in SQL."""

import pytest
from sqlalchemy import select

from marketplace.foundation.access import Rule
from marketplace.introductions.models import Introduction, IntroductionSide
from marketplace.introductions.policy import CAN_ANSWER, CAN_INTRODUCE, CAN_SEE
from tests.factories.actors import every_actor
from tests.introductions.conftest import Meeting


@pytest.mark.parametrize("rule", [CAN_SEE, CAN_INTRODUCE], ids=["see", "introduce"])
def test_row_and_sql_agree_about_introductions(meeting: Meeting, rule: Rule[Introduction]) -> None:
    meeting.introduced()
    meeting.introduced(meeting.cities)
    with meeting.services.unit_of_work() as uow:
        rows = uow.session.scalars(select(Introduction)).all()
        for actor in every_actor(meeting.city, meeting.vendor, meeting.twin):
            chosen = set(uow.session.scalars(select(Introduction.id).where(rule.where(actor))))
            assert chosen == {row.id for row in rows if rule.allows(actor, row)}


def test_row_and_sql_agree_about_answers(meeting: Meeting) -> None:
    meeting.introduced()
    side = IntroductionSide.organisation_id
    with meeting.services.unit_of_work() as uow:
        rows = uow.session.scalars(select(IntroductionSide)).all()
        for actor in every_actor(meeting.city, meeting.vendor):
            chosen = set(uow.session.scalars(select(side).where(CAN_ANSWER.where(actor))))
            assert chosen == {row.organisation_id for row in rows if CAN_ANSWER.allows(actor, row)}
