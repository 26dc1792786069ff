"""Tests that take turns: each on one of the databases, half of them on either; whole, on both."""

from collections.abc import Callable
from zlib import crc32

import pytest

from tests.databases import KINDS
from tests.sizes import sized


def has_its_turn(name: str, kind: str) -> bool:
    """Whether what has this name runs on this database; the same in every run and process."""
    one = KINDS[crc32(name.encode()) % len(KINDS)]
    return kind in sized((one,), KINDS)


def take_turns(
    config: pytest.Config,
    items: list[pytest.Item],
    beginning: str,
    runs: Callable[[pytest.Item], bool],
) -> None:
    """Keep of the tests whose names begin so those that run; all of them have a whole size."""
    left_out = []
    for item in items:
        if item.nodeid.startswith(beginning):
            item.add_marker(pytest.mark.whole)
            if not runs(item):
                left_out.append(item)
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
