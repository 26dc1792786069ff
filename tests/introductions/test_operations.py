"""Staff introduce, both sides answer, staff record what came of it."""

from dataclasses import replace
from uuid import UUID

import pytest

from marketplace.challenges.operations import close, withdraw
from marketplace.foundation.access import VISITOR, Actor, Role
from marketplace.foundation.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    ProductError,
    Stale,
    Unauthenticated,
)
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.record import ActivityEvent
from marketplace.introductions.content import Outcome, Pair
from marketplace.introductions.lifecycle import UNDER_WAY
from marketplace.introductions.operations import answer, end, follow_up
from marketplace.introductions.queries import (
    IntroductionView,
    get_introduction,
    introductions_of,
    list_introductions,
    waiting_for,
)
from tests.factories.challenges import make_challenge
from tests.factories.market import STAFF, member
from tests.factories.solutions import make_solution
from tests.introductions.conftest import Meeting

ALL = PageRequest(1, 50)


def says(meeting: Meeting, id_: UUID, who: UUID, *, wants: bool = True) -> str:
    with meeting.services.unit_of_work(member(who)) as uow:
        return answer(uow, id_, who, wants=wants, words="Ring us on Monday.").state


def seen(meeting: Meeting, id_: UUID, actor: Actor) -> IntroductionView:
    with meeting.services.unit_of_work(actor) as uow:
        return get_introduction(uow, id_)


def test_both_sides_read_the_text_and_each_other_and_never_the_note(meeting: Meeting) -> None:
    id_ = meeting.introduced()
    assert says(meeting, id_, meeting.vendor) == "sent"
    assert says(meeting, id_, meeting.city, wants=False) == "answered"
    with meeting.services.unit_of_work(STAFF) as uow:
        follow_up(uow, id_, "The mayor hesitates.", expected_version=3)
    for who in (meeting.city, meeting.vendor):
        view = seen(meeting, id_, member(who, Role.VIEWER))
        assert (view.text, view.note, view.made_by, view.moves) == (
            "You should talk.",
            None,
            None,
            (),
        )
        assert [(side.name, side.wants, side.words) for side in view.sides] == [
            ("Graz", False, "Ring us on Monday."),
            ("Heatwise", True, "Ring us on Monday."),
        ]
        assert (view.challenge.title, view.other.title) == ("Heat is lost", "Heat finder")
    assert seen(meeting, id_, STAFF).note == "The mayor hesitates."


def test_the_end_names_an_outcome_and_lets_the_pair_be_introduced_again(meeting: Meeting) -> None:
    id_ = meeting.introduced()
    with meeting.services.unit_of_work(STAFF) as uow:
        with pytest.raises(Invalid):
            end(uow, id_, None, "", expected_version=1)
        end(uow, id_, Outcome.TALKING, "", expected_version=1)
    with pytest.raises(Conflict, match="ended"):
        says(meeting, id_, meeting.vendor)
    assert seen(meeting, id_, member(meeting.city)).outcome is Outcome.TALKING
    again = meeting.introduced()
    with meeting.services.unit_of_work(STAFF) as uow:
        assert {view.id for view in introductions_of(uow, meeting.pair)} == {again, id_}


def test_a_pair_of_cities_is_the_same_whichever_stands_first(meeting: Meeting) -> None:
    meeting.introduced(meeting.cities)
    turned = Pair(meeting.partner, partner_id=meeting.challenge)
    with pytest.raises(Conflict):
        meeting.introduced(turned)
    with meeting.services.unit_of_work(STAFF) as uow:
        (found,) = introductions_of(uow, turned)
    assert [side.name for side in found.sides] == ["Graz", "Linz"]


@pytest.mark.parametrize("twice", ["pair", "cities"])
def test_nobody_is_introduced_twice_at_once(meeting: Meeting, twice: str) -> None:
    meeting.introduced(getattr(meeting, twice))
    with pytest.raises(Conflict):
        meeting.introduced(getattr(meeting, twice))


@pytest.mark.parametrize(
    ("actor", "error"), [(VISITOR, Unauthenticated), (replace(STAFF, staff=False), Forbidden)]
)
def test_only_staff_introduce(meeting: Meeting, actor: Actor, error: type[ProductError]) -> None:
    with pytest.raises(error):
        meeting.introduced(actor=actor)
    with pytest.raises(Forbidden):
        meeting.introduced(actor=member(meeting.city, Role.OWNER))


