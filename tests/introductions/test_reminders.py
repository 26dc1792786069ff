"""Whoever owes an answer is reminded, once a week at most."""

from datetime import timedelta
from uuid import UUID

import pytest

from marketplace.challenges.questions import answer_question, ask_question
from marketplace.foundation.access import Role
from marketplace.foundation.clock import SetClock
from marketplace.foundation.errors import Conflict, Forbidden
from marketplace.foundation.outbox import OutboxFact
from marketplace.introductions.content import Waiting
from marketplace.introductions.models import Reminder
from marketplace.introductions.operations import answer
from marketplace.introductions.reminders import remind
from marketplace.pulse.queries import waits
from marketplace.solutions.questions import ask_vendor
from tests.factories.interests import express
from tests.factories.market import STAFF, member
from tests.introductions.conftest import Meeting


def reminds(meeting: Meeting, kind: Waiting, subject: UUID, owes: UUID) -> None:
    with meeting.services.unit_of_work(STAFF) as uow:
        remind(uow, kind, subject, owes)


def asked(meeting: Meeting) -> UUID:
    with meeting.services.unit_of_work(member(meeting.vendor)) as uow:
        return ask_question(uow, meeting.challenge, meeting.vendor, "How many houses?").id


def test_a_reminder_is_told_once_a_week_at_most(meeting: Meeting, clock: SetClock) -> None:
    question = asked(meeting)
    reminds(meeting, Waiting.QUESTION, question, meeting.city)
    clock.moment += timedelta(days=6, hours=23)
    with pytest.raises(Conflict, match="within the last week"):
        reminds(meeting, Waiting.QUESTION, question, meeting.city)
    clock.moment += timedelta(hours=1)
    reminds(meeting, Waiting.QUESTION, question, meeting.city)
    with meeting.services.unit_of_work(STAFF) as uow:
        row = uow.session.query(Reminder).filter_by(subject_id=question).one()
        assert (row.times, row.last_at) == (2, clock.moment)
        told = uow.session.query(OutboxFact).filter_by(name="OrganisationReminded").all()
        assert [fact.payload["subject_id"] for fact in told] == [str(question)] * 2


def test_nobody_is_reminded_of_what_is_done(meeting: Meeting, clock: SetClock) -> None:
    question, introduction = asked(meeting), meeting.introduced()
    with meeting.services.unit_of_work(member(meeting.city)) as uow:
        answer_question(uow, question, "Four hundred.", expected_version=1)
        answer(uow, introduction, meeting.city, wants=True, words="")
    with meeting.services.unit_of_work(member(meeting.city, Role.OWNER)) as uow:
        enquiry = ask_vendor(uow, meeting.solution, meeting.city, "How loud?", named=False).id
    reminds(meeting, Waiting.ENQUIRY, enquiry, meeting.vendor)
    for kind, subject in (
        (Waiting.QUESTION, question),
        (Waiting.ENQUIRY, enquiry),
        (Waiting.INTEREST, question),
        (Waiting.INTRODUCTION, introduction),
        (Waiting.CONFIRMATION, meeting.solution),
    ):
        with pytest.raises(Conflict, match="Nobody waits"):
            reminds(meeting, kind, subject, meeting.city)
    reminds(meeting, Waiting.INTRODUCTION, introduction, meeting.vendor)
    clock.moment += timedelta(days=91)
    reminds(meeting, Waiting.CONFIRMATION, meeting.solution, meeting.vendor)


def test_only_staff_remind(meeting: Meeting) -> None:
    question = asked(meeting)
    with meeting.services.unit_of_work(member(meeting.vendor)) as uow, pytest.raises(Forbidden):
        remind(uow, Waiting.QUESTION, question, meeting.city)


def test_a_city_is_reminded_of_interest_until_it_has_answered(meeting: Meeting) -> None:
    interest = express(meeting.services, meeting.solution, meeting.challenge)
    reminds(meeting, Waiting.INTEREST, interest, meeting.city)
    with meeting.services.unit_of_work(STAFF) as uow:
        (found,) = waits(uow)[Waiting.INTEREST]
        assert (found.asker, found.owing, found.may_remind) == ("Heatwise", "Graz", False)
