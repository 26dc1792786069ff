"""Each story runs on one of the databases, so that half of them run on either; whole, on both."""

from zlib import crc32

import pytest

from tests.databases import KINDS
from tests.sizes import sized

FOLDER = "tests/journeys/"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose by the name of the file: the same in every run and in every process."""
    left_out = [item for item in items if item.nodeid.startswith(FOLDER) and not _runs(item)]
    for item in items:
        if item.nodeid.startswith(FOLDER):
            item.add_marker(pytest.mark.whole)
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _runs(item: pytest.Item) -> bool:
    """Whether it runs at this size; what is told of one database alone always does."""
    if any(mark.args[0] == "installation" for mark in item.iter_markers("parametrize")):
        return True
    file = item.nodeid.partition("::")[0]
    one = KINDS[crc32(file.encode()) % len(KINDS)]
    params = getattr(item, "callspec", None) and item.callspec.params  # type: ignore[attr-defined]
    return not params or params.get("installation") in sized((one,), KINDS)
