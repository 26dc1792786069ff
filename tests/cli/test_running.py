"""A long job ends where it tells of its progress, not in the middle of whatever it does."""

import signal
from collections.abc import Iterator

import click
import pytest

from marketplace.cli.running import stoppable


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """A run in the background may have begun with Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_waits_for_the_next_step() -> None:
    steps: list[int] = []
    with stoppable(steps.append) as progress:
        progress(1)
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(click.Abort):
            progress(2)
    assert steps == [1]


def test_who_cannot_wait_presses_it_again() -> None:
    with stoppable(lambda: None):
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_afterwards_ctrl_c_is_what_it_was() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stoppable(lambda: None) as progress:
        progress()
    assert signal.getsignal(signal.SIGINT) == before
