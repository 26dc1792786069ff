"""What a token opens, and when it opens nothing any more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.accounts.models import ApiToken, User
from marketplace.accounts.operations import create_token, deactivate_user, revoke_token
from marketplace.foundation.access import SYSTEM, Scope
from marketplace.foundation.clock import SetClock
from marketplace.organisations.queries import actor_of
from tests.factories.town import Town
from tests.guards.conftest import Door

API = "/api/v1"


def status(door: Door, token: str, method: str = "GET", path: str = "/organisations") -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return door.send("visitor", method, API + path, json={}, headers=headers).status_code


def only(town: Town, who: str, *scopes: Scope) -> str:
    return town.token(who, *scopes)


def test_a_token_that_was_revoked_opens_nothing(door: Door) -> None:
    with door.undone():
        plain = only(door.town, "vendor.owner", Scope.READ)
        assert status(door, plain) == 200
        with door.town.acting("vendor.owner") as uow:
            newest = uow.session.scalars(select(ApiToken).order_by(ApiToken.id.desc())).first()
            assert newest is not None
            revoke_token(uow, newest.id)
        assert status(door, plain) == 401


def test_a_token_ends_at_its_time(door: Door) -> None:
    services = door.town.services
    clock = services.clock
    now = clock.now()
    with door.undone():
        with services.unit_of_work() as uow:
            user = uow.session.get_one(User, door.town.people["vendor.owner"])
            uow.actor = actor_of(uow.session, user)
            _, plain = create_token(uow, user, "short", [Scope.READ], now + timedelta(minutes=1))
        before = status(door, plain)
        services.clock = SetClock(now + timedelta(minutes=1))
        try:
            after = status(door, plain)
        finally:
            services.clock = clock

    assert (before, after) == (200, 401)


def test_the_tokens_of_a_closed_account_open_nothing(door: Door) -> None:
    with door.undone():
        with door.town.services.unit_of_work(SYSTEM) as uow:
            deactivate_user(uow, uow.session.get_one(User, door.town.people["rival"]))
        assert status(door, door.town.tokens["rival"]) == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/solutions"),
        ("POST", "/challenges"),
        ("POST", "/organisations"),
        ("PATCH", "/solutions/{solution.draft}"),
        ("POST", "/solutions/{solution.draft}/submit"),
        ("POST", "/organisations/{organisation.vendor}/members"),
        ("DELETE", "/organisations/{organisation.vendor}/members/{member.vendor.viewer}"),
    ],
)
def test_a_token_that_reads_changes_nothing(door: Door, method: str, path: str) -> None:
    for name, id_ in door.town.ids.items():
        path = path.replace("{" + name + "}", id_)

    assert status(door, door.town.tokens["reader"], method, path) == 403


def test_a_token_that_reads_may_ask_for_matches(door: Door) -> None:
    answer = door.ask("reader", "POST", f"{API}/match", json={"text": "heat"})

    assert answer.status_code == 200


def test_only_the_scope_for_it_gives_the_powers_of_staff(door: Door) -> None:
    assert door.ask("clerk", "GET", f"{API}/activity").status_code == 403
    assert door.ask("staff", "GET", f"{API}/activity").status_code == 200
    with door.undone():
        looks = only(door.town, "staff", Scope.READ, Scope.ADMIN)
        review = f"/solutions/{door.town.ids['solution.review']}/publish"
        assert status(door, looks, "GET", "/activity") == 200
        assert status(door, looks, "POST", review) == 403


def test_a_session_of_a_browser_opens_nothing_at_the_api(door: Door) -> None:
    draft = f"{API}/solutions/{door.town.ids['solution.draft']}"

    assert door.client("vendor.owner").get(draft).status_code == 404
