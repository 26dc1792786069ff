"""The real server with four processes: right at once, whichever process answers.

`RIALTO_ROUNDS` sets how many solutions are published and withdrawn (100 for the full size).
"""

import os
import random
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from urllib.error import URLError
from uuid import UUID

import pytest

from marketplace.foundation.access import SYSTEM
from marketplace.services import Services
from tests.databases import KINDS, Databases
from tests.processes.conftest import open_market
from tests.processes.market import ROUNDS, publish, text_of_its_own
from tests.processes.server import Server, running
from tests.recommendations.world import add_vendor, withdraw_solution

pytestmark = pytest.mark.processes

QUESTIONS = 6
"""Each opens a connection of its own, so that different processes answer."""


@dataclass
class Served:
    market: Services
    server: Server
    vendors: list[UUID]

    def publish(self, number: int) -> UUID:
        return publish(self.market, self.vendors[number % len(self.vendors)], number)


@pytest.fixture(scope="module", params=KINDS)
def served(
    request: pytest.FixtureRequest,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    """One server for both tests: four processes take their time to start."""
    folder = tmp_path_factory.mktemp("served")
    with open_market(databases.new_url(request.param), folder) as market:
        with market.unit_of_work(SYSTEM) as uow:
            vendors = [add_vendor(uow, name=f"Vendor {number}") for number in range(10)]
        with running(market.settings) as server:
            yield Served(market, server, vendors)


def answers(server: Server, text: str) -> list[list[str]]:
    with ThreadPoolExecutor(QUESTIONS) as readers:
        return list(readers.map(server.match, [text] * QUESTIONS))


def test_publications_and_withdrawals_are_in_the_next_answer_while_others_read(
    served: Served,
) -> None:
    server, stop = served.server, Event()

    def read() -> None:
        while not stop.is_set():
            server.match(text_of_its_own(random.randrange(ROUNDS)))

    def live(number: int) -> None:
        text = text_of_its_own(number)
        solution = str(served.publish(number))
        assert [found[0] for found in answers(server, text)] == [solution] * QUESTIONS
        withdraw_solution(served.market, UUID(solution))
        assert [solution in found for found in answers(server, text)] == [False] * QUESTIONS

    with ThreadPoolExecutor(3) as others:
        reading = others.submit(read)
        try:
            list(others.map(live, range(ROUNDS)))
        finally:
            stop.set()
        reading.result()


def test_a_killed_process_loses_nothing_that_was_acknowledged(served: Served) -> None:
    for number in range(1000, 1000 + ROUNDS):
        solution = str(served.publish(number))
        if number % 4 == 0:
            os.kill(random.choice(served.server.serving_processes()), signal.SIGKILL)
        for _ in range(3):
            assert _although_killed(served.server, text_of_its_own(number))[0] == solution
    assert served.market.matcher.verify() == []


def _although_killed(server: Server, text: str) -> list[str]:
    """A connection to a process that was killed just then is lost, and opened again."""
    for _ in range(20):
        try:
            return server.match(text)
        except (URLError, ConnectionError):
            continue
    return server.match(text)
