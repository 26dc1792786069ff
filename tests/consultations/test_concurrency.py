"""Sixteen people add the same version at once, and fetch the same document at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from marketplace.consultations.content import Source
from marketplace.consultations.documents import add_version
from marketplace.consultations.market import take_document
from marketplace.consultations.models import ConsultationLog, GroupDocumentVersion
from marketplace.consultations.operations import hand_out
from marketplace.foundation.errors import ProductError
from marketplace.foundation.record import ActivityEvent
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
