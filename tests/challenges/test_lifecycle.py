"""The table of moves is what really happens, and what everybody is told of it."""

from uuid import UUID

import pytest

from marketplace.challenges import operations
from marketplace.challenges.lifecycle import CHALLENGE, ENDED, LIVE_MOVES, STATES, public_state
from marketplace.challenges.models import Challenge
from marketplace.challenges.queries import get_challenge, open_contents
from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import Conflict
from marketplace.services import Services
from tests.factories.challenges import challenge_content, make_challenge
from tests.factories.market import STAFF, member

PLAIN = {
    "submit": operations.submit,
    "publish": operations.publish,
    "close": operations.close,
    "reopen": operations.reopen,
    "award": operations.award,
    "cancel": operations.cancel,
    "withdraw": operations.withdraw,
}


def make_move(services: Services, challenge_id: UUID, city: UUID, name: str) -> str:
    who = STAFF if name in {"publish", "return"} else member(city)
    with services.unit_of_work(who) as uow:
        version = uow.session.get_one(Challenge, challenge_id).version
        if name == "change":
            content = challenge_content(title="Changed")
            row = operations.change_challenge(uow, challenge_id, content, expected_version=version)
        elif name == "return":
            remarks = {"problem": "Say more."}
            row = operations.send_back(uow, challenge_id, remarks, expected_version=version)
        else:
            row = PLAIN[name](uow, challenge_id, expected_version=version)
        return row.state


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", CHALLENGE.moves)
def test_a_move_is_possible_exactly_where_the_table_has_it(
    services: Services, city: UUID, state: str, name: str
) -> None:
    challenge_id = make_challenge(services, city, title="Alone", state=state)
    move = CHALLENGE.named(name)
    is_live = state in ("open", *ENDED)
    if state in move.sources and (is_live or name not in LIVE_MOVES):
        assert make_move(services, challenge_id, city, name) == move.target
    else:
        with pytest.raises(Conflict):
            make_move(services, challenge_id, city, name)


def test_an_open_challenge_stays_open_while_a_newer_version_is_reviewed(
    services: Services, city: UUID
) -> None:
    challenge_id = make_challenge(services, city, title="Alone")
    for name in ("change", "submit", "return"):
        make_move(services, challenge_id, city, name)
        with services.unit_of_work(VISITOR) as uow:
            view = get_challenge(uow, challenge_id)
            assert (view.state, view.content.title) == ("open", "Alone")
            assert [found.number for found in open_contents(uow.session)] == [1]
    make_move(services, challenge_id, city, "close")
    with services.unit_of_work(VISITOR) as uow:
        assert get_challenge(uow, challenge_id).state == "closed"
        assert list(open_contents(uow.session)) == []
    assert make_move(services, challenge_id, city, "reopen") == "open"


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_published_has_no_public_state(state: str) -> None:
    assert public_state(state, None) is None
    assert public_state(state, 1) == (state if state in ENDED else "open")
