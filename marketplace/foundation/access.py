"""Who acts, and rules that say what they may: one rule, two faces.

`Rule.allows` judges a row in hand, `Rule.where` is the same rule as SQL; a property test
holds them together. The rules themselves stand in each feature's `policy.py` and are called
by operations and queries, never by views. What no rule allows is denied.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_

from marketplace.foundation.errors import Forbidden, NotFound, Unauthenticated
from marketplace.foundation.saying import say

Row = TypeVar("Row")


class ActorKind(StrEnum):
    """What kind of caller acts."""

    VISITOR = "visitor"
    PERSON = "person"
    PROGRAM = "program"
    SYSTEM = "system"


class Role(StrEnum):
    """What a member may do for an organisation: each role includes those below it."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Scope(StrEnum):
    """What an API token was made for; a person in a browser has them all."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: nobody signed in, a person, a person's program, or the system itself.

    `memberships` maps organisations to the actor's role in them; `staff` is true for
    members of the verified programme; `network` for members of a verified city.
    """

    kind: ActorKind = ActorKind.VISITOR
    user_id: int | None = None
    label: str = "visitor"
    memberships: Mapping[UUID, Role] = field(default_factory=dict)
    staff: bool = False
    network: bool = False
    scopes: frozenset[Scope] = frozenset(Scope)

    @property
    def is_known(self) -> bool:
        """Whether somebody (or the system) is signed in."""
        return self.kind is not ActorKind.VISITOR

    @property
    def may_write(self) -> bool:
        """Whether this actor may change anything at all."""
        return self.is_known and Scope.WRITE in self.scopes

    @property
    def acts_as_staff(self) -> bool:
        """Whether this actor has the programme staff's powers here."""
        return self.kind is ActorKind.SYSTEM or (self.staff and Scope.ADMIN in self.scopes)

    def organisations(self, *roles: Role) -> tuple[UUID, ...]:
        """The organisations in which the actor has one of `roles` (any role if none given)."""
        wanted = roles or tuple(Role)
        return tuple(org for org, role in self.memberships.items() if role in wanted)

    def is_member(self, organisation: UUID, *roles: Role) -> bool:
        """Whether the actor has one of `roles` (any role if none given) there."""
        return organisation in self.organisations(*roles)


VISITOR = Actor()
SYSTEM = Actor(kind=ActorKind.SYSTEM, label="system")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Row]):
    """A permission; `reason` is the whole sentence that those are told whom it does not allow."""

    reason: str
    allows: Callable[[Actor, Row], bool]
    where: Callable[[Actor], ColumnElement[bool]]


def either(reason: str, *rules: Rule[Row]) -> Rule[Row]:
    """The rule that allows what one of `rules` allows, with a sentence of its own."""
    return Rule(
        reason,
        lambda actor, row: any(rule.allows(actor, row) for rule in rules),
        lambda actor: or_(*(rule.where(actor) for rule in rules)),
    )


def both(reason: str, *rules: Rule[Row]) -> Rule[Row]:
    """The rule that allows what all `rules` allow, with a sentence of its own."""
    return Rule(
        reason,
        lambda actor, row: all(rule.allows(actor, row) for rule in rules),
        lambda actor: and_(*(rule.where(actor) for rule in rules)),
    )


def require(rule: Rule[Any], actor: Actor, row: object, *, see: Rule[Any] | None = None) -> None:
    """Let the actor pass, or say why not.

    Raises:
        NotFound: the actor may not even see the row (`see`).
        Unauthenticated: nobody is signed in.
        Forbidden: the rule does not allow it.
    """
    if see is not None and not see.allows(actor, row):
        raise NotFound(say("There is nothing here, or nothing that you may see."))
    if rule.allows(actor, row):
        return
    if not actor.is_known:
        raise Unauthenticated(say("Sign in to do this."))
    raise Forbidden(say(rule.reason))
