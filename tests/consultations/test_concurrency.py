"""Sixteen people add the same version, fetch the same document, and ask, at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from time import sleep

import pytest
from sqlalchemy import func, select

from marketplace.consultations.content import ResponseContent, Source
from marketplace.consultations.documents import add_version
from marketplace.consultations.market import (
    ask_in_market,
    respond,
    take_document,
    withdraw_all_of,
)
from marketplace.consultations.models import ConsultationLog, GroupDocumentVersion
from marketplace.consultations.operations import hand_out
from marketplace.foundation.errors import Conflict, ProductError
from marketplace.foundation.record import ActivityEvent
from marketplace.organisations.enquiries import MOST_OPEN_QUESTIONS
from marketplace.organisations.models import Organisation, Verification
from marketplace.services import Services
from tests.consultations.conftest import Market, file
from tests.factories.market import member
from tests.solutions.test_concurrency import apart

__all__ = ["apart"]

CLIENTS = 16


@pytest.fixture
def services(apart: Services) -> Services:
    return apart


def test_one_wins_and_the_others_are_told(market: Market) -> None:
    id_ = market.document()

    def add(_: int) -> str:
        try:
            with market.services.unit_of_work(market.buyer) as uow:
                add_version(uow, id_, Source(file=file()), expected_version=1)
        except ProductError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert Counter(pool.map(add, range(CLIENTS))) == {"done": 1, "Stale": CLIENTS - 1}
    with market.services.unit_of_work(writes=False) as uow:
        of_it = select(func.count()).where(GroupDocumentVersion.document_id == id_)
        added = select(func.count()).where(ActivityEvent.action == "document.add_version")
        assert (uow.session.scalar(of_it), uow.session.scalar(added)) == (2, 1)


def test_colleagues_who_fetch_at_once_all_get_it_and_are_noted_once(market: Market) -> None:
    id_ = market.document()
    market.opened()
    with market.services.unit_of_work(market.lead) as uow:
        hand_out(uow, market.procurement, id_, 1)

    def take(_: int) -> object:
        with market.services.unit_of_work(member(market.vendor)) as uow:
            return take_document(uow, market.procurement, id_, 1)

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert set(pool.map(take, range(CLIENTS))) == {file()}
    with market.services.unit_of_work(writes=False) as uow:
        noted = select(func.count()).where(ConsultationLog.what == "taken")
        assert uow.session.scalar(noted) == 1


def test_of_questions_that_come_at_once_no_more_are_taken_than_may_wait(market: Market) -> None:
    market.opened()

    def ask(number: int) -> str:
        try:
            with market.services.unit_of_work(member(market.vendor)) as uow:
                ask_in_market(uow, market.procurement, market.vendor, f"How hot is {number}?")
        except ProductError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(CLIENTS) as pool:
        done = Counter(pool.map(ask, range(CLIENTS)))
    most = MOST_OPEN_QUESTIONS
    assert done == {"done": most, "Conflict": CLIENTS - most}


def test_a_vendor_that_leaves_at_that_moment_leaves_no_response(market: Market) -> None:
    market.opened()
    leaves = Event()

    def leave() -> None:
        with market.services.unit_of_work() as uow:
            row = uow.session.get_one(Organisation, market.vendor, with_for_update=True)
            leaves.set()
            row.verification = Verification.CLOSED
            withdraw_all_of(uow, market.vendor)
            sleep(0.2)

    leaving = Thread(target=leave)
    leaving.start()
    leaves.wait(timeout=10)
    said = ResponseContent(text="We make them.", answers=("", ""))
    with pytest.raises(Conflict), market.services.unit_of_work(member(market.vendor)) as uow:
        respond(uow, market.procurement, market.vendor, said, expected_version=0)
    leaving.join(timeout=10)
