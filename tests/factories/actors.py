"""Every kind of actor that rules have to tell apart."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from uuid import UUID

from marketplace.foundation.access import SYSTEM, VISITOR, Actor, ActorKind, Role, Scope

SCOPES = (frozenset(Scope), frozenset({Scope.READ}), frozenset({Scope.READ, Scope.ADMIN}))


def every_actor(*organisations: UUID) -> Iterator[Actor]:
    """Nobody, the system, and people in each role, as staff or not, with each set of scopes."""
    yield VISITOR
    yield SYSTEM
    memberships: list[dict[UUID, Role]] = [{}]
    memberships += [{org: role} for org, role in product(organisations, Role)]
    for mine, staff, network, scopes in product(memberships, (True, False), (True, False), SCOPES):
        person = Actor(kind=ActorKind.PERSON, user_id=3, label="person", memberships=mine)
        yield replace(person, staff=staff, network=network, scopes=scopes)
