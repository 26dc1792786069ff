"""Who may see, change and vouch for organisations; each rule for a row and as SQL."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, false, or_, true

from marketplace.foundation.access import Actor, Role, Rule, both, either
from marketplace.foundation.saying import later
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


_BY_STAFF = later("Only programme staff can do this.")
_BY_EDITORS = later("Only owners and editors of the organisation can do this.")
_BY_OWNERS = later("Only owners of the organisation can do this.")
_BY_OWNERS_OR_STAFF = later("Only owners of the organisation, and programme staff, can do this.")

WRITER = _anyone(
    later("Only somebody who is signed in and may write can do this."),
    lambda actor: actor.may_write,
)
STAFF = _anyone(later("Only programme staff can see this."), lambda actor: actor.acts_as_staff)
STAFF_WRITING = _anyone(_BY_STAFF, lambda actor: actor.acts_as_staff and actor.may_write)
MEMBER = _member(later("Only members of the organisation can see this."))

PUBLIC: Rule[Organisation] = Rule(
    later("Nobody can see this until the organisation is verified."),
    lambda _actor, row: row.catalogue or row.verification == Verification.VERIFIED,
    lambda _actor: or_(
        Organisation.catalogue.is_(True), Organisation.verification == Verification.VERIFIED.value
    ),
)

CAN_SEE_MEMBERS = either(
    later("Only members of the organisation and programme staff can see this."), MEMBER, STAFF
)
CAN_SEE = either(CAN_SEE_MEMBERS.reason, PUBLIC, CAN_SEE_MEMBERS)
CAN_CREATE = WRITER
CAN_CHANGE = either(
    later("Only owners and editors of the organisation, and programme staff, can do this."),
    both(_BY_EDITORS, _member(_BY_EDITORS, Role.OWNER, Role.EDITOR), WRITER),
    STAFF_WRITING,
)
CAN_CLOSE = both(_BY_OWNERS, _member(_BY_OWNERS, Role.OWNER), WRITER)
CAN_MANAGE_MEMBERS = either(_BY_OWNERS_OR_STAFF, CAN_CLOSE, STAFF_WRITING)
CAN_CLAIM = WRITER
CAN_VERIFY = STAFF_WRITING
CAN_KEEP_CATALOGUE = STAFF_WRITING
