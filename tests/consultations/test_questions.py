"""Questions inside the group: whoever takes part asks and answers, and all of them read both."""

import pytest

from marketplace.consultations.questions import answer_group, ask_group, questions_of, voices
from marketplace.foundation.access import Actor, ActorKind, Role
from marketplace.foundation.errors import Forbidden, NotFound, Stale
from marketplace.organisations.content import OrganisationKind
from marketplace.procurements.models import Procurement
from tests.consultations.conftest import Market
from tests.factories.market import STAFF, make_organisation, member


def test_members_and_the_programme_ask_and_answer_and_nobody_else_reads(market: Market) -> None:
    one, two = market.buyers.cities[:2]
    with market.services.unit_of_work(STAFF) as uow:
        staff = make_organisation(
            uow, name="ICC", kind=OrganisationKind.PROGRAMME, verified=True
        )  # fmt: skip
    broker = Actor(
        kind=ActorKind.PERSON, label="broker", staff=True, memberships={staff: Role.EDITOR}
    )
    with market.services.unit_of_work(broker) as uow:
        row = uow.session.get_one(Procurement, market.procurement)
        assert [organisation.name for organisation in voices(uow, row)] == ["ICC"]
        question = ask_group(uow, market.procurement, staff, "Who signs?").id
    with market.services.unit_of_work(member(one)) as uow:
        answer_group(uow, question, one, "The mayor.", expected_version=1)
    with pytest.raises(Stale), market.services.unit_of_work(member(two)) as uow:
        answer_group(uow, question, two, "Nobody.", expected_version=1)
    with pytest.raises(Forbidden), market.services.unit_of_work(member(two, Role.VIEWER)) as uow:
        ask_group(uow, market.procurement, two, "What?")
    with pytest.raises(Forbidden), market.services.unit_of_work(member(two)) as uow:
        ask_group(uow, market.procurement, one, "What?")
    for actor in market.outside:
        with pytest.raises(NotFound), market.services.unit_of_work(actor) as uow:
            questions_of(uow, market.procurement)
        with pytest.raises(NotFound), market.services.unit_of_work(actor) as uow:
            answer_group(uow, question, one, "?", expected_version=2)
    with market.services.unit_of_work(member(two, Role.VIEWER), writes=False) as uow:
        (view,) = questions_of(uow, market.procurement)
    assert (view.question.asker_name, view.answerer_name) == ("ICC", "Graz")
    assert (view.question.text, view.question.answer) == ("Who signs?", "The mayor.")
