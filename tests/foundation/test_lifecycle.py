"""A lifecycle allows what its table says and tells what else is possible."""

import pytest

from marketplace.foundation.errors import Conflict
from marketplace.foundation.lifecycle import Lifecycle, Move

DOOR = Lifecycle(
    "door",
    [
        Move("open", ("closed",), "opened", "anyone", "Open"),
        Move("close", ("opened",), "closed", "anyone", "Close"),
        Move("lock", ("closed",), "locked", "owner", "Lock"),
    ],
)


def test_a_move_from_the_right_state_is_given() -> None:
    assert DOOR.check("open", "closed").target == "opened"


def test_a_move_from_another_state_is_refused_with_what_is_possible() -> None:
    with pytest.raises(Conflict, match=r"This door is closed.*Possible: open, lock"):
        DOOR.check("close", "closed")


def test_from_a_last_state_nothing_is_possible() -> None:
    with pytest.raises(Conflict, match="Possible: nothing"):
        DOOR.check("open", "locked")


def test_a_move_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(Conflict, match="it can open, close, lock"):
        DOOR.check("paint", "closed")
