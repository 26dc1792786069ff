"""A vendor expresses interest at the moment at which the city ends its search."""

from threading import Thread
from time import sleep

import pytest
from sqlalchemy import func, select

from marketplace.challenges import operations as challenges
from marketplace.challenges.models import Challenge
from marketplace.foundation.errors import Conflict
from marketplace.interests.models import Interest
from marketplace.services import Services
from tests.factories.interests import express
from tests.interests.conftest import Fair
from tests.solutions.test_concurrency import apart

__all__ = ["apart"]

LONG_ENOUGH = 0.5
"""Seconds in which the vendor has come to where the city stands."""


@pytest.fixture
def services(apart: Services) -> Services:
    return apart


def test_nobody_takes_part_in_what_is_ended_at_this_moment(fair: Fair) -> None:
    outcomes: list[str] = []

    def offer() -> None:
        try:
            express(fair.services, fair.solution, fair.challenge)
            outcomes.append("done")
        except Conflict as error:
            outcomes.append(type(error).__name__)

    vendor = Thread(target=offer)
    with fair.services.unit_of_work(fair.buyer) as uow:
        row = uow.session.get_one(Challenge, fair.challenge)
        challenges.close(uow, row.id, expected_version=row.version)
        uow.session.flush()
        vendor.start()
        sleep(LONG_ENOUGH)
    vendor.join()
    assert outcomes == ["Conflict"]
    with fair.services.unit_of_work(writes=False) as uow:
        assert uow.session.scalar(select(func.count()).select_from(Interest)) == 0
