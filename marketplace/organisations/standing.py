"""Whether an organisation may speak in public: what both solutions and challenges ask."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import Conflict
from marketplace.foundation.saying import say
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import PUBLIC


def require_standing(session: Session, organisation_id: UUID) -> Organisation:
    """The organisation, if what it says may be published.

    Raises:
        Conflict: it is neither verified nor an entry of the catalogue.
    """
    organisation = session.get_one(Organisation, organisation_id)
    if not PUBLIC.allows(VISITOR, organisation):
        raise Conflict(
            say(
                "%(name)s is not verified yet; programme staff have to do that first.",
                name=organisation.name,
            )
        )
    return organisation


def lock_described(session: Session, organisation_id: UUID) -> Organisation:
    """The organisation, locked so that only one import at a time describes what it has."""
    chosen = select(Organisation).where(Organisation.id == organisation_id)
    return session.scalars(chosen.with_for_update(key_share=True)).one()


def require_unclaimed(organisation: Organisation) -> None:
    """Let staff speak for the organisation as long as nobody of its own does.

    Raises:
        Conflict: it has been claimed.
    """
    if not organisation.catalogue:
        raise Conflict(
            say(
                "%(name)s is no catalogue entry: its own people say what it has.",
                name=organisation.name,
            )
        )
