"""What every page of one joint procurement begins with: who may see it, and for whom they act."""

from uuid import UUID

from flask_babel import gettext

from marketplace.foundation.errors import Forbidden, Unauthenticated
from marketplace.procurements.queries import MemberView, ProcurementView, get_procurement
from marketplace.request_scope import current_actor, current_uow

ONE = "/procurements/<uuid:procurement_id>"
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")


def inside_view(procurement_id: UUID) -> ProcurementView:
    """The joint procurement, for those who may see its inside.

    Raises:
        NotFound: there is none, or the actor may not know of it.
        Unauthenticated, Forbidden: the actor may know of it, but not see its inside.
    """
    view = get_procurement(current_uow(), procurement_id)
    if not view.inside:
        if not current_actor().is_known:
            raise Unauthenticated(gettext("Sign in to see this page."))
        raise Forbidden(
            gettext("Only members of the cities that take part, and programme staff, can see this.")
        )
    return view


def led_view(procurement_id: UUID) -> ProcurementView:
    """The same, for those who manage it: spares others a form that they cannot send.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it, or it is over.
    """
    view = inside_view(procurement_id)
    if not view.may_lead:
        raise Forbidden(
            gettext("Only owners and editors of the lead buyer, and programme staff, can do this.")
        )
    return view


def choosing(view: ProcurementView, endpoint: str) -> str:
    """The page on which the group's choice is put on record; for others, where it is read."""
    return endpoint if view.may_lead else "procurements.decisions"


def own_members(view: ProcurementView) -> list[MemberView]:
    """The members for which the reader acts."""
    actor = current_actor()
    return [one for one in view.members if actor.is_member(one.organisation_id)]
