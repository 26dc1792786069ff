"""Who may see, change and vouch for organisations; each rule for a row and as SQL."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, false, or_, true

from marketplace.foundation.access import Actor, Role, Rule
from marketplace.organisations.models import Organisation, Verification

Asked = Callable[[Actor], bool]


def _anyone(reason: str, asked: Asked) -> Rule[Organisation]:
    """A rule that depends on the actor alone."""

    def where(actor: Actor) -> ColumnElement[bool]:
        return true() if asked(actor) else false()

    return Rule(reason, lambda actor, _row: asked(actor), where)


def _member(reason: str, *roles: Role) -> Rule[Organisation]:
    return Rule(
        reason,
        lambda actor, row: actor.is_member(row.id, *roles),
        lambda actor: Organisation.id.in_(actor.organisations(*roles)),
    )


WRITER = _anyone("somebody who is signed in and may write", lambda actor: actor.may_write)
STAFF = _anyone("programme staff", lambda actor: actor.acts_as_staff)
STAFF_WRITING = _anyone("programme staff", lambda actor: actor.acts_as_staff and actor.may_write)
MEMBER = _member("members of the organisation")

PUBLIC: Rule[Organisation] = Rule(
    "everyone once it is verified",
    lambda _actor, row: row.catalogue or row.verification == Verification.VERIFIED,
    lambda _actor: or_(
        Organisation.catalogue.is_(True), Organisation.verification == Verification.VERIFIED.value
    ),
)

CAN_SEE = PUBLIC | MEMBER | STAFF
CAN_SEE_MEMBERS = MEMBER | STAFF
CAN_CREATE = WRITER
CAN_CHANGE = (
    _member("owners and editors of the organisation", Role.OWNER, Role.EDITOR) & WRITER
) | STAFF_WRITING
CAN_MANAGE_MEMBERS = (_member("owners of the organisation", Role.OWNER) & WRITER) | STAFF_WRITING
CAN_CLOSE = _member("owners of the organisation", Role.OWNER) & WRITER
CAN_CLAIM = WRITER
CAN_VERIFY = STAFF_WRITING
CAN_KEEP_CATALOGUE = STAFF_WRITING
