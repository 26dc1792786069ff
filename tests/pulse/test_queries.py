"""Who waits for whom is told to staff alone, with how long answers took."""

from datetime import timedelta
from uuid import UUID

import pytest

from marketplace.challenges.models import Challenge
from marketplace.challenges.operations import withdraw
from marketplace.challenges.questions import answer_question, ask_question
from marketplace.foundation.access import VISITOR, Role
from marketplace.foundation.clock import SetClock
from marketplace.foundation.errors import Conflict, Forbidden, Unauthenticated
from marketplace.introductions.content import Waiting
from marketplace.introductions.operations import answer
from marketplace.introductions.reminders import remind
from marketplace.pulse.queries import (
    QUIET_AFTER,
    answer_times,
    deadlines,
    quiet_challenges,
    waits,
)
from tests.factories.challenges import make_challenge
from tests.factories.interests import express
from tests.factories.market import STAFF, member
from tests.introductions.conftest import Meeting, meeting

__all__ = ["meeting"]


def asked(meeting: Meeting) -> UUID:
    with meeting.services.unit_of_work(member(meeting.vendor)) as uow:
        return ask_question(uow, meeting.challenge, meeting.vendor, "How many houses?").id


def test_every_kind_of_waiting_is_told_with_who_owes_it(meeting: Meeting, clock: SetClock) -> None:
    asked(meeting)
    introduction = meeting.introduced()
    with meeting.services.unit_of_work(member(meeting.city)) as uow:
        answer(uow, introduction, meeting.city, wants=True, words="")
    clock.moment += timedelta(days=91)
    with meeting.services.unit_of_work(STAFF) as uow:
        found = waits(uow)
    told = {
        kind: [(one.title, one.asker, one.owing, (clock.moment - one.since).days) for one in some]
        for kind, some in found.items()
    }
    assert told == {
        Waiting.QUESTION: [("Heat is lost", "Heatwise", "Graz", 91)],
        Waiting.ENQUIRY: [],
        Waiting.INTEREST: [],
        Waiting.INTRODUCTION: [("Heat is lost", None, "Heatwise", 91)],
        Waiting.CONFIRMATION: [("Heat finder", None, "Heatwise", 1)],
    }
    assert all(one.may_remind for some in found.values() for one in some)


def test_nobody_waits_for_what_was_withdrawn(meeting: Meeting) -> None:
    interest = express(meeting.services, meeting.solution, meeting.challenge)
    with meeting.services.unit_of_work(STAFF) as uow:
        assert len(waits(uow)[Waiting.INTEREST]) == 1
    with meeting.services.unit_of_work(member(meeting.city)) as uow:
        version = uow.session.get_one(Challenge, meeting.challenge).version
        withdraw(uow, meeting.challenge, expected_version=version)
    with meeting.services.unit_of_work(STAFF) as uow:
        assert waits(uow)[Waiting.INTEREST] == []
        with pytest.raises(Conflict, match="Nobody waits"):
            remind(uow, Waiting.INTEREST, interest, meeting.city)


def test_the_middle_time_to_an_answer_is_in_days(meeting: Meeting, clock: SetClock) -> None:
    for days in (1, 2, 9):
        question = asked(meeting)
        clock.moment += timedelta(days=days)
        with meeting.services.unit_of_work(member(meeting.city)) as uow:
            answer_question(uow, question, "Four hundred.", expected_version=1)
    with meeting.services.unit_of_work(STAFF) as uow:
        (found,) = answer_times(uow).values()
    assert (found.answers, found.median_days) == (3, 2)


def test_a_call_is_quiet_after_a_fortnight_without_interest(
    meeting: Meeting, clock: SetClock
) -> None:
    with meeting.services.unit_of_work(STAFF) as uow:
        assert quiet_challenges(uow) == []
    clock.moment += QUIET_AFTER + timedelta(seconds=1)
    with meeting.services.unit_of_work(STAFF) as uow:
        assert {one.title for one in quiet_challenges(uow)} == {
            "Heat is lost",
            "Cold flats",
            "Nobody here",
        }


def test_deadlines_of_the_next_sixty_days_come_in_their_order(
    meeting: Meeting, clock: SetClock
) -> None:
    today = clock.moment.date()
    for title, days in (("Later", 30), ("Sooner", 3), ("Too late", 61)):
        day = today + timedelta(days=days)
        make_challenge(meeting.services, meeting.city, title=title, deadline=day)
    with meeting.services.unit_of_work(STAFF) as uow:
        assert [one.title for one in deadlines(uow)] == ["Sooner", "Later"]


@pytest.mark.parametrize("read", [waits, answer_times, quiet_challenges, deadlines])
def test_only_staff_are_told(meeting: Meeting, read: object) -> None:
    assert callable(read)
    with meeting.services.unit_of_work(VISITOR) as uow, pytest.raises(Unauthenticated):
        read(uow)
    with (
        meeting.services.unit_of_work(member(meeting.city, Role.OWNER)) as uow,
        pytest.raises(Forbidden),
    ):
        read(uow)
