"""The open market consultation: the same for all at the same time, and a log of it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from marketplace.consultations.content import ResponseContent, StoredFile
from marketplace.consultations.lifecycle import Phase
from marketplace.consultations.market import (
    answer_in_market,
    ask_in_market,
    respond,
    take_document,
    withdraw_all_of,
    withdraw_response,
)
from marketplace.consultations.models import ConsultationLog
from marketplace.consultations.operations import (
    close_early,
    extend,
    hand_out,
    keep_back,
    open_to_market,
    prepare,
)
from marketplace.consultations.queries import (
    ConsultationView,
    consultation_of,
    figures_of,
    get_consultation,
    list_consultations,
    log_of,
    own_responses,
    public_log_of,
    report_of,
)
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
from marketplace.procurements.models import Procurement
from tests.consultations.conftest import SAID, UNTIL, Market
from tests.factories.market import STAFF, make_city, member

ALL = PageRequest(1, 50)
ANSWERS = ResponseContent(text="We make them.", answers=("Four hundred.", ""))


def seen(market: Market, actor: Actor = VISITOR) -> ConsultationView:
    with market.services.unit_of_work(actor, writes=False) as uow:
        return get_consultation(uow, market.procurement)


def answered(market: Market, vendor: UUID, version: int = 0) -> None:
    with market.services.unit_of_work(member(vendor)) as uow:
        respond(uow, market.procurement, vendor, ANSWERS, expected_version=version)


def asked(market: Market, text: str = "How hot?") -> UUID:
    with market.services.unit_of_work(member(market.vendor)) as uow:
        return ask_in_market(uow, market.procurement, market.vendor, text).id


def given(market: Market, id_: UUID, number: int = 1) -> None:
    with market.services.unit_of_work(market.lead) as uow:
        hand_out(uow, market.procurement, id_, number)


def test_nobody_outside_knows_of_it_until_all_of_it_is_open_at_one_moment(market: Market) -> None:
    market.prepared()
    one, two = market.document(title="One"), market.document(title="Two")
    given(market, one)
    given(market, two)
    given(market, two)
    for actor in market.outside:
        with pytest.raises(NotFound):
            seen(market, actor)
        with pytest.raises(NotFound), market.services.unit_of_work(actor) as uow:
            take_document(uow, market.procurement, one, 1)
        with pytest.raises(NotFound), market.services.unit_of_work(actor) as uow:
            consultation_of(uow, market.procurement)
    with market.services.unit_of_work(market.lead) as uow:
        keep_back(uow, market.procurement, two, 1)
        assert list_consultations(uow, ALL).total == 0
    with market.services.unit_of_work(market.lead) as uow:
        open_to_market(uow, market.procurement, expected_version=4)
    for actor in market.outside:
        view = seen(market, actor)
        assert (view.phase, view.content) == (Phase.OPEN, SAID)
        assert [(doc.title, doc.given_at) for doc in view.documents] == [("One", view.opened_at)]
        assert [city.name for city in view.buyers] == ["Graz", "Espoo", "Linz"]
    given(market, two)
    assert [doc.title for doc in seen(market).documents] == ["One", "Two"]
    with pytest.raises(Conflict, match="taken back"), market.services.unit_of_work(STAFF) as uow:
        keep_back(uow, market.procurement, one, 1)
    with market.services.unit_of_work(writes=False) as uow:
        (card,) = list_consultations(uow, ALL)
    assert (card.title, card.buyers) == (SAID.title, ("Graz", "Espoo", "Linz"))


def test_what_it_says_stays_and_its_deadline_only_becomes_later(market: Market) -> None:
    market.opened()
    with (
        pytest.raises(Conflict, match="stays as it is"),
        market.services.unit_of_work(STAFF) as uow,
    ):
        prepare(uow, market.procurement, SAID, UNTIL, expected_version=2)
    with pytest.raises(Conflict, match="open already"), market.services.unit_of_work(STAFF) as uow:
        open_to_market(uow, market.procurement, expected_version=2)
    for day in (UNTIL, UNTIL - timedelta(days=1), date(2020, 1, 1)):
        with pytest.raises(Invalid), market.services.unit_of_work(STAFF) as uow:
            extend(uow, market.procurement, day, expected_version=2)
    with market.services.unit_of_work(market.lead) as uow:
        extend(uow, market.procurement, UNTIL + timedelta(days=7), expected_version=2)
    with pytest.raises(Stale), market.services.unit_of_work(market.lead) as uow:
        close_early(uow, market.procurement, "We found the money.", expected_version=2)
    assert str(seen(market).deadline) == "2026-12-17 22:59:59+00:00"


def test_it_is_opened_with_a_deadline_to_come(market: Market) -> None:
    with pytest.raises(Conflict, match="Write first"), market.services.unit_of_work(STAFF) as uow:
        open_to_market(uow, market.procurement, expected_version=0)
    with market.services.unit_of_work(market.lead) as uow:
        prepare(uow, market.procurement, SAID, None, expected_version=0)
    with pytest.raises(Invalid), market.services.unit_of_work(market.lead) as uow:
        open_to_market(uow, market.procurement, expected_version=1)
    with pytest.raises(Invalid), market.services.unit_of_work(market.lead) as uow:
        prepare(uow, market.procurement, SAID, date(2026, 11, 19), expected_version=1)
    with pytest.raises(Forbidden), market.services.unit_of_work(market.buyer) as uow:
        prepare(uow, market.procurement, SAID, UNTIL, expected_version=1)
    with market.services.unit_of_work(market.lead) as uow:
        prepare(uow, market.procurement, SAID, UNTIL, expected_version=1)
        uow.session.get_one(Procurement, market.procurement).published_at = uow.now
    with pytest.raises(Conflict, match="published"), market.services.unit_of_work(STAFF) as uow:
        open_to_market(uow, market.procurement, expected_version=2)


def test_vendors_respond_once_until_the_last_second_and_no_rival_reads_it(market: Market) -> None:
    market.opened()
    answered(market, market.vendor)
    with pytest.raises(Stale):
        answered(market, market.vendor)
    market.clock.moment = seen(market).deadline or market.clock.moment
    answered(market, market.vendor, 1)
    answered(market, market.rival)
    market.clock.moment += timedelta(seconds=1)
    assert seen(market).phase is Phase.ENDED
    with pytest.raises(Conflict, match="ended"):
        answered(market, market.rival, 1)
    with pytest.raises(Conflict, match="ended"):
        asked(market)
    with market.services.unit_of_work(market.buyer) as uow:
        report = report_of(uow, market.procurement)
        assert report is not None
        assert [(one.vendor_name, one.version) for one in report.responses] == [
            ("Heatwise", 2), ("Warmly", 1),
        ]  # fmt: skip
        assert (report.figures.responses, report.figures.countries) == (2, ("AT",))
    for actor in market.outside:
        with pytest.raises(ProductError), market.services.unit_of_work(actor) as uow:
            report_of(uow, market.procurement)
    with market.services.unit_of_work(member(market.rival, Role.VIEWER)) as uow:
        assert set(own_responses(uow, market.procurement)) == {market.rival}
    with market.services.unit_of_work(VISITOR) as uow:
        assert own_responses(uow, market.procurement) == {}


def test_only_people_of_a_verified_vendor_take_part(market: Market) -> None:
    market.opened()
    with market.services.unit_of_work(STAFF) as uow:
        city = make_city(uow, name="Anywhere")
    for actor, who, error in (
        (VISITOR, market.vendor, Unauthenticated),
        (member(market.vendor, Role.VIEWER), market.vendor, Forbidden),
        (member(market.rival), market.vendor, Forbidden),
        (market.lead, market.buyers.cities[0], Conflict),
        (member(city), city, Conflict),
    ):
        with pytest.raises(error), market.services.unit_of_work(actor) as uow:
            ask_in_market(uow, market.procurement, who, "What?")
        with pytest.raises(error), market.services.unit_of_work(actor) as uow:
            respond(uow, market.procurement, who, ANSWERS, expected_version=0)
    with pytest.raises(Invalid), market.services.unit_of_work(member(market.vendor)) as uow:
        respond(
            uow, market.procurement, market.vendor, ResponseContent(text="."), expected_version=0
        )


def test_a_question_is_read_by_all_with_its_answer_and_nobody_learns_who_asked(
    market: Market,
) -> None:
    market.opened()
    id_ = asked(market)
    assert [one.text for one in seen(market).questions] == []
    assert [one.asker_name for one in seen(market, member(market.vendor)).questions] == ["Heatwise"]
    assert [one.asker_name for one in seen(market, market.buyer).questions] == ["Heatwise"]
    with pytest.raises(ProductError), market.services.unit_of_work(market.buyer) as uow:
        answer_in_market(uow, id_, "Very.", expected_version=1)
    with market.services.unit_of_work(market.lead) as uow:
        answer_in_market(uow, id_, "Very.", expected_version=1)
    for actor in (VISITOR, member(market.rival)):
        (question,) = seen(market, actor).questions
        assert (question.text, question.answer, question.asker_name) == ("How hot?", "Very.", None)


def test_the_log_says_who_was_given_what_when_and_cannot_be_changed(market: Market) -> None:
    market.prepared()
    id_ = market.document()
    given(market, id_)
    with market.services.unit_of_work(market.lead) as uow:
        open_to_market(uow, market.procurement, expected_version=2)
    start = market.clock.moment
    for minute, actor in enumerate(
        (VISITOR, member(market.vendor), member(market.vendor), member(market.rival)), 1
    ):
        market.clock.moment = start + timedelta(minutes=minute)
        with market.services.unit_of_work(actor) as uow:
            assert isinstance(take_document(uow, market.procurement, id_, 1), StoredFile)
    with market.services.unit_of_work(market.lead) as uow:
        answer_in_market(uow, asked(market), "Very.", expected_version=1)
    with market.services.unit_of_work(market.lead) as uow:
        close_early(uow, market.procurement, "The law has changed.", expected_version=3)
    with market.services.unit_of_work(market.buyer, writes=False) as uow:
        noted = log_of(uow, market.procurement)
        figures = figures_of(uow, market.procurement)
    minutes = [(one.what, one.organisation, (one.at - start).seconds // 60) for one in noted]
    assert minutes == [
        ("opened", None, 0), ("handed_out", None, 0), ("taken", "Heatwise", 2),
        ("taken", "Warmly", 4), ("answered", None, 4), ("closed", None, 4),
    ]  # fmt: skip
    assert (noted[1].document, noted[4].question) == ("Letter", "How hot?")
    assert figures is not None
    assert (figures.took_documents, figures.answered, figures.questions) == (2, 1, 1)
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        assert [one.what for one in public_log_of(uow, market.procurement)] == [
            "opened", "handed_out", "answered", "closed",
        ]  # fmt: skip
    for change in (delete(ConsultationLog), update(ConsultationLog).values(what="opened")):
        with pytest.raises(DatabaseError, match="on record"), market.services.unit_of_work() as uow:
            uow.session.execute(change)


def test_what_ended_early_says_why_and_takes_nothing_more(market: Market) -> None:
    market.opened()
    with pytest.raises(Invalid), market.services.unit_of_work(market.lead) as uow:
        close_early(uow, market.procurement, " ", expected_version=2)
    with market.services.unit_of_work(market.lead) as uow:
        close_early(uow, market.procurement, "The law has changed.", expected_version=2)
    assert (seen(market).phase, seen(market).close_reason) == (Phase.ENDED, "The law has changed.")
    with pytest.raises(Conflict):
        answered(market, market.vendor)
    with pytest.raises(Conflict), market.services.unit_of_work(STAFF) as uow:
        hand_out(uow, market.procurement, market.document(), 1)


def test_a_response_can_be_taken_back_and_goes_with_a_vendor_that_leaves(market: Market) -> None:
    market.opened()
    answered(market, market.vendor)
    answered(market, market.rival)
    with pytest.raises(Stale), market.services.unit_of_work(member(market.vendor)) as uow:
        withdraw_response(uow, market.procurement, market.vendor, expected_version=3)
    with market.services.unit_of_work(member(market.vendor)) as uow:
        withdraw_response(uow, market.procurement, market.vendor, expected_version=1)
    with market.services.unit_of_work() as uow:
        withdraw_all_of(uow, market.rival)
        report = report_of(uow, market.procurement)
        assert report is not None
        assert report.responses == ()


def test_everything_that_somebody_waits_for_is_told_once(market: Market) -> None:
    market.opened()
    id_ = asked(market)
    with market.services.unit_of_work(market.lead) as uow:
        answer_in_market(uow, id_, "Very.", expected_version=1)
    answered(market, market.vendor)
    with market.services.unit_of_work() as uow:
        names = [fact.name for fact in uow.session.query(OutboxFact).order_by(OutboxFact.number)]
    assert names[-4:] == [
        "ConsultationOpened", "MarketQuestionAsked", "MarketQuestionAnswered", "ResponseSent",
    ]  # fmt: skip
