"""Whose page it is: the organisation that the actor works for."""

from uuid import UUID

from flask_babel import gettext

from marketplace.foundation.access import Role
from marketplace.foundation.errors import Forbidden, NotFound, Unauthenticated
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import get_own_organisation
from marketplace.request_scope import current_actor, current_uow


def own_organisation(organisation_id: UUID, kind: str | None = None) -> Organisation:
    """The organisation, for its members and staff.

    Raises:
        NotFound: there is none of that kind.
        Unauthenticated, Forbidden: the actor is neither a member nor staff.
    """
    row = get_own_organisation(current_uow(), organisation_id)
    if kind is not None and row.kind != kind:
        raise NotFound(gettext("There is nothing at this address."))
    return row


def may_edit(organisation_id: UUID) -> bool:
    """Whether to show what only owners and editors can do; the operations ask again."""
    actor = current_actor()
    return actor.may_write and actor.is_member(organisation_id, Role.OWNER, Role.EDITOR)


def require_editor(organisation_id: UUID) -> None:
    """Spare those a form who cannot send it.

    Raises:
        Unauthenticated, Forbidden: the actor is no owner or editor there.
    """
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to see this page."))
    if not may_edit(organisation_id):
        raise Forbidden(gettext("Only owners and editors of the organisation can do this."))


def require_staff() -> None:
    """Keep everybody out of a page but programme staff.

    Raises:
        Unauthenticated, Forbidden: the actor is not of the staff.
    """
    actor = current_actor()
    if not actor.is_known:
        raise Unauthenticated(gettext("Sign in to see this page."))
    if not actor.acts_as_staff:
        raise Forbidden(gettext("Only programme staff can do this."))
