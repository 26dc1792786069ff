"""Each story runs on one of the databases, so that half of them run on either; whole, on both."""

import pytest

from tests.turns import has_its_turn, take_turns


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the stories take turns, by the names of their files."""
    take_turns(config, items, "tests/journeys/", _runs)


def _runs(item: pytest.Item) -> bool:
    """Whether it runs at this size; what is told of one database alone always does."""
    if any(mark.args[0] == "installation" for mark in item.iter_markers("parametrize")):
        return True
    params = getattr(item, "callspec", None) and item.callspec.params  # type: ignore[attr-defined]
    file = item.nodeid.partition("::")[0]
    return not params or has_its_turn(file, params.get("installation"))
