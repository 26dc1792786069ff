"""A fact that only tests know, and workers that are killed while they handle it."""

import multiprocessing
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from marketplace.foundation.events import Fact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.handlers import HANDLERS
from marketplace.services import Services, build_services
from marketplace.settings import Settings
from marketplace.worker import deliver_facts

LONGEST = 60


@dataclass(frozen=True, slots=True)
class TeaBrewed(Fact):
    """Tea can be made."""

    kettle: str


def tell(services: Services, *kettles: str) -> None:
    with services.unit_of_work() as uow:
        for kettle in kettles:
            uow.tell(TeaBrewed(kettle))


def start_hanging(settings: Settings, sign: Path) -> BaseProcess:
    """A worker that hangs within the handler of its first fact."""
    process = multiprocessing.get_context("spawn").Process(
        target=_hang, args=(settings, sign), daemon=True
    )
    process.start()
    last_moment = time.monotonic() + LONGEST
    while not sign.exists():
        assert time.monotonic() < last_moment
        time.sleep(0.05)
    return process


def _hang(settings: Settings, sign: Path) -> None:
    def handler(_uow: UnitOfWork, _fact: Fact, _public_url: str) -> None:
        sign.touch()
        time.sleep(LONGEST)

    HANDLERS[TeaBrewed] = [handler]  # type: ignore[index]
    deliver_facts(build_services(settings))
