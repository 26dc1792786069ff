"""A lifecycle allows what its table says and tells what else is possible."""

import pytest

from marketplace.challenges.lifecycle import CHALLENGE
from marketplace.foundation.errors import Conflict
from marketplace.foundation.lifecycle import Lifecycle, Move
from marketplace.foundation.versions import SAME
from marketplace.interests.lifecycle import INTEREST
from marketplace.introductions.lifecycle import INTRODUCTION
from marketplace.organisations.lifecycle import CLAIM, VERIFICATION
from marketplace.recommendations.weighing import LIFECYCLE as WEIGHTS
from marketplace.solutions.lifecycle import REFERENCE, SOLUTION

LIFECYCLES = (CHALLENGE, CLAIM, INTEREST, INTRODUCTION, REFERENCE, SOLUTION, VERIFICATION, WEIGHTS)

DOOR = Lifecycle(
    "door",
    [
        Move("open", ("closed",), "opened", "anyone"),
        Move("close", ("opened",), "closed", "anyone"),
        Move("lock", ("closed",), "locked", "owner"),
    ],
    {
        "closed": "This door is closed. It can be opened or locked.",
        "opened": "This door is open. It can be closed.",
        "locked": "This door is locked for ever.",
    },
)


def test_a_move_from_the_right_state_is_given() -> None:
    assert DOOR.check("open", "closed").target == "opened"


def test_a_move_from_another_state_is_refused_with_what_is_possible() -> None:
    with pytest.raises(Conflict, match=r"^This door is closed. It can be opened or locked.$") as e:
        DOOR.check("close", "closed")
    assert e.value.possible == ("open", "lock")


def test_from_a_last_state_nothing_is_possible() -> None:
    with pytest.raises(Conflict, match=r"^This door is locked for ever.$") as caught:
        DOOR.check("open", "locked")
    assert caught.value.possible == ()


def test_a_move_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Conflict, match="There is no such step"):
        DOOR.check("paint", "closed")


@pytest.mark.parametrize("table", LIFECYCLES, ids=lambda table: str(table.subject))
def test_every_state_says_how_things_stand_without_names_from_the_code(table: Lifecycle) -> None:
    states = {state for move in table.moves.values() for state in (*move.sources, move.target)}
    assert set(table.standing) == states - {SAME}
    for sentence in table.standing.values():
        assert sentence.endswith(".")
        assert "_" not in sentence