def test_what_cannot_be_brought_together_is_refused_with_the_reason(meeting: Meeting) -> None:
    services = meeting.services
    draft = make_solution(services, meeting.vendor, name="Draft", state="draft")
    with pytest.raises(NotFound):
        meeting.introduced(Pair(meeting.challenge, solution_id=draft))
    with pytest.raises(Conflict, match="Nobody acts for Empty"):
        meeting.introduced(Pair(meeting.challenge, partner_id=meeting.deserted))
    second = make_challenge(services, meeting.city, title="Dark streets")
    with pytest.raises(Conflict, match="same organisation"):
        meeting.introduced(Pair(meeting.challenge, partner_id=second))
    with services.unit_of_work(member(meeting.city)) as uow:
        close(uow, meeting.challenge, expected_version=3)
    with pytest.raises(Conflict, match="not open any more"):
        meeting.introduced()


def test_strangers_find_nothing_and_viewers_may_not_answer(meeting: Meeting) -> None:
    id_ = meeting.introduced()
    for stranger in (VISITOR, member(meeting.twin, Role.OWNER)):
        with pytest.raises(NotFound):
            seen(meeting, id_, stranger)
        with meeting.services.unit_of_work(stranger) as uow:
            assert list_introductions(uow, ALL).total == waiting_for(uow, meeting.city) == 0
    with meeting.services.unit_of_work(member(meeting.city, Role.VIEWER)) as uow:
        assert waiting_for(uow, meeting.city) == 1
        with pytest.raises(Forbidden):
            answer(uow, id_, meeting.city, wants=True, words="")
    with meeting.services.unit_of_work(member(meeting.city)) as uow, pytest.raises(Forbidden):
        answer(uow, id_, meeting.vendor, wants=True, words="")


def test_a_side_may_say_otherwise_and_staff_are_told_what_they_missed(meeting: Meeting) -> None:
    id_ = meeting.introduced()
    says(meeting, id_, meeting.vendor)
    says(meeting, id_, meeting.vendor, wants=False)
    with meeting.services.unit_of_work(STAFF) as uow, pytest.raises(Stale):
        end(uow, id_, Outcome.NO_FIT, "", expected_version=1)


def test_a_title_goes_when_the_thing_is_withdrawn(meeting: Meeting) -> None:
    id_ = meeting.introduced()
    with meeting.services.unit_of_work(member(meeting.city)) as uow:
        withdraw(uow, meeting.challenge, expected_version=3)
    assert seen(meeting, id_, member(meeting.vendor)).challenge.title is None
    assert seen(meeting, id_, member(meeting.city)).challenge.title == "Heat is lost"


def test_everything_is_on_record_and_told_by_ids_alone(meeting: Meeting) -> None:
    id_ = meeting.introduced()
    says(meeting, id_, meeting.vendor)
    with meeting.services.unit_of_work(STAFF) as uow:
        end(uow, id_, Outcome.TOGETHER, "Signed in May.", expected_version=2)
    with meeting.services.unit_of_work() as uow:
        record = uow.session.query(ActivityEvent).filter_by(object_id=str(id_))
        assert [event.action for event in record.order_by(ActivityEvent.id)] == [
            "introduction.make",
            "introduction.answer",
            "introduction.end",
        ]
        facts = uow.session.query(OutboxFact).filter(OutboxFact.name.startswith("Introduction"))
        assert [(fact.name, fact.payload) for fact in facts.order_by(OutboxFact.number)] == [
            ("IntroductionMade", {"introduction_id": str(id_)}),
            (
                "IntroductionAnswered",
                {"introduction_id": str(id_), "organisation_id": str(meeting.vendor)},
            ),
            ("IntroductionEnded", {"introduction_id": str(id_)}),
        ]


def test_staff_find_all_that_are_under_way_by_their_state(meeting: Meeting) -> None:
    meeting.introduced()
    over = meeting.introduced(meeting.cities)
    with meeting.services.unit_of_work(STAFF) as uow:
        end(uow, over, Outcome.NO_ANSWER, "", expected_version=1)
        page = list_introductions(uow, ALL, states=UNDER_WAY)
        assert [view.other.title for view in page] == ["Heat finder"]
        of_twin = list_introductions(uow, ALL, organisation_id=meeting.twin)
        assert [view.other.title for view in of_twin] == ["Cold flats"]
