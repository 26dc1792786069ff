"""Models change to and fro under readers, and workers are killed: no answer fails or mixes two.

The vectors of the next model are made by processes that are killed again and again.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import func, select

from marketplace.foundation.access import SYSTEM
from marketplace.recommendations.models import Embedding
from marketplace.services import Services, build_services
from marketplace.settings import Settings
from matching.encoding import load_encoder
from tests.processes.market import Served, publish, start, text_of_its_own
from tests.recommendations.world import add_vendor
from tests.sizes import sized

pytestmark = [pytest.mark.processes, pytest.mark.model, pytest.mark.whole]

TEXTS = sized(24, 200)
READERS = sized(2, 4)
KILLS = sized(1, 10)
LONGEST_MOVE = sized(120, 900)
CHANGES = sized(1, 4)
"""From a real model to the hashing one, and back, and so on; to load a real one takes seconds."""

Scores = dict[UUID, float]


def right_answers(market: Services, name: str, folder: Path) -> tuple[str, list[Scores]]:
    """The answers of a process that knows no other model; that model has to serve."""
    services = build_services(replace(market.settings, encoder=name, data_dir=folder))
    found = []
    for number in range(TEXTS):
        with services.unit_of_work(writes=False) as uow:
            answer = services.matcher.suppliers_for_text(uow, text_of_its_own(number))
        found.append({match.solution.id: match.score for match in answer})
    services.engine.dispose()
    return load_encoder(name).fingerprint, found


def stored(market: Services, fingerprint: str) -> int:
    with market.sessions() as session:
        made = Embedding.fingerprint.startswith(fingerprint)
        return session.scalar(select(func.count()).where(made)) or 0


def wait_until(condition: Callable[[], bool]) -> None:
    last_moment = time.monotonic() + LONGEST_MOVE
    while not condition():
        assert time.monotonic() < last_moment
        time.sleep(0.05)


def change_to(market: Services, name: str) -> None:
    """Let workers prepare a model; each but the last is killed in the midst of a batch."""
    settings = replace(market.settings, encoder=name)
    fingerprint = load_encoder(name).fingerprint
    for _ in range(KILLS):
        if (before := stored(market, fingerprint)) == TEXTS:
            break
        worker = start(settings)
        worker.ask("step", 1)
        worker.pipe.send(("step", (TEXTS,)))
        worker.kill()
        assert stored(market, fingerprint) > before
    worker = start(settings)
    while worker.ask("step", TEXTS):
        pass
    worker.stop()


@dataclass
class Readers:
    """Processes that are asked all the time, and what they answered."""

    processes: list[Served]
    told: list[tuple[str, int, Scores]] = field(default_factory=list)
    newest: dict[int, str] = field(default_factory=dict)
    stop: Event = field(default_factory=Event)
    asking: list[Future[None]] = field(default_factory=list)

    def ask(self, place: int) -> None:
        number = 0
        while not self.stop.is_set():
            number = (number + 1) % TEXTS
            model, scores = self.processes[place].ask("scored", text_of_its_own(number))
            self.told.append((model, number, scores))
            self.newest[place] = model
            self.stop.wait(0.02)

    def all_answer_with(self, name: str) -> bool:
        for one in self.asking:
            if one.done():
                one.result()
        fingerprint = load_encoder(name).fingerprint
        return list(self.newest.values()) == [fingerprint] * len(self.processes)


@contextmanager
def asked_all_the_time(settings: Settings) -> Iterator[Readers]:
    readers = Readers([start(settings) for _ in range(READERS)])
    with ThreadPoolExecutor(READERS) as threads:
        readers.asking = [threads.submit(readers.ask, place) for place in range(READERS)]
        try:
            yield readers
        finally:
            readers.stop.set()
    for one in readers.asking:
        one.result()
    assert [process.ask("verify") for process in readers.processes] == [[]] * READERS
    for process in readers.processes:
        process.stop()


def test_models_change_under_readers_and_no_answer_mixes_them(
    market: Services, sentence_models: tuple[str, str], tmp_path: Path
) -> None:
    real = sentence_models[0]
    with market.unit_of_work(SYSTEM) as uow:
        vendors = [add_vendor(uow, name=f"Vendor {number}") for number in range(8)]
    for number in range(TEXTS):
        publish(market, vendors[number % len(vendors)], number)
    right = dict([right_answers(market, real, tmp_path / "first")])

    with asked_all_the_time(replace(market.settings, encoder=real)) as readers:
        wait_until(lambda: readers.all_answer_with(real))
        for change in range(CHANGES):
            name = ("hashing", real)[change % 2]
            change_to(market, name)
            right |= dict([right_answers(market, name, tmp_path / f"fresh-{change}")])
            wait_until(lambda name=name: readers.all_answer_with(name))

    assert {model for model, _, _ in readers.told} == right.keys()
    assert [told for told in readers.told if told[2] != right[told[0]][told[1]]] == []
