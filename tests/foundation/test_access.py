"""What no rule allows is denied, and a refusal tells no more than the actor may know."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import false, literal, select, true

from marketplace.foundation.access import (
    SYSTEM,
    VISITOR,
    Actor,
    ActorKind,
    Role,
    Rule,
    Scope,
    both,
    either,
    require,
)
from marketplace.foundation.errors import Forbidden, NotFound, ProductError, Unauthenticated
from marketplace.services import Services

ALWAYS: Rule[Any] = Rule("Everybody can do this.", lambda *_: True, lambda _: true())
NEVER: Rule[Any] = Rule("Nobody can do this.", lambda *_: False, lambda _: false())
PERSON = Actor(kind=ActorKind.PERSON, user_id=1, label="ada")


@pytest.mark.parametrize("one", [ALWAYS, NEVER])
@pytest.mark.parametrize("other", [ALWAYS, NEVER])
def test_rules_are_joined_alike_for_rows_and_for_queries(
    one: Rule[Any], other: Rule[Any], services: Services
) -> None:
    def faces(rule: Rule[Any]) -> tuple[bool, bool]:
        with services.unit_of_work() as uow:
            found = uow.session.scalar(select(literal(1)).where(rule.where(PERSON)))
        return rule.allows(PERSON, None), found == 1

    assert faces(both("Both.", one, other)) == (one is other is ALWAYS,) * 2
    assert faces(either("Either.", one, other)) == (ALWAYS in (one, other),) * 2


@pytest.mark.parametrize(
    ("rule", "see", "actor", "error"),
    [
        (NEVER, NEVER, PERSON, NotFound),
        (ALWAYS, NEVER, PERSON, NotFound),
        (NEVER, ALWAYS, PERSON, Forbidden),
        (NEVER, None, PERSON, Forbidden),
        (NEVER, ALWAYS, VISITOR, Unauthenticated),
    ],
)
def test_a_refusal_says_what_the_actor_may_know(
    rule: Rule[Any], see: Rule[Any] | None, actor: Actor, error: type[ProductError]
) -> None:
    with pytest.raises(error) as caught:
        require(rule, actor, None, see=see)
    assert type(caught.value) is error
    assert (caught.value.detail == NEVER.reason) == (error is Forbidden)


def test_what_is_allowed_passes() -> None:
    require(ALWAYS, VISITOR, None, see=ALWAYS)


def test_a_member_has_a_role_in_their_own_organisations_only() -> None:
    mine, other = uuid4(), uuid4()
    editor = Actor(kind=ActorKind.PERSON, user_id=1, memberships={mine: Role.EDITOR})
    assert editor.is_member(mine)
    assert editor.is_member(mine, Role.OWNER, Role.EDITOR)
    assert not editor.is_member(mine, Role.OWNER)
    assert not editor.is_member(other)
    assert editor.organisations(Role.VIEWER) == ()


def test_a_program_can_do_what_its_scopes_say() -> None:
    def program(*scopes: Scope, staff: bool = False) -> Actor:
        kind = ActorKind.PROGRAM
        return Actor(kind=kind, user_id=1, staff=staff, scopes=frozenset(scopes))

    assert not program(Scope.READ).may_write
    assert program(Scope.WRITE).may_write
    assert not program(Scope.READ, Scope.WRITE, staff=True).acts_as_staff
    assert program(Scope.ADMIN, staff=True).acts_as_staff
    assert not program(Scope.ADMIN).acts_as_staff


def test_nobody_may_write_and_the_system_may_all() -> None:
    assert not VISITOR.is_known
    assert not VISITOR.may_write
    assert not VISITOR.acts_as_staff
    assert SYSTEM.may_write
    assert SYSTEM.acts_as_staff
