"""Four processes, many writers: what was acknowledged is in the next answer of each of them.

`RIALTO_ROUNDS` sets how many solutions are published and withdrawn (100 for the full size);
processes are killed and bits flipped a tenth as often.
"""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from marketplace.foundation.access import SYSTEM
from marketplace.services import Services
from tests.processes.market import ROUNDS, TIMES, Served, publish, start, text_of_its_own
from tests.recommendations.world import add_vendor, withdraw_solution

pytestmark = pytest.mark.processes

PROCESSES = 4
WRITERS = 4


@pytest.fixture
def processes(market: Services) -> Iterator[list[Served]]:
    started = [start(market.settings) for _ in range(PROCESSES)]
    yield started
    for process in started:
        process.stop()


def test_each_publication_and_withdrawal_is_in_the_next_answer_of_every_process(
    market: Services, processes: list[Served]
) -> None:
    with market.unit_of_work(SYSTEM) as uow:
        vendors = [add_vendor(uow, name=f"Vendor {n}") for n in range(10)]

    def live(number: int) -> None:
        text = text_of_its_own(number)
        solution = publish(market, vendors[number % len(vendors)], number)
        for process in random.sample(processes, PROCESSES):
            assert process.ask("find", text)[0] == solution, f"{number} is missing"
        withdraw_solution(market, solution)
        for process in random.sample(processes, PROCESSES):
            assert solution not in process.ask("find", text), f"{number} is still there"

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(live, range(ROUNDS)))

    assert [process.ask("verify") for process in processes] == [[]] * PROCESSES


def test_what_was_acknowledged_outlives_a_kill_at_any_moment(market: Services) -> None:
    with market.unit_of_work(SYSTEM) as uow:
        vendors = [add_vendor(uow, name=f"Vendor {n}") for n in range(10)]
    published: dict[int, UUID] = {}
    for attempt in range(TIMES):
        process = start(market.settings)
        process.ask("find", "anything at all")
        with ThreadPoolExecutor(1) as other:
            # Publishing goes on, and the process is in the midst of catching up or saving.
            busy = other.submit(_keep_busy, process)
            for number in range(attempt * 5, attempt * 5 + 5):
                published[number] = publish(market, vendors[number % len(vendors)], number)
            process.kill()
            busy.cancel()

        fresh = start(market.settings)
        assert fresh.ask("verify") == []
        for number, solution in published.items():
            assert fresh.ask("find", text_of_its_own(number))[0] == solution
        fresh.stop()


def _keep_busy(process: Served) -> None:
    try:
        while True:
            process.ask("save")
    except (EOFError, OSError):
        return


def test_a_flipped_bit_in_a_saved_index_is_noticed_and_the_answer_right(market: Services) -> None:
    with market.unit_of_work(SYSTEM) as uow:
        vendor = add_vendor(uow, name="Vendor")
    solutions = [publish(market, vendor, number) for number in range(5)]
    folder = market.settings.data_dir / "index"
    for attempt in range(TIMES):
        saver = start(market.settings)
        assert saver.ask("save")
        saver.stop()
        (saved,) = (p for p in folder.iterdir() if p.is_dir())
        _flip_a_bit(saved, random.Random(attempt))

        fresh = start(market.settings)
        assert fresh.ask("find", text_of_its_own(3))[0] == solutions[3]
        assert fresh.ask("verify") == []
        fresh.stop()


def _flip_a_bit(folder: Path, chance: random.Random) -> None:
    path = chance.choice(sorted(p for p in folder.rglob("*") if p.is_file() and p.stat().st_size))
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(content))
