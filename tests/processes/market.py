"""One serving process of the market without its web server, told what to do through a pipe.

It is started fresh (spawn), as a server's worker is, and holds its own connections and index.
"""

import multiprocessing
import os
import random
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from marketplace.foundation.access import SYSTEM
from marketplace.services import Services, build_services
from marketplace.settings import Settings
from tests.recommendations.world import add_solution

SPAWN = multiprocessing.get_context("spawn")
LONGEST_WAIT = 240
ROUNDS = int(os.environ.get("RIALTO_ROUNDS", "12"))
TIMES = max(1, ROUNDS // 10)
WORDS = (
    "quokka", "zephyr", "fjord", "sphinx", "waltz", "jigsaw", "oxbow", "pyxis", "vortex",
    "kiosk", "nymph", "gazebo", "topaz", "yurt", "lynx", "axiom",
)  # fmt: skip


def settings_for(url: str, folder: Path, vectors: str = "exact") -> Settings:
    return Settings(
        database_url=url,
        data_dir=folder,
        secret_key="a secret that only tests know, long enough",
        encoder="hashing",
        vector_index=vectors,
    )


@dataclass
class Served:
    """A process that answers; several threads of a test take turns."""

    process: Any
    pipe: Connection
    lock: Any

    def ask(self, what: str, *arguments: object) -> Any:
        with self.lock:
            self.pipe.send((what, arguments))
            if not self.pipe.poll(LONGEST_WAIT):
                raise TimeoutError(what)
            answer = self.pipe.recv()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()

    def stop(self) -> None:
        if self.process.is_alive():
            self.pipe.send(("stop", ()))
        self.process.join(LONGEST_WAIT)


def start(settings: Settings) -> Served:
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=serve, args=(settings, theirs), daemon=True)
    process.start()
    theirs.close()
    return Served(process, ours, Lock())


def serve(settings: Settings, pipe: Connection) -> None:
    services = build_services(settings)
    while True:
        what, arguments = pipe.recv()
        if what == "stop":
            return
        try:
            pipe.send(ANSWERS[what](services, *arguments))
        except Exception as error:  # noqa: BLE001 - the test has to see whatever it was.
            pipe.send(error)


def _find(services: Services, text: str) -> list[UUID]:
    with services.unit_of_work(writes=False) as uow:
        return [m.solution.id for m in services.matcher.suppliers_for_text(uow, text)]


def _verify(services: Services) -> list[str]:
    return [f"{d.kind} {d.id} {d.what}" for d in services.matcher.verify()]


def _save(services: Services) -> bool:
    return services.matcher.save()


def _scored(services: Services, text: str) -> tuple[str, dict[UUID, float]]:
    """The model that an answer says it was made by, and the scores in it."""
    with services.unit_of_work(writes=False) as uow:
        found = services.matcher.suppliers_for_text(uow, text)
    (model,) = {match.made_by.model for match in found}
    return model, {match.solution.id: match.score for match in found}


def _step(services: Services, batch: int) -> int:
    return services.matcher.prepare_next_model(batch)


ANSWERS = {"find": _find, "verify": _verify, "save": _save, "scored": _scored, "step": _step}


def text_of_its_own(number: int) -> str:
    """Words that no other solution has."""
    return " ".join(f"{word}{number}" for word in random.Random(number).sample(WORDS, 6))


def publish(market: Services, vendor: UUID, number: int) -> UUID:
    with market.unit_of_work(SYSTEM) as uow:
        text = text_of_its_own(number)
        return add_solution(uow, vendor, name=f"Solution {number}", text=text)
